from pathlib import Path

import pytest

from deploy.local import postgres_programs
from deploy.local.failures import LaunchError
from deploy.local.postgres_programs import Programs
from deploy.local.project import Project

pytestmark = pytest.mark.program


@pytest.mark.parametrize(
    ("output", "version"),
    [
        ("postgres (PostgreSQL) 18.4\n", "18.4"),
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", "15.18"),
        ("postgres (PostgreSQL) 19beta2\n", "19"),
        ("postgres (EnterpriseDB) 15.1\n", ""),
        ("", ""),
    ],
)
def test_parse_version(output: str, version: str):
    assert postgres_programs.parse_version(output) == version


def pretend_postgres(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only PostgreSQL are those that a test puts in this folder."""
    monkeypatch.setattr(postgres_programs, "EMBEDDED_PLACES", ())
    monkeypatch.setattr(postgres_programs, "MACHINE_PLACES", (f"{tmp_path}/installed/*/bin",))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path / "installed"


def test_embedded_comes_before_installed_and_newer_before_older(project: Project):
    found = postgres_programs.find(project)

    assert found[0].is_embedded
    ranks = [(programs.is_embedded, programs.major) for programs in found]
    assert ranks == sorted(ranks, reverse=True)


def test_installed_newest_is_taken_and_too_old_or_broken_ones_are_not(project: Project, installed: Path):
    pretend_postgres(installed / "13" / "bin", "13.9")
    pretend_postgres(installed / "15" / "bin", "15.2")
    pretend_postgres(installed / "16" / "bin", "16.1")
    broken = pretend_postgres(installed / "17" / "bin", "17.0")
    (broken / "postgres").write_text("#!/bin/sh\nexit 127\n")

    assert [programs.version for programs in postgres_programs.find(project)] == ["16.1", "15.2"]


def test_version_of_existing_data_decides(project: Project, installed: Path):
    pretend_postgres(installed / "15" / "bin", "15.2")
    pretend_postgres(installed / "16" / "bin", "16.1")
    data = project.var / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("15\n")

    assert postgres_programs.choose(project, data).version == "15.2"


def test_data_of_a_version_that_is_not_here_is_explained(project: Project, installed: Path):
    pretend_postgres(installed / "16" / "bin", "16.1")
    data = project.var / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("14\n")

    with pytest.raises(LaunchError, match=r"var/postgres was made by PostgreSQL 14, which is not here \(found: 16.1\)"):
        postgres_programs.choose(project, data)


def test_none_at_all_is_explained(project: Project, installed: Path):
    with pytest.raises(LaunchError, match="There is no PostgreSQL for this machine"):
        postgres_programs.choose(project, project.var / "postgres")


def test_description_tells_version_and_origin():
    assert Programs(Path("/x/bin"), "18.4", is_embedded=True).description == "PostgreSQL 18.4 (embedded)"
    assert Programs(Path("/x/bin"), "15.2", is_embedded=False).description == "PostgreSQL 15.2 (/x/bin)"
