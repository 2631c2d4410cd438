"""When many applications wait at once: what we honestly tell applicants about the time it takes."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, Subquery
from django.utils import timezone

from signatories.enums import BurstMode, EventKind, Status
from signatories.models import Event, ModerationSettings, Signatory

PACE_DAYS = 7


@dataclass(frozen=True)
class Burst:
    """How many wait, and what the last week says about when somebody at the end of the queue is read.

    `days` and `until` are None when nothing was decided in that week: then nobody can tell, and the texts say so.
    """

    waiting: int
    days: int | None
    until: date | None


def current() -> Burst | None:
    """For whoever joins the queue now; None while there is no burst. One query, and one more in a burst.

    With nobody waiting there is none, whatever the moderators have set: there is nothing to wait for.
    """
    return _standing(None)[1]


def standing(signatory: Signatory) -> tuple[int | None, Burst | None]:
    """The place in the queue of who waits in it, and what a burst means at that place."""
    if signatory.status != Status.SUBMITTED or signatory.submitted_at is None:
        return None, None
    return _standing(signatory.submitted_at)


def _standing(since: datetime | None) -> tuple[int, Burst | None]:
    agreed = ModerationSettings.objects.filter(pk=1)
    facts = Signatory.objects.awaiting_decision().aggregate(
        waiting=Count("pk"),
        before=Count("pk", filter=Q(submitted_at__lt=since)) if since else Count("pk"),
        mode=Max(Subquery(agreed.values("burst"))),
        threshold=Max(Subquery(agreed.values("burst_threshold"))),
    )
    waiting, position = facts["waiting"], facts["before"] + 1
    default = ModerationSettings()
    if not is_burst(waiting, facts["mode"] or default.burst, facts["threshold"] or default.burst_threshold):
        return position, None
    return position, at_pace(waiting, decisions_of_the_week(), position=position)


def is_burst(waiting: int, mode: str, threshold: int) -> bool:
    return waiting > 0 and (mode == BurstMode.ON or (mode == BurstMode.AUTOMATIC and waiting >= threshold))


def at_pace(waiting: int, decided: int, *, position: int) -> Burst:
    """The place in the queue divided by the pace of last week, in whole days, at least one."""
    if not decided:
        return Burst(waiting, None, None)
    days = max(1, math.ceil(position * PACE_DAYS / decided))
    return Burst(waiting, days, timezone.localdate() + timedelta(days=days))


def decisions_of_the_week() -> int:
    """How many left the queue by a decision in the last seven days."""
    left = Event.objects.filter(
        what=EventKind.STATUS,
        from_status=Status.SUBMITTED,
        to_status__in=[Status.APPROVED, Status.DECLINED, Status.CHANGES_ASKED],
    )
    return left.filter(at__gt=timezone.now() - timedelta(days=PACE_DAYS), by__isnull=False).count()
