"""A database of our own, beside the one of DATABASE_URL on the same server, which is never touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from hierniet import environment


@contextmanager
def scratch_database() -> Iterator[str]:
    """The address of an empty database. Inside, this process uses it too; afterwards it is gone."""
    ours = str(connection.settings_dict["NAME"])
    name = f"{ours[:40]}_bench_{os.getpid()}"
    _on_server(f'CREATE DATABASE "{name}"')
    _use(name)
    try:
        yield _with_name(environment.text("DATABASE_URL"), name)
    finally:
        _use(ours)
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _on_server(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def _with_name(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
