"""The queue as applicants feel it: how many are before me, and how long will it take?"""

from datetime import datetime
from statistics import median

from signatories.enums import Status
from signatories.models import Event, Signatory

DECISIONS_COUNTED = 30
FEWEST_DECISIONS = 3  # below this an expected time would be a guess


def position(signatory: Signatory) -> int | None:
    """1 for who is next; None for who does not wait."""
    if signatory.status != Status.SUBMITTED or signatory.submitted_at is None:
        return None
    before = Signatory.objects.awaiting_decision().filter(submitted_at__lt=signatory.submitted_at)
    return before.count() + 1


def expected_days() -> int | None:
    """The median wait of the last 30 decisions, in whole days, at least 1; None while there are too few to tell."""
    decided = (
        Event.objects.filter(from_status=Status.SUBMITTED, to_status__in=[Status.APPROVED, Status.DECLINED])
        .filter(signatory__submitted_at__isnull=False)
        .exclude(taken_decision__undone_at__isnull=False)
        .order_by("-at")
        .values_list("at", "signatory__submitted_at")[:DECISIONS_COUNTED]
    )
    waits = [_days(at, submitted_at) for at, submitted_at in decided]
    return max(1, round(median(waits))) if len(waits) >= FEWEST_DECISIONS else None


def _days(at: datetime, submitted_at: datetime | None) -> float:
    return (at - submitted_at).total_seconds() / 86_400 if submitted_at else 0.0
