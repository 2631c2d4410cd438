"""`make test` and `make unit`, with and without what some tests need: which are asked for, and how it ends."""

import tomllib
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from deploy.local import testing
from deploy.local.__main__ import COMMANDS
from deploy.local.failures import LaunchError
from deploy.local.project import Project

from .conftest import ROOT

Made = Callable[..., tuple[int, list[str], dict[str, str]]]


def nowhere(project: Project, values: object) -> str:
    raise LaunchError("There is none here.", "Install one.")


@pytest.fixture
def make_test(project: Project, monkeypatch: pytest.MonkeyPatch) -> Made:
    """`make test` on a machine without the tools of `missing`: its status, pytest's arguments and environment."""

    def made(*arguments: str, word: str = "test", missing: Sequence[str] = (), status: int = 0, **given: str):
        asked: list[tuple[list[str], dict[str, str]]] = []

        @contextmanager
        def bench(project: Project):
            yield given, {}

        def pass_on(command, project, values):
            asked.append((command, dict(values)))
            return status

        tools = [
            replace(tool, find=nowhere if tool.marker in missing else lambda project, values: "/a/path")
            for tool in testing.TOOLS
        ]
        monkeypatch.setattr(testing, "test_bench", bench)
        monkeypatch.setattr(testing, "pass_on", pass_on)
        monkeypatch.setattr(testing, "TOOLS", tools)
        ended = COMMANDS[word](project, ["-n0", *arguments])
        ((command, values),) = asked
        return ended, [argument for argument in command[3:] if argument != "-n0"], values

    return made


def test_tests_are_told_where_their_tools_are(make_test: Made):
    assert make_test() == (0, [], {"CHROMIUM": "/a/path", "HTML_VALIDATE": "/a/path"})


def test_failing_tests_fail(make_test: Made):
    assert make_test(status=3)[0] == 3


@pytest.mark.parametrize("arguments", [("-m", "not browser and not html"), ("-mnot browser and not html",)])
def test_tool_that_nobody_asked_for_is_not_looked_for(make_test: Made, arguments):
    assert make_test(*arguments, missing=["browser", "html"]) == (0, list(arguments), {})


def test_without_node_everything_else_runs_and_it_is_said(make_test: Made, capsys):
    ended = make_test("-k", "join", missing=["html"])

    assert ended == (0, ["-k", "join", "-m", "not html"], {"CHROMIUM": "/a/path"})
    assert capsys.readouterr().err == (
        "Whether the pages are valid HTML was not checked. There is none here.\n  Install one.\n"
    )


def test_without_node_continuous_integration_fails(make_test: Made):
    assert make_test(missing=["html"], CI="true")[0] == 1


def test_without_a_browser_it_always_fails(make_test: Made, capsys):
    assert make_test(missing=["browser"])[:2] == (1, ["-m", "not browser"])
    assert capsys.readouterr().err.startswith("The browser tests did not run. There is none here.")


def test_what_the_caller_leaves_out_stays_out(make_test: Made):
    """pytest hears the last -m only."""
    arguments = make_test("-m", "slow or quick", missing=["browser", "html"])[1]

    assert arguments[-2:] == ["-m", "((slow or quick) and not browser) and not html"]


def test_unit_leaves_out_what_takes_long_and_looks_for_no_tool(make_test: Made):
    ended = make_test("-k", "join", word="unit", missing=["browser", "html"])

    assert ended == (0, ["-m", testing.ONLY_UNIT_TESTS, "-k", "join"], {})


def test_unit_leaves_out_every_mark_of_ours():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    ours = {line.partition(":")[0] for line in settings["tool"]["pytest"]["ini_options"]["markers"]}

    assert set(testing.ONLY_UNIT_TESTS.split()) - {"and", "not"} == ours


@pytest.mark.parametrize("argument", ["-n0", "--numprocesses=1", "--pdb", "--trace"])
def test_debugger_and_own_number_of_processes_are_respected(argument: str):
    assert testing.in_parallel([argument]) == []
