"""The smaller words after `make`: bench, manage, fix, messages, lock."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from . import environment, locks, steps, virtual_environment
from .postgres import Server
from .project import Project
from .shared import database, first_failure, pass_on, prepare_site, python_version, test_bench
from .terminal import say


def bench(project: Project, arguments: Sequence[str]) -> int:
    """Production's settings, and a server of its own: measuring must not disturb what somebody keeps in `make run`."""
    project.make_folders()
    given = environment.inherited(project)
    with locks.held(project.var / "bench.lock", note="make bench"):
        virtual_environment.ensure(project, given)
        with database(project, given, "bench-postgres") as (url, description):
            values = environment.for_serving(project, given, database_url=url)
            prepare_site(project, values, steps.PREPARE_TO_BENCH)
            say(f"With Python {python_version(project)} and {description}.")
            return pass_on([*steps.BENCH, *arguments], project, values)


def manage(project: Project, arguments: Sequence[str]) -> int:
    """A management command, on the server of `make run` while that runs, else on one for the occasion."""
    project.make_folders()
    given = environment.inherited(project)
    virtual_environment.ensure(project, given)
    with local_database(project, given) as url:
        values = environment.for_running(project, given, database_url=url)
        return pass_on(["python", "manage.py", *arguments], project, values)


@contextmanager
def local_database(project: Project, given: Mapping[str, str]) -> Iterator[str]:
    running = Server(project, "postgres").url_if_running()
    if running and not given.get("DATABASE_URL"):
        yield running
        return
    with locks.held(project.var / "run.lock", note="make manage"), database(project, given, "postgres") as (url, _):
        yield url


def fix(project: Project, arguments: Sequence[str]) -> int:
    with test_bench(project) as (_, values):
        return first_failure(project, steps.FIXES, values)


def messages(project: Project, arguments: Sequence[str]) -> int:
    with test_bench(project) as (_, values):
        return first_failure(project, steps.MESSAGES, values)


def lock(project: Project, arguments: Sequence[str]) -> int:
    """Needs the network; the environment it runs in may be older than what it writes."""
    project.make_folders()
    given = environment.inherited(project)
    virtual_environment.ensure(project, given, requirements=virtual_environment.FOR_TESTING)
    commands = [[*steps.LOCK, f"{name}.in", f"--output-file={name}.txt", *arguments] for name in steps.LOCKED]
    return first_failure(project, commands, given)
