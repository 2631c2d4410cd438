"""The queue as applicants feel it: how many are before me, and how long will it take?"""

from datetime import datetime
from statistics import median

from django.utils.text import slugify

from guidance.words import RESERVED_WORDS, fold
from signatories.enums import Status
from signatories.models import Event, FormerSlug, Signatory

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
        .order_by("-at")
        .values_list("at", "signatory__submitted_at")[:DECISIONS_COUNTED]
    )
    waits = [_days(at, submitted_at) for at, submitted_at in decided]
    return max(1, round(median(waits))) if len(waits) >= FEWEST_DECISIONS else None


def free_slug(signatory: Signatory) -> str:
    """A short name from the name that nobody has: `gent`, else `gent-2`.

    The database refuses a second one all the same, should two moderators take it in the same instant.
    """
    base = slugify(fold(signatory.name).replace("_", " "))[:50].strip("-") or signatory.receipt_number.lower()
    if base in RESERVED_WORDS:
        base = f"{base}-be"
    taken = set(Signatory.objects.filter(slug__startswith=base).exclude(pk=signatory.pk).values_list("slug", flat=True))
    # After the others, and not before: a merge that is committed in between moves a short name from there to here.
    taken |= set(FormerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _days(at: datetime, submitted_at: datetime | None) -> float:
    return (at - submitted_at).total_seconds() / 86_400 if submitted_at else 0.0
