"""`make run` itself, on a very small site: from the first start to the last process."""

import contextlib
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import ports, processes
from deploy.local.project import Project

pytestmark = pytest.mark.program

SECONDS = 60  # on a busy machine; usually it takes two


@pytest.fixture
def port() -> int:
    return ports.free_port()


@contextlib.contextmanager
def running(
    clone: Project, settings: dict[str, str], port: int, word: str = "run"
) -> Iterator["subprocess.Popen[bytes]"]:
    """Everything up, in a session of its own, as at a terminal."""
    output = clone.folder / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            ["make", word],
            cwd=clone.folder,
            env={**settings, "PORT": str(port)},
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        wait_for(lambda: "Ctrl-C stops it." in output.read_text() or process.poll() is not None)
        assert process.poll() is None, output.read_text()
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(SECONDS)


def wait_for(condition) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def output_of(clone: Project) -> str:
    return (clone.folder / "output").read_text()


def processes_of(clone: Project) -> list[str]:
    """What still runs with a word of the clone's folder in its command."""
    commands = [" ".join(processes.command_of(int(path.name))) for path in Path("/proc").glob("[0-9]*")]
    return [command for command in commands if str(clone.folder) in command]


def make(clone: Project, settings: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["make", *words], cwd=clone.folder, env=settings, capture_output=True, text=True, check=False)


def test_run_serves_tells_and_ends(clone: Project, settings_of_run: dict[str, str], port: int):
    with running(clone, settings_of_run, port) as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            version = re.fullmatch(r"É (\d+\.\d+)", answer.read().decode())
        second = make(clone, {**settings_of_run, "PORT": str(port)}, "run")
        inside = make(clone, settings_of_run, "manage", "ARGS=login_link")
        os.killpg(process.pid, signal.SIGINT)
        process.wait(SECONDS)

    hello = output_of(clone)
    assert version is not None
    assert f"  Database      PostgreSQL {version[1]} (embedded) in " in hello
    assert f"  HierNiet      http://127.0.0.1:{port}/\n" in hello
    assert "  Log in, once  http://127.0.0.1/log-in-once\n" in hello
    assert f"  Sent mail     http://127.0.0.1:{port}/post/\n" in hello
    assert hello.endswith(("Stopped.\n", "Interrupt\n"))
    assert "Traceback" not in hello
    assert second.returncode != 0
    assert (
        f"already runs from this folder: process {process_in(second.stderr)}, http://127.0.0.1:{port}/."
        in second.stderr
    )
    assert inside.stdout == "http://127.0.0.1/log-in-once\n"
    assert processes_of(clone) == []


def process_in(text: str) -> str:
    found = re.search(r"process (\d+)", text)
    return found[1] if found else ""


def test_run_says_which_port_is_taken(clone: Project, settings_of_run: dict[str, str]):
    with ports.socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen(1)
        taken = listener.getsockname()[1]

        result = make(clone, {**settings_of_run, "PORT": str(taken)}, "run")

    assert result.stderr.startswith(f"Port {taken} is in use by process {os.getpid()}")
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not processes.LINUX, reason="elsewhere the next start ends what is left")
def test_killed_launcher_takes_everything_along_and_the_next_start_copes(
    clone: Project, settings_of_run: dict[str, str], port: int
):
    with running(clone, settings_of_run, port) as process:
        launcher = int(process_in((clone.var / "run.lock").read_text()))
        os.kill(launcher, signal.SIGKILL)
        process.wait(SECONDS)
        wait_for(lambda: processes_of(clone) == [])

    with running(clone, settings_of_run, port, "serve") as process:
        worker = list(processes.read_record(clone.var / "services.json"))[1]
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: "The worker ended and is started again." in output_of(clone))

    assert "production's settings" in output_of(clone)
    assert processes_of(clone) == []


def test_unreachable_database_is_a_sentence_without_its_password(
    clone: Project, settings_of_run: dict[str, str], port: int
):
    url = f"postgresql://anna:s3cret@127.0.0.1:{ports.free_port()}/site"

    result = make(clone, {**settings_of_run, "PORT": str(port), "DATABASE_URL": url}, "run")

    assert result.stderr.startswith("The database at DATABASE_URL (127.0.0.1:")
    assert "s3cret" not in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr


def test_failing_command_is_named_with_its_reason(clone: Project, settings_of_run: dict[str, str], port: int):
    command = clone.folder / "hierniet/management/commands/load_content.py"
    command.write_text(
        "from django.core.management import BaseCommand, CommandError\n"
        "class Command(BaseCommand):\n"
        "    def handle(self, *args, **options):\n"
        "        raise CommandError('rule.toml of insults has no position.')\n"
    )

    result = make(clone, {**settings_of_run, "PORT": str(port)}, "run")

    assert "manage.py load_content failed.\n  load_content: rule.toml of insults has no position." in result.stderr
    assert processes_of(clone) == []
