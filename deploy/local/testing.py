"""`make test`, `make unit` and `make check`."""

import os
import time
from collections.abc import Mapping, Sequence

from . import browser, environment, steps
from .failures import LaunchError
from .project import Project
from .shared import capture, pass_on, test_bench
from .terminal import complain, indented, say

WITHOUT_BROWSER = "not browser"
# pyproject.toml says what each of these is.
ONLY_UNIT_TESTS = f"{WITHOUT_BROWSER} and not committing and not program and not whole"


def test(project: Project, arguments: Sequence[str]) -> int:
    """pytest, with everything it needs. Without Chromium the other tests run, and it ends with 1 all the same."""
    missing = None
    with test_bench(project) as (given, values):
        if WITHOUT_BROWSER not in " ".join(arguments):
            try:
                values["CHROMIUM"] = browser.find(project, given)
            except LaunchError as error:
                missing = error
                arguments = [*arguments, "-m", WITHOUT_BROWSER]
        status = pass_on(["python", "-m", "pytest", *in_parallel(arguments), *arguments], project, values)
    if missing:
        complain(LaunchError(f"The browser tests did not run. {missing.sentence}", missing.advice))
    return 1 if missing else status


def unit(project: Project, arguments: Sequence[str]) -> int:
    """What one runs while working; a `-m` among the arguments wins."""
    return test(project, ["-m", ONLY_UNIT_TESTS, *arguments])


def in_parallel(arguments: Sequence[str]) -> list[str]:
    """All cores, unless a debugger or the caller wants otherwise."""
    if any(argument.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for argument in arguments):
        return []
    return ["-n", str(max(2, min(os.cpu_count() or 2, 8))), "--dist", "worksteal"]


def check(project: Project, arguments: Sequence[str]) -> int:
    """Every step, also after one failed."""
    with test_bench(project) as (_, values):
        failed = [step.name for step in steps.CHECKS if not passes(project, step, values)]
    say("", f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def passes(project: Project, step: steps.Step, values: Mapping[str, str]) -> bool:
    began = time.monotonic()
    result = capture(step.command, project, environment.for_deploying(values) if step.as_production else values)
    took = f"{time.monotonic() - began:.1f} s"
    if result.returncode == 0:
        say(f"ok      {step.name} ({took})")
        return True
    say(f"FAILED  {step.name} ({took})", indented(result.stdout + result.stderr), f"        To mend it: {step.mend}")
    return False
