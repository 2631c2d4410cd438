"""The database lets nobody take away what may have been cited. Tests that put it back as it was must be let."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def let_be_emptied() -> None:
    """For good, in a test database: Django empties all tables with TRUNCATE after a test that commits."""
    _execute("ALTER TABLE guidance_ruleversion DISABLE TRIGGER ruleversion_never_emptied")


@contextmanager
def unprotected() -> Iterator[None]:
    """Within, versions can be changed and deleted. Within one transaction, for others go on being refused."""
    _execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to check cannot be altered
    _execute("ALTER TABLE guidance_ruleversion DISABLE TRIGGER ruleversion_never_changes")
    yield
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    _execute("ALTER TABLE guidance_ruleversion ENABLE TRIGGER ruleversion_never_changes")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
