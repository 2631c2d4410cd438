"""The courses that a signatory's life can take, as a list of what happens; each legal, none of them rare in practice.

This tells as a table what `actions` does one by one. A test lets both live the same lives and compares what is left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from signatories.enums import NOT_ASKED_FOR, Decision, Doubt, Status


@dataclass(frozen=True)
class Happening:
    """One thing that can happen, and what it leaves behind in the row, the history and the outbox."""

    to: Status
    days: tuple[float, float] = (0.0, 0.0)  # how long after what came before, at least and at most
    dates: tuple[str, ...] = ()  # the fields that get the moment itself
    facts: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    mail: str = ""
    by_moderator: bool = False
    decision: Decision | None = None  # needs a reason of this kind
    erases: bool = False


IN_QUEUE: dict[str, Any] = {"doubts": []}
SETTLED: dict[str, Any] = {"reason": None, "own_words": ""}
HAPPENINGS: dict[str, Happening] = {
    "sent_in": Happening(Status.UNCONFIRMED, mail="confirm_address"),
    "set_apart": Happening(Status.QUARANTINED, mail="confirm_address"),
    "released": Happening(
        Status.QUARANTINED, (0.1, 8), facts={"doubts": [Doubt.AWAITING_PROOF]}, why="released",
        mail="confirm_address", by_moderator=True,
    ),
    "confirmed": Happening(
        Status.SUBMITTED, (0.01, 4), dates=("confirmed_at", "submitted_at"), facts=IN_QUEUE, mail="application_submitted",
    ),
    "proven": Happening(
        Status.SUBMITTED, (0.01, 4), dates=("confirmed_at", "submitted_at"), facts=IN_QUEUE, why="proven address",
        mail="application_submitted",
    ),
    "approved": Happening(
        Status.APPROVED, (0.2, 9), dates=("approved_at", "decided_at"), facts=SETTLED, mail="application_approved",
        by_moderator=True,
    ),
    "declined": Happening(
        Status.DECLINED, (0.5, 12), dates=("decided_at",), mail="application_declined", by_moderator=True,
        decision=Decision.DECLINE,
    ),
    "reopened": Happening(
        Status.SUBMITTED, (0.5, 20), facts={"decided_at": None, "decided_by": None, **SETTLED}, mail="application_reopened",
        by_moderator=True,
    ),
    "changes_asked": Happening(Status.CHANGES_ASKED, (0.3, 6), by_moderator=True),
    "corrected": Happening(Status.SUBMITTED, (0.1, 9)),
    "suspended": Happening(
        Status.SUSPENDED, (20, 90), dates=("decided_at",), mail="signatory_suspended", by_moderator=True,
        decision=Decision.SUSPEND,
    ),
    "restored": Happening(
        Status.APPROVED, (1, 30), dates=("decided_at",), facts=SETTLED, mail="signatory_restored", by_moderator=True,
    ),
    "withdrawn": Happening(Status.WITHDRAWN, (5, 200), erases=True),
    "too_late": Happening(Status.EXPIRED, (7.05, 8), why="not confirmed in time", erases=True),
    "disowned": Happening(Status.EXPIRED, (0.02, 3), why=NOT_ASKED_FOR, erases=True),
    "never_released": Happening(Status.EXPIRED, (30.05, 31), why="not confirmed in time", erases=True),
    "never_corrected": Happening(Status.EXPIRED, (60, 62), erases=True),
}  # fmt: skip

JOINED = ("sent_in", "confirmed", "approved")
COURSES: dict[Status, list[tuple[str, ...]]] = {
    Status.UNCONFIRMED: [("sent_in",)],
    Status.QUARANTINED: [("set_apart",)],
    Status.SUBMITTED: [
        *[("sent_in", "confirmed")] * 3,
        ("set_apart", "proven"),
        ("set_apart", "released", "proven"),
        ("sent_in", "confirmed", "declined", "reopened"),
        ("sent_in", "confirmed", "changes_asked", "corrected"),
    ],
    Status.CHANGES_ASKED: [("sent_in", "confirmed", "changes_asked")],
    Status.APPROVED: [
        *[JOINED] * 8,
        ("set_apart", "proven", "approved"),
        ("set_apart", "released", "proven", "approved"),
        (*JOINED, "suspended", "restored"),
        ("sent_in", "confirmed", "declined", "reopened", "approved"),
    ],
    Status.SUSPENDED: [(*JOINED, "suspended")],
    Status.DECLINED: [*[("sent_in", "confirmed", "declined")] * 4, ("set_apart", "declined")],
    Status.WITHDRAWN: [(*JOINED, "withdrawn"), ("sent_in", "confirmed", "withdrawn")],
    Status.EXPIRED: [
        ("sent_in", "too_late"),
        ("sent_in", "disowned"),
        ("set_apart", "never_released"),
        ("sent_in", "confirmed", "changes_asked", "never_corrected"),
    ],
}
AWAITING_PROOF = ("set_apart", "released")
# Who waits has not waited for ever, and what went wrong is not all long ago: days since the last thing that happened.
AT_MOST_DAYS_AGO = {
    Status.UNCONFIRMED: 6.5, Status.QUARANTINED: 6.0, Status.SUBMITTED: 8.0, Status.CHANGES_ASKED: 28.0,
    Status.SUSPENDED: 300.0, Status.DECLINED: 500.0, Status.EXPIRED: 500.0,
}  # fmt: skip
# Who signed when: most in the first months, then a trickle.
LAUNCH = datetime.fromisoformat("2023-01-17T09:00:00+01:00")
RUSH = 3


@dataclass(frozen=True)
class Moment:
    """Something that happened to a signatory, and when."""

    name: str
    at: datetime

    @property
    def happening(self) -> Happening:
        return HAPPENINGS[self.name]


def make_life(chance: Random, *, status: Status, number: int, now: datetime) -> list[Moment]:
    """A course that ends in `status`, with its dates, all of them past."""
    course = _course(chance, status, number)
    waits = [timedelta(days=chance.uniform(*HAPPENINGS[name].days)) for name in course]
    latest = now - sum(waits, timedelta()) - timedelta(minutes=chance.uniform(5, 240))
    if status in AT_MOST_DAYS_AGO:
        begun = latest - chance.random() * timedelta(days=AT_MOST_DAYS_AGO[status])
    else:
        begun = LAUNCH + chance.random() ** RUSH * (latest - LAUNCH)
    return list(_with_dates(course, waits, begun))


def _course(chance: Random, status: Status, number: int) -> tuple[str, ...]:
    course = chance.choice(COURSES[status])
    return AWAITING_PROOF if status == Status.QUARANTINED and _nth_doubt(number) == Doubt.AWAITING_PROOF else course


def _with_dates(course: Iterable[str], waits: Iterable[timedelta], begun: datetime) -> Iterable[Moment]:
    at = begun
    for name, wait in zip(course, waits, strict=True):
        at += wait
        yield Moment(name, at)


def first_doubts(chance: Random, names: list[str], number: int) -> list[Doubt]:
    """What a life that began apart was doubted for; `number` goes through the doubts in turn, so that each occurs."""
    if names[0] != "set_apart":
        return []
    if names[1:2] == ["proven"]:
        return [Doubt.TOO_FAST]  # the only one that the button in the mail lifts by itself
    if "released" in names:
        return [chance.choice([Doubt.MANY_FROM_ADDRESS, Doubt.MANY_TO_MAILBOX])]
    return [_nth_doubt(number)]


def _nth_doubt(number: int) -> Doubt:
    return list(Doubt)[number % len(Doubt)]
