"""Puts the whole database back as it was, in milliseconds: Django's own way of emptying it takes a second a test."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from tests.protected import history_unprotected, unprotected


@dataclass
class Kept:
    """Copies of all tables, in a schema of their own."""

    name: str
    fingerprints: dict[str, object]


@transaction.atomic
def keep(name: str) -> Kept:
    assert str(connection.settings_dict["NAME"]).startswith("test_"), (
        "this empties tables: only ever in a test database"
    )
    _execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
    _execute(f'CREATE SCHEMA "{name}"')
    for table in connection.introspection.table_names():
        _execute(f'CREATE TABLE "{name}"."{table}" AS TABLE public."{table}"')
    return Kept(name, _fingerprints())


# ruff: noqa: S608  the only words put into statements are names of tables and schemas of ours


@transaction.atomic
def bring_back(kept: Kept) -> None:
    """Make every table that has changed what it was. Constraints are deferred, so the order does not matter.

    A page that is closed does not wait for what it sent last, such as who looks at a signatory: what the server is
    writing is waited for, and what it wants to write after that has to wait for us, and then finds nothing.
    """
    _lock(kept.fingerprints)
    now = _fingerprints()
    changed = [table for table, fingerprint in now.items() if kept.fingerprints[table] != fingerprint]
    if not changed:
        return
    _execute("SET LOCAL synchronous_commit TO off")
    with unprotected(), history_unprotected():
        _execute("SET CONSTRAINTS ALL DEFERRED")
        for table in changed:
            _execute(f'DELETE FROM public."{table}"')
            _execute(f'INSERT INTO public."{table}" SELECT * FROM "{kept.name}"."{table}"')
    kept.fingerprints = _fingerprints()


def _lock(tables: Iterable[str]) -> None:
    names = ", ".join(f'public."{table}"' for table in tables)
    _execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def kept(name: str) -> Iterator[Kept]:
    """Whatever happens inside is undone, also what other connections wrote."""
    copy = keep(name)
    try:
        yield copy
    finally:
        bring_back(copy)
        _execute(f'DROP SCHEMA "{name}" CASCADE')


def end_other_sessions() -> None:
    """Threads of a server that has been stopped may hold on to theirs for a moment, and with it to the database."""
    _execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def _fingerprints() -> dict[str, object]:
    """How many rows a table has, and which transaction wrote the newest: every change shows in one of the two."""
    tables = connection.introspection.table_names()
    questions = [f"SELECT '{table}', count(*), max(xmin::text::bigint) FROM public.\"{table}\"" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return {table: tuple(facts) for table, *facts in cursor.fetchall()}


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
