"""The run that kills the site during sign-ups, small; `python -m hierniet.bench.kill --sign-ups 1000` is the whole one."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from signatories.models import Event
from tests import factories
from tests.protected import history_unprotected


@pytest.mark.program
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="which processes are whose is read from /proc")
def test_nothing_is_lost_when_web_and_worker_are_killed_during_sign_ups(db):
    result = subprocess.run(
        [sys.executable, "-m", "hierniet.bench.kill", "--sign-ups", "40", "--kills", "6"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"SECRET_KEY": settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "hierniet.settings"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert "Signed up: 40; confirmed: 40" in result.stdout
    killed = re.search(r"Killed: (.*)\. Requests", result.stdout)
    assert killed
    assert sum(int(number) for number in re.findall(r"\d+", killed[1])) >= 5


@pytest.mark.django_db
def test_what_was_lost_or_doubled_would_be_told(settings):
    """The looking itself: a run of which something is wrong."""
    from hierniet.bench import audit, kill

    run, mailbox = kill.Run(sign_ups=3, kills=0, seed=1, thanked={0, 1}), kill.Mailbox()
    mailbox.arrived = Counter({"<nobody@x>": 1})
    twin = factories.create_signatory(name="Firma 00000")
    factories.create_signatory(name="Firma 00000")
    Event.objects.create(signatory=twin, to_status="submitted")
    with history_unprotected():
        Event.objects.update(why="anders")

    problems = list(audit.find_problems(run, mailbox))

    for words in ("Lost: Firma 00001", "Twice: Firma 00000", "Only 2 of 3", "by way of", "nobody wrote it", "History:"):
        assert any(words in problem for problem in problems), (words, problems)
