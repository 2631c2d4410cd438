import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.processes import Service

from .conftest import ROOT

pytestmark = pytest.mark.program

SECONDS = 30  # on a busy machine, and half of what a sleeper sleeps; usually it takes none
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
linux_only = pytest.mark.skipif(not processes.LINUX, reason="only Linux can end children with their parent")


@pytest.fixture
def sleeper(tmp_path: Path):
    service = Service("a sleeper", SLEEP)
    service.start(env=os.environ, folder=tmp_path)
    yield service
    service.stop()


def pid_of(service: Service) -> int:
    assert service.process is not None
    return service.process.pid


def test_stop_ends_a_program_and_its_children(tmp_path: Path):
    script = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(60)"
    service = Service("a parent", [sys.executable, "-c", script, *SLEEP], log=tmp_path / "log")
    service.start(env=os.environ, folder=tmp_path)
    while not (written := (tmp_path / "log").read_text()).endswith("\n"):
        time.sleep(0.01)

    service.stop()

    assert service.has_ended
    assert processes.wait_until_gone(int(written), SECONDS)


def test_stop_does_not_wait_for_ever(tmp_path: Path):
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    service = Service("a deaf one", [sys.executable, "-c", script], log=tmp_path / "log", patience=0.2)
    service.start(env=os.environ, folder=tmp_path)
    while not service.last_words():
        time.sleep(0.01)

    service.stop()

    assert service.has_ended


def test_zombie_counts_as_dead():
    process = subprocess.Popen([sys.executable, "-c", ""])
    assert processes.wait_until_gone(process.pid, SECONDS)

    process.wait()


def test_leftovers_are_ended(sleeper: Service, tmp_path: Path):
    record = tmp_path / "services.json"
    processes.remember(record, [sleeper])

    assert processes.end_leftovers(record) == 1

    assert not processes.is_alive(pid_of(sleeper))
    assert not record.exists()


def test_another_program_that_was_given_the_number_since_is_left_alone(sleeper: Service, tmp_path: Path):
    record = tmp_path / "services.json"
    record.write_text(json.dumps({str(pid_of(sleeper)): "started at another moment"}))

    assert processes.end_leftovers(record) == 0

    assert processes.is_alive(pid_of(sleeper))


@pytest.mark.parametrize("content", [None, "", '{"123": "4'])
def test_missing_or_broken_record_names_nobody(content: str | None, tmp_path: Path):
    record = tmp_path / "services.json"
    if content is not None:
        record.write_text(content)

    assert processes.end_leftovers(record) == 0


@linux_only
def test_child_dies_with_a_launcher_that_is_killed(tmp_path: Path):
    script = (
        "import os, sys, time; from pathlib import Path; from deploy.local.processes import Service\n"
        "service = Service('a child', sys.argv[1:]); service.start(env=os.environ, folder=Path('/'))\n"
        "print(service.process.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, *SLEEP]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        child = int(launcher.stdout.readline())
        launcher.send_signal(signal.SIGKILL)

    assert processes.wait_until_gone(child, SECONDS)
