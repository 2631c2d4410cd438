"""`make test`, `make unit` and `make check`."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from . import browser, environment, html_validate, steps
from .failures import LaunchError
from .project import Project
from .shared import capture, pass_on, test_bench
from .terminal import complain, indented, say


@dataclass(frozen=True)
class Tool:
    """What the tests with one marker need beside Python. `variable` tells them its path, `without` what is lost."""

    marker: str
    variable: str
    find: Callable[[Project, Mapping[str, str]], str]
    without: str
    only_in_ci: bool = field(default=False)

    def is_required(self, values: Mapping[str, str]) -> bool:
        return bool(values.get("CI")) or not self.only_in_ci


TOOLS = (
    Tool("browser", "CHROMIUM", browser.find, "The browser tests did not run."),
    Tool(
        "html",
        "HTML_VALIDATE",
        html_validate.find,
        "Whether the pages are valid HTML was not checked.",
        only_in_ci=True,
    ),
)
# pyproject.toml says what each of these is.
ONLY_UNIT_TESTS = "not browser and not html and not committing and not pages and not program and not whole"


def test(project: Project, arguments: Sequence[str]) -> int:
    """pytest, with everything it needs. Tests whose tool is missing are left out; if it was required, it ends with 1."""
    with test_bench(project) as (given, values):
        missing: list[tuple[Tool, LaunchError]] = []
        for tool in TOOLS:
            if f"not {tool.marker}" in expression(arguments):
                continue
            try:
                values[tool.variable] = tool.find(project, given)
            except LaunchError as error:
                missing.append((tool, error))
                arguments = leaving_out(tool.marker, arguments)
        status = pass_on(["python", "-m", "pytest", *in_parallel(arguments), *arguments], project, values)
    for tool, why in missing:
        complain(LaunchError(f"{tool.without} {why.sentence}", why.advice))
    return 1 if any(tool.is_required(given) for tool, _why in missing) else status


def expression(arguments: Sequence[str]) -> str:
    """Which markers are asked for: what follows the last -m, as pytest reads it."""
    asked = ""
    for before, word in pairwise(["", *arguments]):
        if before == "-m":
            asked = word
        elif word.startswith("-m"):
            asked = word.removeprefix("-m")
    return asked


def leaving_out(marker: str, arguments: Sequence[str]) -> list[str]:
    asked = expression(arguments)
    return [*arguments, "-m", f"({asked}) and not {marker}" if asked else f"not {marker}"]


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
