"""The database lets nobody take away what may have been cited. Tests that put it back as it was must be let."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from signatories.models import Event


def let_be_emptied() -> None:
    """For good, in a test database: Django empties all tables with TRUNCATE after a test that commits."""
    _execute("ALTER TABLE guidance_ruleversion DISABLE TRIGGER ruleversion_never_emptied")
    for table, kind in (("event", "event"), ("historyhead", "head"), ("historyseal", "seal")):
        _execute(f"ALTER TABLE signatories_{table} DISABLE TRIGGER {kind}_never_emptied")


@contextmanager
def unprotected() -> Iterator[None]:
    """Within, versions can be changed and deleted. Within one transaction, for others go on being refused."""
    _execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to check cannot be altered
    _execute("ALTER TABLE guidance_ruleversion DISABLE TRIGGER ruleversion_never_changes")
    yield
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    _execute("ALTER TABLE guidance_ruleversion ENABLE TRIGGER ruleversion_never_changes")


HISTORY = (
    ("signatories_event", "event_never_changes"),
    ("signatories_event", "event_is_linked"),
    ("signatories_historyhead", "head_follows_the_history"),
    ("signatories_historyseal", "seal_never_changes"),
)


@contextmanager
def history_unprotected() -> Iterator[None]:
    """Within, the history can be tampered with, and nothing new is linked; like `unprotected`."""
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, trigger in HISTORY:
        _execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, trigger in HISTORY:
        _execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def backdate_events(events: "QuerySet[Event]", at: datetime) -> None:
    """As if these had happened then; their digests are not those of the new moment."""
    with history_unprotected():
        events.update(at=at)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
