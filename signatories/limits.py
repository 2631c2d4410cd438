"""Counts how often an address or mailbox did something this hour: one UPSERT in PostgreSQL, shared by all processes."""

import hmac
import secrets
from datetime import date, datetime, timedelta
from ipaddress import AddressValueError, IPv6Network

from django.conf import settings
from django.db import connection
from django.utils import timezone

from signatories.models import DailySalt, LimitCounter

SALTS_LOOK_BACK = timedelta(days=2)  # a day of 24 hours can touch three dates when the clock changes
COUNT_ONE_MORE = f"""
    INSERT INTO {LimitCounter._meta.db_table} ("key", "window", "count") VALUES (%s, %s, 1)
    ON CONFLICT ("key", "window") DO UPDATE SET "count" = {LimitCounter._meta.db_table}."count" + 1
    RETURNING "count"
"""  # noqa: S608  only the table's own name is put in


def is_over(scope: str, value: str) -> bool:
    """Count one more of `scope` for `value`, and tell whether that is more than the settings allow in an hour.

    Call it outside a transaction: within one, everybody who shares the counter waits for its end.
    """
    return count(scope, value) > settings.LIMITS_PER_HOUR[scope]


def is_spent(scope: str, value: str) -> bool:
    """Whether the limit is reached, without counting."""
    row = LimitCounter.objects.filter(key=_key(scope, value), window=_window()).first()
    return row is not None and row.count >= settings.LIMITS_PER_HOUR[scope]


def count(scope: str, value: str) -> int:
    """Count one more, and return how many there are in this hour."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, [_key(scope, value), _window()])
        return int(cursor.fetchone()[0])


def make_key(scope: str, value: str, salt: bytes) -> str:
    """What stands in the database instead of an address."""
    secret = salt + settings.SECRET_KEY.encode()
    return hmac.new(secret, f"{scope}\0{_one_for_all(value).casefold()}".encode(), "sha256").hexdigest()


def salts() -> dict[date, bytes]:
    """Of today, and of the days before for as long as they are kept; the newest first."""
    since = timezone.localdate() - SALTS_LOOK_BACK
    rows = DailySalt.objects.filter(day__gte=since).order_by("-day").values_list("day", "salt")
    found = {day: bytes(salt) for day, salt in rows}
    return found if timezone.localdate() in found else {timezone.localdate(): _todays_salt(), **found}


def _key(scope: str, value: str) -> str:
    return make_key(scope, value, _todays_salt())


def _one_for_all(value: str) -> str:
    """An IPv6 address stands for its /64: that is what one household or machine has, 2^64 addresses of it."""
    try:
        return str(IPv6Network((value, 64), strict=False))
    except AddressValueError:
        return value


def _todays_salt() -> bytes:
    today = timezone.localdate()
    salt = DailySalt.objects.filter(day=today).values_list("salt", flat=True).first()
    if salt is None:
        DailySalt.objects.bulk_create([DailySalt(day=today, salt=secrets.token_bytes(32))], ignore_conflicts=True)
        salt = DailySalt.objects.values_list("salt", flat=True).get(day=today)
    return bytes(salt)


def _window() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
