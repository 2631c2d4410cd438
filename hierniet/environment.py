"""Reads settings from the environment; a wrong one is named, with where to set it. An empty one is as good as none."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ENVIRONMENT_FILE = Path(__file__).resolve().parent.parent / ".env"
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


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
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment or in .env; .env.example says what it is for."
        )
    return value


def switch(name: str, *, default: bool) -> bool:
    value = (os.environ.get(name) or str(default)).strip().lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be true or false. Mend it in the environment or in .env.")


def number(name: str, default: int, *, minimum: int = 0) -> int:
    value = os.environ.get(name) or str(default)
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
    return [word.strip() for word in (os.environ.get(name) or default).split(",") if word.strip()]


def pairs(name: str, default: str = "") -> dict[str, str]:
    """Pairs written with commas and equals signs: `hierniet.be=nl, pasici.be=fr`."""
    result = {}
    for word in words(name, default):
        key, separator, value = word.partition("=")
        if not separator:
            raise ImproperlyConfigured(
                f"{name} has {word!r}; write it as key=value, pairs parted by commas, in the environment or in .env."
            )
        result[key.strip()] = value.strip()
    return result


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks; the word `unix`, for a unix socket, is none of them and passed over."""
    try:
        return [ip_network(word) for word in words(name) if word != "unix"]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: {error}. Write addresses or networks (10.0.0.0/8) or unix, parted by commas, "
            "in the environment or in .env."
        ) from error


def web_address(name: str, value: str, *, only_https: bool) -> str:
    """`value`, without a slash at its end; `name` is the variable that it comes from."""
    if not value.startswith("https://" if only_https else ("https://", "http://")):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; it must start with https://. Mend it in the environment or in .env."
        )
    return value.rstrip("/")


def store_of_logos(folder: Path, *, only_https: bool) -> dict[str, Any]:
    """A folder of ours; or the bucket that S3_BUCKET names, which must stay private: the site itself serves what is public."""
    if not text("S3_BUCKET", ""):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return _bucket(only_https=only_https)


def store_of_previews(folder: Path, *, only_https: bool) -> dict[str, Any]:
    """A folder of ours; or, in the same bucket, what begins with `previews/`."""
    if not text("S3_BUCKET", ""):
        return {"BACKEND": "hierniet.whole_files.WholeFiles", "OPTIONS": {"location": folder, "allow_overwrite": True}}
    found = _bucket(only_https=only_https)
    return {**found, "OPTIONS": {**found["OPTIONS"], "location": "previews"}}


def _bucket(*, only_https: bool) -> dict[str, Any]:
    options = {
        "bucket_name": text("S3_BUCKET"),
        "access_key": text("S3_ACCESS_KEY"),
        "secret_key": text("S3_SECRET_KEY"),
        "region_name": text("S3_REGION", "us-east-1"),
    }
    endpoint = text("S3_ENDPOINT", "")
    if endpoint:
        options["endpoint_url"] = web_address("S3_ENDPOINT", endpoint, only_https=only_https)
    return {"BACKEND": "hierniet.object_storage.PrivateBucket", "OPTIONS": options}


def database(name: str, **options: Any) -> dj_database_url.DBConfig:
    """What Django wants to know of `postgresql://user:password@host:5432/name`; never quotes it, for its password."""
    shape = f"{name} must point at PostgreSQL: postgresql://user:password@host:5432/name. Set it in the environment or in .env."
    try:
        result = dj_database_url.parse(text(name), **options)
    except ValueError:
        raise ImproperlyConfigured(shape) from None
    if result["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(shape)
    return result
