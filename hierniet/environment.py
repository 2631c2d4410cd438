"""Reads settings from the environment; a wrong one is named, with where to set it."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ENVIRONMENT_FILE = Path(__file__).resolve().parent.parent / ".env"
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


def load_environment_file(path: Path = ENVIRONMENT_FILE) -> None:
    """Put the `NAME=value` lines of `.env` in the environment; what is already set there wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))


def text(name: str, default: str | None = None) -> str:
    """The value of `name`; without a default, a missing one stops the start with a sentence."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment or in .env; .env.example says what it is for."
        )
    return value


def switch(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be true or false. Mend it in the environment or in .env.")


def number(name: str, default: int, *, minimum: int = 0) -> int:
    value = os.environ.get(name, str(default))
    try:
        result = int(value)
    except ValueError:
        result = minimum - 1
    if result < minimum:
        raise ImproperlyConfigured(
            f"{name} is {value!r}; it must be a whole number of at least {minimum}. "
            "Mend it in the environment or in .env."
        )
    return result


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas: `a.be, b.be` gives `["a.be", "b.be"]`."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def pairs(name: str, default: str = "") -> dict[str, str]:
    """Pairs written with commas and equals signs: `hierniet.be=nl, pasici.be=fr`."""
    result = {}
    for word in words(name, default):
        key, separator, value = word.partition("=")
        if not separator:
            raise ImproperlyConfigured(f"{name} has {word!r}; write it as key=value, pairs parted by commas.")
        result[key.strip()] = value.strip()
    return result
