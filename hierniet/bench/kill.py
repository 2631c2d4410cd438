"""Kills the site again and again while people sign up, and looks afterwards whether anything was lost.

    python -m hierniet.bench.kill --sign-ups 1000

starts the web server and the worker on a database of their own, with a mail server that catches everything. Applicants
fill in the form and press the button in the mail that arrives, both with the patience of people: who sees no answer
tries again. Meanwhile `kill -9` hits a web process, the master of the web processes, or the worker, at random moments.
In the end everybody who saw the thank-you page is in the database once, every mail has arrived, and no row is in a
state that cannot be. `audit.py` does the looking.
"""

import argparse
import http.client
import os
import queue
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.ports import HOST, free_port

FOLDER = Path(__file__).resolve().parent.parent.parent
APPLICANTS = 6
PATIENCE = 600  # seconds until we give up
OURS = {
    "DEBUG": "false", "LOCAL_SERVE": "true", "ALLOWED_HOSTS": HOST, "SITE_ADDRESS": f"http://{HOST}", "CACHE_URL": "",
    "TRUSTED_PROXIES": "", "SITE_ADDRESSES": "", "HOST_LANGUAGES": "", "MINIMUM_FILL_SECONDS": "0",
    "LIMIT_SIGN_UPS_PER_ADDRESS": "10000000", "LIMIT_SIGN_UPS_PER_NETWORK": "10000000", "EMAIL_HOST": HOST,
    "EMAIL_USE_TLS": "false", "EMAIL_HOST_USER": "",
}  # fmt: skip
CONFIRM = re.compile(r"https?://\S+/(?:bevestig|confirmer|confirm)[^\s\"<]*/")


