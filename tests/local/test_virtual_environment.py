import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy.local import virtual_environment
from deploy.local.failures import LaunchError
from deploy.local.project import Project

pytestmark = pytest.mark.program


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which requirements pip was asked to install; it does nothing."""
    asked: list[str] = []

    def run(command, **options):
        if "install" in command:
            asked.append(command[-1])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(virtual_environment, "run", run)
    return asked


def test_filled_environment_is_left_alone(project: Project, installed: list[str]):
    virtual_environment.ensure(project, {})

    assert installed == []


def test_changed_requirements_are_installed_once(project: Project, installed: list[str]):
    (project.folder / "requirements.txt").write_text("segno==1.6.6\n")

    virtual_environment.ensure(project, {})
    virtual_environment.ensure(project, {})

    assert installed == ["requirements.txt"]


def test_nothing_is_installed_but_what_the_file_pins(project: Project, monkeypatch: pytest.MonkeyPatch):
    """A newer release of something must not stop, or change, what a fresh clone installs."""
    (project.folder / "requirements.txt").write_text("segno==1.6.6\n")
    commands: list[list[str]] = []
    monkeypatch.setattr(virtual_environment, "works", lambda project: True)

    def run(command, **options):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(virtual_environment, "run", run)

    virtual_environment.ensure(project, {})

    assert {"--require-hashes", "--no-deps"} <= set(commands[0])


def test_requirements_of_tests_hold_those_for_running(project: Project, installed: list[str]):
    virtual_environment.ensure(project, {}, requirements=virtual_environment.FOR_TESTING)
    virtual_environment.ensure(project, {})

    assert installed == ["requirements-dev.txt"]


def test_failed_installation_is_tried_again(project: Project, monkeypatch: pytest.MonkeyPatch):
    (project.folder / "requirements.txt").write_text("segno==1.6.6\n")
    failed = subprocess.CompletedProcess([], 1, "", "ERROR: something new")
    monkeypatch.setattr(virtual_environment, "works", lambda project: True)
    monkeypatch.setattr(virtual_environment, "run", lambda command, **options: failed)

    with pytest.raises(LaunchError, match="pip could not install what requirements.txt pins.\n  ERROR: something new"):
        virtual_environment.ensure(project, {})

    assert not virtual_environment.is_filled(project, "requirements.txt")


@pytest.mark.parametrize("damage", ["python is gone", "python does not run"])
def test_broken_environment_does_not_work(damage: str, project: Project):
    python = Path(project.python)
    python.unlink()
    if damage == "python does not run":
        python.write_text("#!/bin/sh\nexit 1\n")
        python.chmod(0o755)

    assert not virtual_environment.works(project)


def test_folder_that_is_no_environment_is_not_removed(project: Project):
    (project.virtual_environment / "pyvenv.cfg").unlink()

    with pytest.raises(LaunchError, match="exists but is no virtual environment"):
        virtual_environment.make(project)

    assert Path(project.python).exists()


def test_missing_venv_module_names_the_package(monkeypatch: pytest.MonkeyPatch):
    failed = subprocess.CompletedProcess([], 1, "", "No module named ensurepip")
    monkeypatch.setattr(virtual_environment, "run", lambda command, **options: failed)

    with pytest.raises(LaunchError, match=r"sudo apt install python3\.\d+-venv"):
        virtual_environment.require_venv_module()


def test_little_space_is_said_before_anything_is_done(project: Project, monkeypatch: pytest.MonkeyPatch):
    (project.folder / "requirements.txt").write_text("segno==1.6.6\n")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=12_000_000))

    with pytest.raises(LaunchError, match="There is no space left on the disk: 12 MB are free"):
        virtual_environment.ensure(project, {})
