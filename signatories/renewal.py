"""When a signatory is asked whether it still signs, and what comes of silence. Only dates; nothing is read or written.

No step is tied to one day: each has an earliest day and a least distance to the one before. A job that slept for three
months begins with the first reminder, and whoever is taken out of the list has had every one of them in the mailbox.
See also docs/decisions/0044.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

WINDOW = timedelta(days=28)
BETWEEN_REMINDERS = timedelta(days=14)
GRACE = timedelta(days=30)
# From the last notice, which names the day, to that day.
NOTICE = timedelta(days=16)
# A notice that named a day this long ago is given again before anybody is taken out.
NOTICE_HOLDS = timedelta(days=60)
# Mails of one reminder leave within days; what left closer together than this was one reminder.
ONE_REMINDER = timedelta(days=7)
# What the list asks for at the very least, whatever the numbers above become.
FEWEST_REMINDERS, SHORTEST_TIME = 3, timedelta(days=30)
# Reminders that reached nobody, before a moderator is asked to find another way.
FAILURES_BEFORE_HELP = 3


class Stage(Enum):
    """What a reminder says, and how long before or after the due day it goes at the earliest."""

    FIRST = "first"
    AGAIN = "again"
    DUE = "due"
    LAST = "last"


EARLIEST = {
    Stage.FIRST: -WINDOW, Stage.AGAIN: -BETWEEN_REMINDERS, Stage.DUE: timedelta(0), Stage.LAST: BETWEEN_REMINDERS,
}  # fmt: skip
STAGES = tuple(Stage)


class Step(Enum):
    """What is to be done about a signatory today."""

    NOTHING = "nothing"
    REMIND = "remind"
    LAPSE = "lapse"
    ASK_MODERATOR = "ask moderator"  # all mails fail, so silence says nothing


@dataclass(frozen=True)
class Course:
    """What has happened since somebody last said that it is still true.

    `arrived` are the days on which mails of reminders left for good, `tried` is how many reminders were written, and
    `last_tried` when the last of them was.
    """

    since: date
    arrived: tuple[date, ...] = ()
    tried: int = 0
    last_tried: date | None = None
    is_on_its_way: bool = False


def due_on(since: date) -> date:
    """A year later; who said so on 29 February has until 1 March."""
    try:
        return since.replace(year=since.year + 1)
    except ValueError:
        return date(since.year + 1, 3, 1)


def opens_on(since: date) -> date:
    return due_on(since) - WINDOW


def is_open(since: date, today: date) -> bool:
    return today >= opens_on(since)


def distinct_reminders(days: Iterable[date]) -> tuple[date, ...]:
    """The day on which each reminder arrived: its two mails, or one that was sent again, count once."""
    counted: list[date] = []
    for day in sorted(days):
        if not counted or day - counted[-1] >= ONE_REMINDER:
            counted.append(day)
    return tuple(counted)


def next_stage(course: Course) -> Stage:
    """What the next reminder says; one that reached nobody is given again."""
    arrived = len(distinct_reminders(course.arrived))
    return STAGES[min(arrived, len(STAGES) - 1)]


def remind_on(course: Course) -> date:
    """The earliest day of the next reminder."""
    planned = due_on(course.since) + EARLIEST[next_stage(course)]
    return planned if course.last_tried is None else max(planned, course.last_tried + BETWEEN_REMINDERS)


def lapses_on(since: date, last_notice: date) -> date:
    """The day that a last notice of this day names."""
    return max(due_on(since) + GRACE, last_notice + NOTICE)


def is_fair(arrived: Sequence[date], today: date) -> bool:
    return len(arrived) >= FEWEST_REMINDERS and today - arrived[0] >= SHORTEST_TIME


def next_step(course: Course, today: date) -> Step:
    """What is to be done today. Asking twice on one day gives the same answer, as long as nothing was done."""
    if not is_open(course.since, today) or course.is_on_its_way:
        return Step.NOTHING
    arrived = distinct_reminders(course.arrived)
    if course.tried - len(arrived) >= FAILURES_BEFORE_HELP:
        return Step.ASK_MODERATOR
    if len(arrived) < len(STAGES) or course.last_tried is None:
        return Step.REMIND if today >= remind_on(course) else Step.NOTHING
    return _after_last_notice(course, arrived, today)


def _after_last_notice(course: Course, arrived: Sequence[date], today: date) -> Step:
    assert course.last_tried is not None
    if today - course.last_tried > NOTICE_HOLDS:
        return Step.REMIND
    # The last notice itself must have arrived, not only the ones before it.
    if arrived[-1] < course.last_tried or not is_fair(arrived, today):
        return Step.REMIND if today >= remind_on(course) else Step.NOTHING
    return Step.LAPSE if today >= lapses_on(course.since, course.last_tried) else Step.NOTHING
