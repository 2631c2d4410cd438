"""Connects to DATABASE_URL once; ends with 1 and the reason when that fails. Never shows the password."""

import os
import sys
from typing import Any

import dj_database_url
import psycopg2


def parsed(url: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(url))
    except ValueError:
        return {}


def main() -> None:
    settings = parsed(os.environ["DATABASE_URL"])
    if settings.get("ENGINE") != "django.db.backends.postgresql":
        sys.exit("it is no PostgreSQL address; write postgresql://user:password@host:5432/name")
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: settings[key] for name, key in names.items() if settings.get(key)}
    try:
        connection = psycopg2.connect(connect_timeout=5, **given, **settings.get("OPTIONS", {}))
    except psycopg2.OperationalError as error:
        sys.exit(str(error).strip().splitlines()[0])
    version = connection.server_version
    connection.close()
    if version < 140000:
        sys.exit(f"it is PostgreSQL {version // 10000}, and Django needs 14 or newer")
    print(version // 10000)


if __name__ == "__main__":
    main()
