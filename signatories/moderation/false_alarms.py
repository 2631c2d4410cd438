"""How often a doubt was right: counted from the history each time, so that it cannot drift."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from signatories.enums import Doubt, EventKind, Status
from signatories.models import Event

PERIOD = timedelta(days=90)
TOO_STRICT_FROM = 10  # fewer decisions say nothing
SHOWN = [doubt for doubt in Doubt if doubt != Doubt.AWAITING_PROOF]


@dataclass(frozen=True)
class Alarms:
    """What became of the applications that were set apart because of one doubt, alone or among others."""

    label: str
    released: int = 0
    declined: int = 0
    expired: int = 0
    waiting: int = 0

    @property
    def number(self) -> int:
        return self.released + self.declined + self.expired + self.waiting

    @property
    def decided(self) -> int:
        return self.released + self.declined + self.expired

    @property
    def is_too_strict(self) -> bool:
        """More than half of what was judged turned out to be honest."""
        return self.decided >= TOO_STRICT_FROM and 2 * self.released > self.decided


def count() -> list[Alarms]:
    """Of the last ninety days, in one query. An application with two doubts counts for both."""
    outcomes: dict[str, Counter[str]] = {}
    for why, outcome in _set_apart():
        for code in why.split(", "):
            outcomes.setdefault(code, Counter())[outcome] += 1
    return [Alarms(str(doubt.label), **outcomes[doubt.value]) for doubt in SHOWN if doubt.value in outcomes]


def _set_apart() -> list[tuple[str, str]]:
    """Its doubts as the history has them, and what a moderator, or the proof of the address, made of it since."""
    beginnings = Event.objects.filter(
        from_status="", to_status=Status.QUARANTINED, at__gt=timezone.now() - PERIOD
    ).annotate(is_released=_later(_RELEASED), is_declined=_later(_DECLINED), is_expired=_later(_EXPIRED))
    rows = beginnings.values_list("why", "is_released", "is_declined", "is_expired")
    return [(why, _outcome(*facts)) for why, *facts in rows]


_RELEASED = Q(why="released") | Q(to_status=Status.SUBMITTED)
_DECLINED = Q(to_status=Status.DECLINED)
_EXPIRED = Q(to_status=Status.EXPIRED)


def _later(happened: Q) -> Exists:
    """What happened to it while it was set apart."""
    return Exists(
        Event.objects.filter(
            happened, signatory=OuterRef("signatory"), what=EventKind.STATUS, from_status=Status.QUARANTINED
        ).exclude(taken_decision__undone_at__isnull=False)
    )


def _outcome(is_released: bool, is_declined: bool, is_expired: bool) -> str:  # noqa: FBT001  three columns of a row
    if is_released:
        return "released"
    return "declined" if is_declined else "expired" if is_expired else "waiting"
