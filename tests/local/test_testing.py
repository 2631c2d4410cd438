"""What `make test` and `make unit` have pytest do; nothing is started here."""

import tomllib
from collections.abc import Sequence
from contextlib import nullcontext

import pytest

from deploy.local import browser, testing
from deploy.local.__main__ import COMMANDS
from deploy.local.failures import LaunchError
from deploy.local.project import Project

from .conftest import ROOT


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """What pytest was called with, and in which environment."""
    calls: list[tuple[list[str], dict[str, str]]] = []

    def pass_on(command: Sequence[str], project: Project, values: dict[str, str]) -> int:
        calls.append((list(command), dict(values)))
        return 0

    monkeypatch.setattr(testing, "test_bench", lambda project: nullcontext(({}, {})))
    monkeypatch.setattr(testing, "pass_on", pass_on)
    monkeypatch.setattr(testing.os, "cpu_count", lambda: 4)
    monkeypatch.setattr(browser, "find", lambda project, given: "/usr/bin/chromium")
    return calls


IN_PARALLEL = ["python", "-m", "pytest", "-n", "4", "--dist", "worksteal"]


def test_test_runs_everything_with_a_browser(project: Project, asked: list[tuple[list[str], dict[str, str]]]):
    assert COMMANDS["test"](project, ["-k", "join"]) == 0

    assert asked == [([*IN_PARALLEL, "-k", "join"], {"CHROMIUM": "/usr/bin/chromium"})]


def test_test_without_a_browser_runs_the_others_and_fails(
    project: Project,
    asked: list[tuple[list[str], dict[str, str]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    def find(project: Project, given: dict[str, str]) -> str:
        raise LaunchError("There is no Chromium here.", "Install one.")

    monkeypatch.setattr(browser, "find", find)

    assert COMMANDS["test"](project, []) == 1

    assert asked == [([*IN_PARALLEL, "-m", "not browser"], {})]
    assert "The browser tests did not run. There is no Chromium here." in capsys.readouterr().err


def test_unit_leaves_out_what_takes_long_and_looks_for_no_browser(
    project: Project, asked: list[tuple[list[str], dict[str, str]]]
):
    assert COMMANDS["unit"](project, ["-k", "join"]) == 0

    assert asked == [
        ([*IN_PARALLEL, "-m", "not browser and not committing and not program and not whole", "-k", "join"], {})
    ]


def test_unit_leaves_out_every_mark_of_ours():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    ours = {line.partition(":")[0] for line in settings["tool"]["pytest"]["ini_options"]["markers"]}

    assert set(testing.ONLY_UNIT_TESTS.split()) - {"and", "not"} == ours


@pytest.mark.parametrize("argument", ["-n0", "--numprocesses=1", "--pdb", "--trace"])
def test_debugger_and_own_number_of_processes_are_respected(argument: str):
    assert testing.in_parallel([argument]) == []
