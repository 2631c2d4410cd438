"""What several commands need: a database, a prepared site, a program that is run and waited for."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from . import environment, locks, processes, virtual_environment
from .failures import LaunchError, cause_in, last_lines
from .postgres import Server
from .project import Project
from .terminal import StopRequested, say, undisturbed

SECONDS_TO_END = 15
WORTH_MENTIONING = 1.0  # seconds


@contextmanager
def database(
    project: Project, given: Mapping[str, str], folder_name: str, *, losable: bool = False
) -> Iterator[tuple[str, str]]:
    """The address of a PostgreSQL that answers, and what to call it: DATABASE_URL, or a server of our own."""
    url = given.get("DATABASE_URL")
    if url:
        yield url, f"PostgreSQL {version_at(project, url)} at {environment.without_password(url)} (DATABASE_URL)"
        return
    server = Server(project, folder_name, losable=losable)
    try:
        server.start()
        yield server.url, server.description
    finally:
        server.stop()


def version_at(project: Project, url: str) -> str:
    result = capture([project.python, "-m", "deploy.local.try_database"], project, {**os.environ, "DATABASE_URL": url})
    if result.returncode:
        reason = last_lines(result.stderr, 1)
        raise LaunchError(
            f"The database at DATABASE_URL ({environment.without_password(url)}) cannot be used: {reason}",
            "Start that server, create that database or correct DATABASE_URL; without it the embedded PostgreSQL is used.",
        )
    return result.stdout.strip()


@contextmanager
def test_bench(project: Project) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """The given settings, and those for tests and checks, with a server that only they use."""
    project.make_folders()
    given = environment.inherited(project)
    with locks.waited_for(project.var / "test.lock"):
        virtual_environment.ensure(project, given, requirements=virtual_environment.FOR_TESTING)
        with database(project, given, "test-postgres", losable=True) as (url, description):
            say(f"With Python {python_version(project)} and {description}.")
            yield given, environment.for_testing(database_url=url)


def python_version(project: Project) -> str:
    question = [project.python, "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(question, capture_output=True, text=True, check=True).stdout.strip()


def prepare_site(project: Project, values: Mapping[str, str], commands: Sequence[Sequence[str]]) -> list[str]:
    """Run the management commands; what each of them wrote."""
    log = project.logs / "prepare.log"
    outputs = []
    with log.open("w") as errors:
        command = [project.python, "-m", "deploy.local.prepare", json.dumps(commands)]
        with undisturbed():
            process = subprocess.Popen(
                command, cwd=project.folder, env=dict(values), stdout=subprocess.PIPE, stderr=errors, text=True
            )
        with ended_afterwards(process):
            for line in process.stdout or ():
                report = json.loads(line)
                outputs.append(report["output"])
                mention(report)
    if process.returncode:
        output = log.read_text(errors="replace")
        failed = " ".join(commands[len(outputs)]) if len(outputs) < len(commands) else "the end"
        raise cause_in(output) or LaunchError(f"manage.py {failed} failed.", last_lines(output))
    return outputs


def mention(report: Mapping[str, object]) -> None:
    seconds, command = report["seconds"], report["command"]
    if isinstance(seconds, float) and isinstance(command, list) and seconds > WORTH_MENTIONING:
        say(f"manage.py {' '.join(command)} ({seconds:.1f} s)")


@contextmanager
def ended_afterwards(process: "subprocess.Popen[str]") -> Iterator[None]:
    try:
        yield
        process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def pass_on(command: Sequence[str], project: Project, values: Mapping[str, str]) -> int:
    """Run a program at this terminal; its status. When we are stopped it may first say its last words."""
    with undisturbed():
        process = subprocess.Popen(
            with_python(project, command),
            cwd=project.folder,
            env=dict(values),
            preexec_fn=processes.dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - we have one thread, so it is safe
        )
    try:
        return process.wait()
    except StopRequested as request:
        # Ctrl-C reached it too: the terminal sends that to everybody. Other signals came to us alone; we pass them on
        # as Ctrl-C, on which pytest ends its workers and drops its databases.
        if request.number != signal.SIGINT:
            process.send_signal(signal.SIGINT)
        end_patiently(process)
        raise


def end_patiently(process: "subprocess.Popen[bytes]") -> None:
    for last_resort in (process.terminate, process.kill):
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            last_resort()
    process.wait()


def first_failure(project: Project, commands: Sequence[Sequence[str]], values: Mapping[str, str]) -> int:
    statuses = (pass_on(command, project, values) for command in commands)
    return next((status for status in statuses if status), 0)


def capture(command: Sequence[str], project: Project, values: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        with_python(project, command),
        cwd=project.folder,
        env=dict(values),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def with_python(project: Project, command: Sequence[str]) -> list[str]:
    return [project.python if word == "python" else word for word in command]
