"""The worker and its daily jobs: once a day, again after trouble, killed in the middle."""

import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from post_office.models import Email

from signatories import daily
from signatories.management.commands import work
from signatories.models import Event, JobRun, Signatory
from tests.signatories.programs import environment, until
from tests.signatories.renewals import listed


@pytest.fixture
def rolled_back(monkeypatch, db):
    """See also test_work.py."""
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)


def test_worker_runs_the_job_once_a_day(rolled_back):
    JobRun.objects.create(name="renewals")  # one that was killed in the middle does not count
    JobRun.objects.create(name="another", finished_at=timezone.now())

    for _round in range(2):
        call_command("work", "--once")
    assert JobRun.objects.filter(name="renewals", finished_at__isnull=False).count() == 1

    JobRun.objects.update(started_at=timezone.now() - daily.EVERY)
    call_command("work", "--once")
    assert JobRun.objects.filter(name="renewals", finished_at__isnull=False).count() == 2


def test_job_that_fails_is_tried_again_in_an_hour_and_mails_go_on(rolled_back, monkeypatch):
    tries = []

    def fail() -> dict[str, int]:
        tries.append(1)
        raise work.DatabaseError

    monkeypatch.setattr(daily, "JOBS", (daily.DailyJob("renewals", fail),))
    worker = work.Command()

    assert [worker._work() for _round in range(3)] == [work.PAUSE_AFTER_TROUBLE_SECONDS, *[work.PAUSE_SECONDS] * 2]
    assert len(tries) == 1


def kill_when_written(least: int, command: list[str], env: dict[str, str]) -> None:
    """As soon as so many mails stand in the outbox, or at the end if it comes first."""
    program = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until(Email.objects.count, lambda found: found >= least or program.poll() is not None)
    program.send_signal(signal.SIGKILL)
    program.wait(timeout=60)


@pytest.mark.program
@pytest.mark.django_db(transaction=True)
def test_round_killed_between_rows_again_and_again_asks_everybody_once():
    """kill -9, three times at whatever point: each is asked once, and what is written fits together."""
    number = 60
    for index in range(number):
        listed(contact_email=f"lies{index}@voorbeeld.example")
    connection.close()
    command = [sys.executable, "manage.py", "enforce_renewals"]
    env = environment(DJANGO_SETTINGS_MODULE="hierniet.settings", RENEWAL_MAILS_A_DAY="1000")

    for least in (1, 15, 30):
        kill_when_written(least, command, env)
    subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=True, capture_output=True)

    assert Email.objects.count() == Event.objects.count() == number
    assert len({tuple(email.to) for email in Email.objects.all()}) == number
    assert set(Signatory.objects.values_list("reminders_sent", flat=True)) == {1}
