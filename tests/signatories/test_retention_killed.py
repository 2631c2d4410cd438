"""The retention job, killed in its middle as a machine would: what is left is whole, and the next run does the rest."""

import signal
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from signatories import actions
from signatories.enums import Status
from signatories.history.walk import Walk
from signatories.models import LimitCounter, OutgoingMail, RetentionRun, Signatory
from tests.signatories.applications import details
from tests.signatories.programs import environment, until

pytestmark = pytest.mark.program
APPLICATIONS = 60
COUNTERS = 350


def due() -> None:
    long_ago = timezone.now() - timedelta(days=8)
    for number in range(APPLICATIONS):
        actions.sign_up(
            details=details(name=f"Firma {number}", contact_email=f"lies@voorbeeld{number}.example"),
            submission_key=uuid4(),
            doubts=[],
        )
    Signatory.objects.update(created_at=long_ago)
    LimitCounter.objects.bulk_create(LimitCounter(key=str(number), window=long_ago) for number in range(COUNTERS))


def start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "enforce_retention"],
        cwd=settings.BASE_DIR,
        env=environment(DJANGO_SETTINGS_MODULE="hierniet.settings"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.django_db(transaction=True)
def test_job_that_is_killed_leaves_whole_rows_and_the_next_one_does_the_rest():
    due()
    expired = Signatory.objects.filter(status=Status.EXPIRED)

    killed = start()
    until(expired.count, lambda number: number >= 3)
    killed.send_signal(signal.SIGKILL)
    killed.wait(timeout=60)

    connection.close()
    assert 3 <= expired.count() < APPLICATIONS
    assert not expired.exclude(contact_email="").exists()
    assert not OutgoingMail.objects.filter(signatory__in=expired).exists()
    assert RetentionRun.objects.get().finished_at is None
    assert LimitCounter.objects.count() == COUNTERS
    assert list(Walk().findings()) == []

    assert start().wait(timeout=120) == 0
    assert expired.count() == APPLICATIONS
    assert not OutgoingMail.objects.exists()
    assert not LimitCounter.objects.exists()
    assert RetentionRun.objects.filter(finished_at__isnull=False).count() == 1
    assert list(Walk().findings()) == []
