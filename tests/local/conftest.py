"""A clone of a very small site, in a folder whose name has a space, with the environment these tests run in."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import postgres, virtual_environment
from deploy.local.postgres import Server
from deploy.local.project import Project

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Only folders; what `make run` makes first."""
    monkeypatch.delenv("PYTHON", raising=False)
    project = Project(tmp_path / "a clone")
    project.folder.mkdir()
    project.make_folders()
    borrow_environment(project)
    yield project
    shutil.rmtree(postgres.home_elsewhere(project), ignore_errors=True)


@pytest.fixture
def clone(project: Project, fresh_data: Path) -> Project:
    """A whole clone: `make run` works in it."""
    place(fresh_data, Server(project, "postgres"))
    shutil.copytree(HERE / "example", project.folder, dirs_exist_ok=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "deploy", project.folder / "deploy", ignore=ignored)
    shutil.copy(ROOT / "Makefile", project.folder)
    shutil.copy(ROOT / "hierniet" / "logs.py", project.folder / "hierniet")  # gunicorn's settings write with it
    return project


def borrow_environment(project: Project) -> None:
    """A virtual environment with the libraries of this one, and the mark that it is filled."""
    programs = project.virtual_environment / "bin"
    programs.mkdir(parents=True)
    (project.folder / "requirements.txt").write_text("")
    (project.folder / "requirements-dev.txt").write_text("")
    (programs / "python").symlink_to(Path(sys.executable).resolve())
    (project.virtual_environment / "pyvenv.cfg").write_text(f"home = {sys.base_prefix}/bin\n")
    libraries = Path("lib") / f"python{sysconfig.get_python_version()}"
    (project.virtual_environment / libraries).parent.mkdir()
    (project.virtual_environment / libraries).symlink_to(Path(sysconfig.get_path("purelib")).parent)
    virtual_environment.mark_filled(project, virtual_environment.FOR_RUNNING)


@pytest.fixture(scope="session")
def fresh_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder as `make run` creates it; made once, since that takes longer than starting a server on a copy."""
    project = Project(tmp_path_factory.mktemp("fresh"))
    project.make_folders()
    borrow_environment(project)
    server = Server(project, "postgres", losable=True)
    server.start()
    server.stop()
    yield server.data
    shutil.rmtree(postgres.home_elsewhere(project), ignore_errors=True)


def place(data: Path, server: Server) -> None:
    """Put a copy where the server will look for its data, which depends on who may run it here."""
    server.settle()
    shutil.copytree(data, server.data)
    for path in [server.data, *server.data.rglob("*")]:
        server.run_as.own(path)


@pytest.fixture
def settings_of_run() -> dict[str, str]:
    """The environment for `make`: this Python, and none of the settings that these tests themselves run with."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return {**kept, "PYTHON": sys.executable, "WEB_WORKERS": "1"}
