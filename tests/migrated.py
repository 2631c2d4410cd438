"""Every test database is a copy of one that was migrated before, for as long as no migration changes.

Going through all migrations takes seconds in each process that runs tests. Django still looks for missing ones after
copying. Only a server that syncs nothing to disk keeps such a database: it is one for tests, and never somebody's own.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from django import VERSION
from django.apps import apps
from django.db import DatabaseError, connection

PREFIX = "test_template_"


def use_template() -> bool:
    """Before the test database is made; False when there is nothing to copy yet."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template_name()])
        if cursor.fetchone() is None:
            return False
    connection.settings_dict["TEST"]["TEMPLATE"] = template_name()
    return True


def keep_template() -> None:
    """After the test database was migrated. Whatever does not succeed, because another process does the same just now
    or copies what we would remove, need not: then the next run has a little more to do."""
    migrated = connection.settings_dict["NAME"]
    unfinished = f"{migrated}_unfinished"
    connection.close()  # nobody may be in a database that is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute("SHOW fsync")
        if cursor.fetchone() != ("off",):
            return
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        outdated = [name for (name,) in cursor.fetchall() if name != template_name()]
        for statement in (
            *(f'DROP DATABASE IF EXISTS "{name}"' for name in (*outdated, unfinished)),
            f'CREATE DATABASE "{unfinished}" TEMPLATE "{migrated}"',
            f'ALTER DATABASE "{unfinished}" RENAME TO "{template_name()}"',
            f'DROP DATABASE IF EXISTS "{unfinished}"',
        ):
            with suppress(DatabaseError):
                cursor.execute(statement)


def template_name() -> str:
    """Tells by its name what is in it: all migrations, letter by letter."""
    digest = hashlib.sha256(repr(VERSION).encode())
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(path.read_bytes())
    return PREFIX + digest.hexdigest()[:16]
