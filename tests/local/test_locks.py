import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import locks
from deploy.local.failures import LaunchError

from .conftest import ROOT

pytestmark = pytest.mark.program

HOLD = "import sys, time\nfrom pathlib import Path\nfrom deploy.local import locks\n{}\n    print('held', flush=True)\n    {}"


def hold_elsewhere(statement: str, then: str) -> "subprocess.Popen[str]":
    script = HOLD.format(statement, then)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, text=True, **pipes)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_second_holder_is_refused_and_told_about_the_first(tmp_path: Path):
    path = tmp_path / "run.lock"

    with (
        locks.held(path, note="http://127.0.0.1:8000/"),
        pytest.raises(LaunchError, match=r"already runs from this folder: process \d+, http://127.0.0.1:8000/\."),
        locks.held(path, note="another"),
    ):
        pass


def test_killed_holder_lets_go(tmp_path: Path):
    path = tmp_path / "run.lock"
    process = hold_elsewhere(f"with locks.held(Path({str(path)!r}), note='me'):", "time.sleep(60)")
    with process:
        process.kill()

    with locks.held(path, note="next"):
        assert "next" in path.read_text()


def test_waiting_ends_when_the_holder_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "test.lock"
    holder = hold_elsewhere(f"with locks.waited_for(Path({str(path)!r})):", "sys.stdin.read()")
    said = []

    def say(text: str, **_options: object) -> None:
        """Only who is told to wait lets the other one go on."""
        said.append(text)
        holder.stdin.close()

    monkeypatch.setattr(locks, "print", say, raising=False)

    with holder, locks.waited_for(path):
        assert said == [f"Waiting for the tests or checks that already run in this clone (process {holder.pid})."]
        with pytest.raises(LaunchError, match=f"process {os.getpid()}"), locks.held(path, note="another"):
            pass
