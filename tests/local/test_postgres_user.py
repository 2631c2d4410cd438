import os
import pwd

import pytest

from deploy.local import postgres_user
from deploy.local.failures import LaunchError
from deploy.local.postgres_user import RunAs
from deploy.local.project import Project

NOBODY = pwd.getpwnam("nobody").pw_uid


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)


@pytest.fixture
def as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)


def data_of(project: Project, owner: int, monkeypatch: pytest.MonkeyPatch):
    """A data folder that seems to belong to `owner`; only root could really give it away."""
    data = project.var / "postgres"
    data.mkdir()
    status = os.stat_result([*data.stat()[:4], owner, *data.stat()[5:]])
    monkeypatch.setattr(type(data), "stat", lambda path, **options: status)
    return data


def test_unprivileged_user_needs_no_stand_in(project: Project, as_somebody: None):
    assert postgres_user.choose(project, project.var / "postgres") == RunAs()


def test_data_of_somebody_else_is_explained(project: Project, as_somebody: None, monkeypatch: pytest.MonkeyPatch):
    data = data_of(project, 0, monkeypatch)

    with pytest.raises(LaunchError, match="var/postgres belongs to root; PostgreSQL only starts for its owner"):
        postgres_user.choose(project, data)


def test_root_becomes_the_owner_of_existing_data(project: Project, as_root: None, monkeypatch: pytest.MonkeyPatch):
    data = data_of(project, NOBODY, monkeypatch)

    chosen = postgres_user.choose(project, data)

    assert chosen.user == NOBODY
    assert chosen.description == "as user nobody, who owns the data"


def test_root_prefers_a_namespace(project: Project, as_root: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(postgres_user, "runs", lambda command, **credentials: True)

    assert postgres_user.choose(project, project.var / "postgres").prefix[:2] == ("unshare", "--user")


def test_root_without_namespaces_becomes_somebody_else(
    project: Project, as_root: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgres_user, "runs", lambda command, **credentials: False)

    chosen = postgres_user.choose(project, project.var / "postgres")

    assert chosen.user == postgres_user.stand_in().pw_uid != 0


def test_root_without_namespaces_cannot_use_its_own_data(
    project: Project, as_root: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgres_user, "runs", lambda command, **credentials: False)
    data = data_of(project, 0, monkeypatch)

    with pytest.raises(LaunchError, match="var/postgres belongs to root, and PostgreSQL may not run as root"):
        postgres_user.choose(project, data)


def test_machine_with_root_alone_is_explained(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pwd, "getpwall", list)

    with pytest.raises(LaunchError, match="this machine has no other user"):
        postgres_user.stand_in()