class Mailbox:
    """What arrived, by Message-ID; the link to confirm is taken out of each mail that has one."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self.links: queue.Queue[str] = queue.Queue()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        content: Any = envelope.content
        message = message_from_bytes(content, policy=policy.default)
        identity = str(message["Message-ID"])
        self.arrived[identity] += 1
        body = message.get_body(preferencelist=("plain",))
        found = CONFIRM.search(str(body.get_content())) if body else None
        if found and self.arrived[identity] == 1:
            self.links.put(urlsplit(found.group()).path)
        return "250 OK"


@dataclass
class Program:
    """One that is started again whenever it has ended."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    groups: list[int] = field(default_factory=list)

    def keep_up(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603  our own programs
                self.command, cwd=FOLDER, env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        self.groups.append(self.process.pid)

    def children(self) -> list[int]:
        pid = self.process.pid if self.process else 0
        try:
            return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except OSError:
            return []

    def end(self) -> None:
        for group in self.groups:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        if self.process is not None:
            self.process.wait(timeout=60)


@dataclass
class Site:
    web: Program
    worker: Program
    port: int
    interrupted: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    is_over: threading.Event = field(default_factory=threading.Event)

    def keep_up(self) -> None:
        while not self.is_over.is_set():
            for program in (self.web, self.worker):
                program.keep_up()
            self.is_over.wait(0.1)

    def kill_one(self, chance: random.Random) -> None:
        web, worker = self.web.process, self.worker.process
        victims = {
            "web process": self.web.children(),
            "web master": [web.pid] if web else [],
            "worker": [worker.pid] if worker else [],
        }
        name = chance.choice([name for name, pids in victims.items() if pids] or ["nobody"])
        if name != "nobody":
            with suppress(ProcessLookupError):
                os.kill(chance.choice(victims[name]), signal.SIGKILL)
                self.killed[name] += 1

    def status(self, method: str, path: str, body: str = "") -> int:
        """What the site answers; 0 when it does not get to it."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=30)) as connection:
            try:
                connection.request(method, path, body, headers)
                return connection.getresponse().status
            except (OSError, http.client.HTTPException) as error:
                self.interrupted[type(error).__name__] += 1
                return 0

    def insist(self, path: str, body: str, *, on: tuple[int, ...]) -> bool:
        """As a patient person: the same once more, until there is an answer."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.is_over.is_set():
            if self.status("POST", path, body) in on:
                return True
            time.sleep(0.05)
        return False


@dataclass
class Run:
    """What is asked for, and what came of it."""

    sign_ups: int
    kills: int
    seed: int
    thanked: set[int] = field(default_factory=set)
    confirmed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def go_through(run: Run, site: Site, mailbox: Mailbox, form_of: Callable[[int], dict[str, str]], path: str) -> None:
    begun = time.monotonic()
    chance = random.Random(run.seed)  # noqa: S311  the same every time; guards nothing
    keeper = threading.Thread(target=site.keep_up, daemon=True)
    keeper.start()
    _until(lambda: site.status("GET", "/healthz") == 200, "the site does not start")
    site.interrupted.clear()
    with ThreadPoolExecutor(APPLICANTS + 2) as people:
        answers = [people.submit(_sign_up, run, site, number, form_of(number), path) for number in range(run.sign_ups)]
        confirming = threading.Thread(target=_confirm_all, args=(run, site, mailbox), daemon=True)
        confirming.start()
        for kill in range(run.kills):
            enough = run.sign_ups * (kill + chance.random()) / run.kills
            _until(lambda enough=enough: sum(answer.done() for answer in answers) >= enough, "sign-ups stand still")  # type: ignore[misc]
            site.kill_one(chance)
    confirming.join(PATIENCE)
    run.seconds = time.monotonic() - begun


def _sign_up(run: Run, site: Site, number: int, form: dict[str, str], path: str) -> None:
    if site.insist(path, urlencode(form), on=(302,)):
        run.thanked.add(number)


def _confirm_all(run: Run, site: Site, mailbox: Mailbox) -> None:
    """Each link as it arrives; pressed again, the page answers without doing anything more."""
    with ThreadPoolExecutor(2) as people:
        waiting = time.monotonic() + PATIENCE
        taken = 0
        while taken < run.sign_ups and time.monotonic() < waiting:
            with suppress(queue.Empty):
                link = mailbox.links.get(timeout=1)
                people.submit(_press, run, site, link)
                taken += 1


def _press(run: Run, site: Site, link: str) -> None:
    if site.insist(link, urlencode({"action": "confirm"}), on=(200, 302)):
        run.confirmed[link] += 1


def _until(is_so: Callable[[], bool], problem: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(problem)
        time.sleep(0.02)


@contextmanager
def running(database_url: str, logs: Path, mail_port: int) -> Iterator[Site]:
    port = free_port()
    environment = {**os.environ, **OURS, "DATABASE_URL": database_url, "EMAIL_PORT": str(mail_port)}
    environment["PREVIEWS_FOLDER"] = str(logs / "previews")  # or its worker would tidy up those of this clone
    web = [
        sys.executable, "-m", "gunicorn", "hierniet.wsgi", "--config=deploy/web_server.py", f"--bind={HOST}:{port}",
        "--workers=2",
    ]  # fmt: skip
    work = [sys.executable, "manage.py", "work"]
    site = Site(
        Program("web", web, environment, logs / "web.log"),
        Program("worker", work, environment, logs / "worker.log"),
        port,
    )
    try:
        yield site
    finally:
        site.is_over.set()
        time.sleep(0.3)  # whoever keeps them up looks every tenth of a second
        site.web.end()
        site.worker.end()


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname=HOST, port=port, ready_timeout=60)
    controller.start()
    try:
        yield mailbox, port
    finally:
        controller.stop()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Kill the site while people sign up, and look what was lost.")
    parser.add_argument("--sign-ups", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=0, help="how many; by default one for every twenty sign-ups")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    os.environ.update(OURS)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hierniet.settings")
    # The site itself can only be asked once its settings are those of this run.
    from hierniet.bench import audit  # noqa: PLC0415

    return audit.run(Run(given.sign_ups, given.kills or max(1, given.sign_ups // 20), given.seed))


if __name__ == "__main__":
    sys.exit(main())
