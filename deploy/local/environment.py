"""Settings for the programs we start: the environment wins, then .env, then what we fill in for this machine."""

import os
import re
import secrets
from collections.abc import Mapping
from urllib.parse import unquote

from .failures import LaunchError
from .project import Project

# Of the machine's own Python, or of another project; they would lead ours astray.
UNWANTED = (
    *("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__", "DJANGO_SETTINGS_MODULE"),
    "PYTHONDONTWRITEBYTECODE",  # set in many containers; every program would then compile all that is ours anew
)
DEFAULT_PORT = 8000


def inherited(project: Project) -> dict[str, str]:
    """The environment we were started with, completed from .env."""
    return from_file(project) | wanted(os.environ)


def wanted(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in UNWANTED}


def from_file(project: Project) -> dict[str, str]:
    """The `NAME=value` lines of .env; `hierniet.environment` reads them in the same way."""
    path = project.folder / ".env"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if not line.lstrip().startswith("#")]
    return {name.strip(): value.strip().strip("'\"") for name, separator, value in pairs if separator}


def port(values: Mapping[str, str]) -> int:
    written = values.get("PORT") or str(DEFAULT_PORT)
    if not written.isdecimal() or not 1 <= int(written) <= 65535:
        raise LaunchError(
            f"PORT is {written!r}; it must be a number from 1 to 65535.",
            "For example: PORT=8001 make run",
        )
    return int(written)


def secret_key(project: Project) -> str:
    """This clone's own key: made once, so that sessions and links in mails survive a restart."""
    path = project.var / "secret_key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


def without_password(database_url: str) -> str:
    """host:port/name, to be shown; also of an address that is written wrongly."""
    return unquote(re.sub(r"^.*@|^\w+://|\?.*$", "", database_url))


def for_running(project: Project, values: Mapping[str, str], *, database_url: str) -> dict[str, str]:
    address = f"http://127.0.0.1:{port(values)}"
    return {
        "DEBUG": "true",
        "SECRET_KEY": secret_key(project),
        "SITE_ADDRESS": address,
        "LOCAL_MAIL_FOLDER": str(project.mail),
        "DJANGO_RUNSERVER_HIDE_WARNING": "true",  # that it is no production server: `make serve` shows one
        **values,
        "DATABASE_URL": database_url,
        "PYTHONUNBUFFERED": "1",
    }


def for_serving(project: Project, values: Mapping[str, str], *, database_url: str) -> dict[str, str]:
    """Production's settings, but over plain http and for this machine only."""
    return for_running(project, values, database_url=database_url) | {"DEBUG": "false", "LOCAL_SERVE": "true"}


def for_testing(*, database_url: str) -> dict[str, str]:
    """Nothing of .env but the database: tests must not depend on somebody's settings."""
    return {
        **wanted(os.environ),
        "DEBUG": "false",
        "LOCAL_SERVE": "true",
        "SECRET_KEY": "only-for-tests-" + "0" * 50,
        "DATABASE_URL": database_url,
    }


def for_deploying(values: Mapping[str, str]) -> dict[str, str]:
    """Settings such as a server has, for `check --deploy`."""
    return {
        **values,
        "LOCAL_SERVE": "false",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "hierniet.be,pasici.be",
        "SITE_ADDRESS": "https://hierniet.be",
        "EMAIL_HOST": "127.0.0.1",
    }
