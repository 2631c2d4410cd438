"""Merges one at a time, and no counting of visits beside them. Both locks end with the transaction."""

from django.db import connection

LOCK_OF_MERGES = 0x4D455247  # any number that nothing else locks with


def one_at_a_time() -> None:
    """A merge also writes to whoever was merged before, so crosswise ones could wait for each other for ever. They are rare.

    Call it before any row is locked; it can be taken twice in one transaction.
    """
    _lock("pg_advisory_xact_lock")


def none_meanwhile() -> None:
    """For who reads into whom somebody was merged, and writes by that. Several may at once."""
    _lock("pg_advisory_xact_lock_shared")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LOCK_OF_MERGES])
