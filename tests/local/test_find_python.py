import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.program

SCRIPT = ROOT / "deploy" / "local" / "find-python.sh"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """An otherwise empty PATH."""
    folder = tmp_path / "some programs"
    folder.mkdir()
    return folder


def pretend_python(programs: Path, name: str, minor: int, *, with_venv: bool = True) -> None:
    """A program that answers what the script asks of a Python."""
    path = programs / name
    path.write_text(
        f"""#!/bin/sh
        case "$2" in
            *version_info*) echo {minor};;
            *ensurepip*) exit {0 if with_venv else 1};;
            *executable*) echo {name} 3.{minor};;
            *) echo Python 3.{minor}.0;;
        esac
        """
    )
    path.chmod(0o755)


def find(programs: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    shell = shutil.which("sh")
    assert shell
    values = {"PATH": str(programs), **environment}
    return subprocess.run([shell, SCRIPT], env=values, capture_output=True, text=True, check=False)


def test_first_fitting_one_is_taken(programs: Path):
    pretend_python(programs, "python3", 9)
    pretend_python(programs, "python3.12", 12)

    assert find(programs).stdout == "python3.12 3.12\n"


def test_one_that_can_make_environments_is_preferred(programs: Path):
    pretend_python(programs, "python3", 11, with_venv=False)
    pretend_python(programs, "python3.12", 12)

    assert find(programs).stdout == "python3.12 3.12\n"


def test_one_with_an_embedded_postgresql_is_preferred(programs: Path):
    pretend_python(programs, "python3", 15)
    pretend_python(programs, "python3.13", 13)

    assert find(programs).stdout == "python3.13 3.13\n"


def test_one_that_lacks_venv_is_better_than_none(programs: Path):
    pretend_python(programs, "python3", 11, with_venv=False)

    assert find(programs).stdout == "python3 3.11\n"


def test_too_old_is_said_with_what_to_do(programs: Path):
    pretend_python(programs, "python3", 9)

    result = find(programs)

    assert result.returncode == 1
    assert result.stderr.startswith("HierNiet needs Python 3.11 or newer; here is Python 3.9.0.\n")
    assert "apt install python3 python3-venv" in result.stderr


def test_none_at_all_is_said(programs: Path):
    assert "here is no python3 at all" in find(programs).stderr


def test_named_one_is_taken(programs: Path):
    result = find(programs, PYTHON=sys.executable)

    assert os.path.realpath(result.stdout.strip()) == os.path.realpath(sys.executable)


def test_named_one_that_does_not_exist_is_said(programs: Path):
    result = find(programs, PYTHON="/no/such/python")

    assert result.returncode == 1
    assert result.stderr.startswith("PYTHON=/no/such/python is no Python 3.11 or newer.\n")
