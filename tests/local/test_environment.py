import re
import stat

import pytest

from deploy.local import environment
from deploy.local.failures import LaunchError
from deploy.local.project import Project

from .conftest import ROOT


@pytest.mark.parametrize(("values", "port"), [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "8001"}, 8001)])
def test_port_is_read(values: dict[str, str], port: int):
    assert environment.port(values) == port


@pytest.mark.parametrize("written", ["0", "65536", "-1", "http", "80 00", "8000.0"])
def test_port_refuses_what_is_none(written: str):
    with pytest.raises(LaunchError, match=f"PORT is {written!r}; it must be a number from 1 to 65535."):
        environment.port({"PORT": written})


def test_inherited_lets_the_environment_win_from_the_file(project: Project, monkeypatch: pytest.MonkeyPatch):
    (project.folder / ".env").write_text("# PORT=1\n\nPORT=2\nCONTACT_ADDRESS='a@example.org'\nno line\n")
    monkeypatch.setenv("PORT", "3")
    monkeypatch.setenv("PYTHONHOME", "/usr")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    values = environment.inherited(project)

    assert values["PORT"] == "3"
    assert values["CONTACT_ADDRESS"] == "a@example.org"
    assert "PYTHONHOME" not in values
    assert "PYTHONDONTWRITEBYTECODE" not in values


def test_secret_key_is_made_once_and_readable_by_its_owner_only(project: Project):
    key = environment.secret_key(project)

    assert environment.secret_key(project) == key
    assert len(key) >= 50
    assert stat.S_IMODE((project.var / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://anna:s3cret@db.example.org:5432/site", "db.example.org:5432/site"),
        ("postgresql://anna:s3@cret@db.example.org/site?sslmode=require", "db.example.org/site"),
        ("postgresql:///site", "/site"),
        ("postgresql://anna@%2Frun%2Fpostgresql/site", "/run/postgresql/site"),
        ("postgresql:/anna:s3/cret@db.example.org/site", "db.example.org/site"),
    ],
)
def test_without_password_shows_where_but_not_how(url: str, shown: str):
    assert environment.without_password(url) == shown


def test_running_keeps_what_somebody_set_but_not_another_database(project: Project):
    values = environment.for_running(project, {"DEBUG": "false", "DATABASE_URL": "old"}, database_url="new")

    assert values["DEBUG"] == "false"
    assert values["DATABASE_URL"] == "new"
    assert values["SITE_ADDRESS"] == "http://127.0.0.1:8000"


def test_testing_ignores_settings_of_this_machine(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "mine")
    (project.folder / ".env").write_text("CONTACT_ADDRESS=a@example.org\n")

    values = environment.for_testing(database_url="postgresql:///tests")

    assert values["SECRET_KEY"] != "mine"
    assert "CONTACT_ADDRESS" not in values


def test_example_lists_every_setting():
    """Whatever the settings, the web server and the launcher read from the environment."""
    files = [
        ROOT / "hierniet" / "settings.py",
        ROOT / "deploy" / "web_server.py",
        *(ROOT / "deploy/local").glob("*.py"),
    ]
    sources = "\n".join(file.read_text() for file in files)
    read = set(re.findall(r'(?:environment\.\w+|environ\.get|values\.get|given\.get)\(\s*"([A-Z_]+)"', sources))

    listed = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    of_the_system = {"PATH", "MAKELEVEL"}
    assert read - of_the_system <= listed
    assert len(listed) > 30
