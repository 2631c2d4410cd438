"""html-validate, which the tests of our HTML ask: installed as locked, where Node is present.

Nobody needs Node for anything else here, so nobody is made to install it: without it those tests are left out.
"""

import hashlib
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .failures import LaunchError, cause_in, last_lines
from .project import Project

LOCK = ("package.json", "package-lock.json", ".npmrc")
# What is locked has its hash; nothing of it needs to run while it is being installed.
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress")
ADVICE = "Install Node 18 or newer with npm (apt install nodejs npm; brew install node) and run this again."


def find(project: Project, values: Mapping[str, str]) -> str:
    """The path of html-validate, installed if need be; raises where there is no Node, or nothing can be fetched."""
    missing = [name for name in ("node", "npm") if not shutil.which(name, path=values.get("PATH"))]
    if missing:
        raise LaunchError(f"There is no {' and no '.join(missing)} here.", ADVICE)
    if not is_installed(project):
        install(project, values)
    return require_start(str(program(project)), values)


def folder(project: Project) -> Path:
    return project.var / "html-validate"


def program(project: Project) -> Path:
    return folder(project) / "node_modules" / ".bin" / "html-validate"


def is_installed(project: Project) -> bool:
    try:
        return stamp(project).read_text() == fingerprint(project)
    except FileNotFoundError:
        return False


def install(project: Project, values: Mapping[str, str]) -> None:
    print("Installing html-validate for the tests of our HTML ...", flush=True)
    folder(project).mkdir(exist_ok=True)
    stamp(project).unlink(missing_ok=True)
    for name in LOCK:
        shutil.copy(source(project) / name, folder(project))
    result = run(INSTALL, values, folder=folder(project))
    if result.returncode:
        output = result.stdout + result.stderr
        raise cause_in(output) or LaunchError("npm could not install html-validate.", last_lines(output))
    stamp(project).write_text(fingerprint(project))


def require_start(path: str, values: Mapping[str, str]) -> str:
    """An old Node installs what it cannot run."""
    result = run([path, "--version"], values)
    if result.returncode:
        raise LaunchError("html-validate does not start.", f"{ADVICE}\n{last_lines(result.stderr, 3)}")
    return path


def source(project: Project) -> Path:
    return project.folder / "tests" / "html"


def stamp(project: Project) -> Path:
    return folder(project) / "installed"


def fingerprint(project: Project) -> str:
    return hashlib.sha256((source(project) / "package-lock.json").read_bytes()).hexdigest()


def run(
    command: Sequence[str], values: Mapping[str, str], *, folder: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=folder, env=values, capture_output=True, text=True, errors="replace", check=False
    )
