"""The virtual environment: made once, filled when the pinned requirements changed, made anew when it is broken."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .failures import NO_SPACE, NO_SPACE_ADVICE, LaunchError, cause_in, last_lines
from .project import Project

FOR_RUNNING = "requirements.txt"
FOR_TESTING = "requirements-dev.txt"  # holds everything of requirements.txt, at the same versions
NEEDED_BYTES = {FOR_RUNNING: 400_000_000, FOR_TESTING: 800_000_000}


def ensure(project: Project, values: Mapping[str, str], *, requirements: str = FOR_RUNNING) -> None:
    """Afterwards `project.python` has what the file pins. Quick when nothing changed."""
    if not works(project):
        require_space(project, NEEDED_BYTES[requirements])
        make(project)
    if is_filled(project, requirements):
        return
    require_space(project, NEEDED_BYTES[requirements] // 2)
    install(project, values, requirements)


def works(project: Project) -> bool:
    """Whether the environment's Python and pip run, and it is the Python that was asked for."""
    if not Path(project.python).exists():
        return False
    question = "import pip, sys; print(*sys.version_info[:2])"
    answer = run([project.python, "-c", question])
    asked_for = "{} {}".format(*sys.version_info[:2])
    if answer.returncode:
        return False
    return "PYTHON" not in os.environ or answer.stdout.strip() == asked_for


def make(project: Project) -> None:
    folder = project.virtual_environment
    if folder.exists() and not (folder / "pyvenv.cfg").exists() and any(folder.iterdir()):
        raise LaunchError(f"{folder} exists but is no virtual environment.", "Move it away and run this again.")
    require_venv_module()
    print(f"Making the virtual environment with Python {sys.version.split()[0]} ...", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    result = run([sys.executable, "-m", "venv", str(folder)])
    if result.returncode:
        raise failure_of(result, "The virtual environment could not be made.")


def require_venv_module() -> None:
    """Debian and Ubuntu deliver Python without it."""
    if run([sys.executable, "-c", "import venv; from ensurepip import version"]).returncode:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise LaunchError(
            f"{sys.executable} cannot make virtual environments: its module `venv` or `ensurepip` is missing.",
            f"On Debian and Ubuntu: sudo apt install {package}   Then run this again.",
        )


def install(project: Project, values: Mapping[str, str], requirements: str) -> None:
    print(f"Installing what {requirements} pins (a minute or two the first time) ...", flush=True)
    stamp(project).unlink(missing_ok=True)
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    # The file holds everything that is needed. Without --no-deps, pip 23 looks up what a package with extras needs by
    # itself, finds a release that is newer than the pinned one, and refuses to install it without a hash.
    options += ["--require-hashes", "--no-deps"]
    command = [project.python, "-m", "pip", "install", *options, "-r", requirements]
    result = run(command, folder=project.folder, env=values)
    if result.returncode:
        raise failure_of(result, f"pip could not install what {requirements} pins.")
    mark_filled(project, requirements)


def mark_filled(project: Project, requirements: str) -> None:
    filled = {requirements, FOR_RUNNING}
    stamp(project).write_text(json.dumps({name: fingerprint(project, name) for name in filled}))


def is_filled(project: Project, requirements: str) -> bool:
    try:
        filled = json.loads(stamp(project).read_text())
    except (FileNotFoundError, ValueError):
        return False
    return bool(filled.get(requirements) == fingerprint(project, requirements))


def stamp(project: Project) -> Path:
    return project.virtual_environment / "installed.json"


def fingerprint(project: Project, requirements: str) -> str:
    return hashlib.sha256((project.folder / requirements).read_bytes()).hexdigest()


def require_space(project: Project, needed: int) -> None:
    free = shutil.disk_usage(project.folder).free
    if free < needed:
        raise LaunchError(
            f"{NO_SPACE[:-1]}: {free // 1_000_000} MB are free, and about {needed // 1_000_000} MB are needed.",
            NO_SPACE_ADVICE,
        )


def failure_of(result: "subprocess.CompletedProcess[str]", sentence: str) -> LaunchError:
    output = result.stdout + result.stderr
    return cause_in(output) or LaunchError(sentence, last_lines(output))


def run(
    command: Sequence[str], *, folder: Path | None = None, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, errors="replace", check=False)
