from pathlib import Path

import pytest

from deploy.local import browser
from deploy.local.failures import LaunchError
from deploy.local.project import Project

pytestmark = pytest.mark.program


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only browsers are those that a test puts in this folder."""
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.setattr(browser, "of_playwright", lambda project, values: "")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(browser, "NAMES", ("test-chromium", "test-chrome"))
    return tmp_path


def pretend_browser(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_stub_that_only_gives_advice_is_passed_over(programs: Path, project: Project):
    pretend_browser(programs / "test-chromium", "echo 'Please install the snap'; exit 1")
    chrome = pretend_browser(programs / "test-chrome", "echo 'Google Chrome 150.0.1'")

    assert browser.find(project, {}) == str(chrome)


def test_named_one_wins(programs: Path, project: Project):
    pretend_browser(programs / "test-chromium", "echo 'Chromium 1.0'")
    named = pretend_browser(programs / "my own", "echo 'Chromium 2.0'")

    assert browser.find(project, {"CHROMIUM": str(named)}) == str(named)


def test_named_one_that_does_not_start_is_said(programs: Path, project: Project):
    with pytest.raises(LaunchError, match="CHROMIUM=/no/such/browser does not start."):
        browser.find(project, {"CHROMIUM": "/no/such/browser"})


def test_one_is_fetched_when_there_is_none(programs: Path, project: Project, monkeypatch: pytest.MonkeyPatch):
    target = programs / "test-chromium"
    fetch = ["sh", "-c", f"printf '#!/bin/sh\necho Chromium 1.0\n' > {target}; chmod +x {target}"]
    monkeypatch.setattr(browser, "ways_to_fetch", lambda project, values: [["false"], fetch])

    assert browser.find(project, {}) == str(target)


def test_failure_to_fetch_says_why_and_what_else(programs: Path, project: Project, monkeypatch: pytest.MonkeyPatch):
    refuse = ["sh", "-c", "echo 'no network' >&2; exit 1"]
    monkeypatch.setattr(browser, "ways_to_fetch", lambda project, values: [refuse])

    with pytest.raises(LaunchError, match="There is no Chromium here, and none could be fetched.") as caught:
        browser.find(project, {})

    assert "no network" in caught.value.advice
    assert "make test ARGS='-m \"not browser\"'" in caught.value.advice


@pytest.mark.parametrize(("values", "first"), [({"CI": "true"}, "apt-get"), ({}, "python")])
def test_system_packages_only_on_test_machines(
    values: dict[str, str], first: str, project: Project, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")

    assert browser.ways_to_fetch(project, values)[0][0].endswith(first)
