"""Days as Belgium counts them, whatever the clock of the server or the visitor says."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to `day` in Brussels."""
    if day >= date.max - timedelta(days=1):
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=BRUSSELS)
