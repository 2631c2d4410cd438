"""A web process that is killed in the middle of sign-ups: whoever saw the thank-you page is in the database."""

import http.client
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from signatories.enums import Status
from signatories.models import Event, OutgoingMail, Signatory
from tests.signatories.applications import address, filled_in
from tests.signatories.mail_server import free_port
from tests.signatories.programs import environment, until

pytestmark = pytest.mark.program

SIGN_UPS = 100
AT_ONCE = 4
KILLS = 6
TRIES = 200


@dataclass
class Site:
    """Two web processes behind one port; the master makes a new one for each that dies."""

    master: int
    port: int
    interrupted: list[str] = field(default_factory=list)

    def status(self, method: str, path: str, body: str = "") -> int:
        """What the site answers; 0 when it does not get to it."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            try:
                connection.request(method, path, body, headers)
                return connection.getresponse().status
            except (OSError, http.client.HTTPException) as error:
                self.interrupted.append(type(error).__name__)
                return 0

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.master}/task/{self.master}/children")
        return [int(number) for number in children.read_text().split()]


@pytest.fixture
def site() -> Iterator[Site]:
    port = free_port()
    master = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "hierniet.wsgi", "--config", "/dev/null", "--preload"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "2", "--bind", f"127.0.0.1:{port}"),
        ],
        cwd=settings.BASE_DIR,
        env=environment(
            DJANGO_SETTINGS_MODULE="tests.settings",
            **{f"LIMIT_SIGN_UPS_PER_{what}": "100000" for what in ("ADDRESS", "NETWORK", "DOMAIN")},
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    site = Site(master.pid, port)
    try:
        until(lambda: site.status("GET", "/healthz"), lambda status: status == 200)
        site.interrupted.clear()
        yield site
    finally:
        master.send_signal(signal.SIGQUIT)  # at once: nobody is waiting for an answer any more
        master.wait(timeout=60)


def sign_up(site: Site, number: int) -> bool:
    """As a patient person: whoever sees no thank-you page sends the same form once more."""
    domain = f"voorbeeld{number}.example"
    form = filled_in(name=f"Firma {number:03}", website=f"https://www.{domain}", contact_email=f"lies@{domain}")
    body = urlencode(form)
    return any(site.status("POST", address("join"), body) == 302 for _try in range(TRIES))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="which processes are whose is read from /proc")
@pytest.mark.django_db(transaction=True)
def test_killed_web_processes_lose_no_sign_up_and_double_none(site):
    chance = random.Random(7)

    with ThreadPoolExecutor(max_workers=AT_ONCE) as applicants:
        answers = [applicants.submit(sign_up, site, number) for number in range(SIGN_UPS)]
        for kill in range(KILLS):
            enough = SIGN_UPS * (kill + chance.random()) / KILLS
            until(lambda: sum(answer.done() for answer in answers), lambda done, enough=enough: done >= enough)
            with suppress(ProcessLookupError):
                os.kill(chance.choice(until(site.processes, bool)), signal.SIGKILL)

    assert all(answer.result() for answer in answers)
    assert site.interrupted
    signatories = Signatory.objects.order_by("name")
    assert [one.name for one in signatories] == [f"Firma {number:03}" for number in range(SIGN_UPS)]
    assert {one.status for one in signatories} == {Status.UNCONFIRMED}
    events = Event.objects.order_by("signatory__name").values_list("signatory", "from_status", "to_status")
    assert list(events) == [(one.pk, "", Status.UNCONFIRMED) for one in signatories]
    mails = OutgoingMail.objects.order_by("signatory__name").select_related("email", "signatory")
    assert [(mail.signatory, mail.email.to) for mail in mails] == [(one, [one.contact_email]) for one in signatories]
