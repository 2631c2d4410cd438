"""Opening hours that can be read by a program: `always`, or lines such as `mon,wed-fri 09:30-13:00`; by Brussels' clock.

All reckoning is by the clock on the wall, so that a day on which the clock changes has the hours that the door has.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guidance.days import BRUSSELS
from guidance.holidays import is_public_holiday

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "always"
DAY = 24 * 60  # minutes
WEEK = 7 * DAY
LINE = re.compile(r"([a-z,-]+) +([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})", re.ASCII)
MOST_LINES = 40


class State(Enum):
    OPEN = "open"
    CLOSED = "closed"
    PERHAPS = "perhaps"  # open by its hours, on a public holiday
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Span:
    """The same hours on some days of the week. Minutes from midnight; an end at or before the start is the next day's."""

    days: tuple[int, ...]
    start: int
    end: int

    def in_the_week(self) -> Iterator[tuple[int, int]]:
        """Minutes from Monday's midnight; what goes past Sunday's begins again."""
        length = (self.end - self.start) % DAY or DAY
        for day in self.days:
            first = day * DAY + self.start
            last = first + length
            yield first, min(last, WEEK)
            if last > WEEK:
                yield 0, last - WEEK

    def __str__(self) -> str:
        return f"{_written_days(self.days)} {clock(self.start)}-{clock(self.end or DAY)}"


@dataclass(frozen=True)
class Hours:
    """When somebody answers. Without spans and not always: nobody has told us."""

    spans: tuple[Span, ...] = ()
    is_always: bool = False

    def __str__(self) -> str:
        """As it is written; `parse` gives the same back."""
        return ALWAYS if self.is_always else "\n".join(map(str, self.spans))

    def state(self, at: datetime) -> State:
        if not self.is_always and not self.spans:
            return State.UNKNOWN
        if not self._is_open(_minute_of_week(at)):
            return State.CLOSED
        is_sure = self.is_always or not is_public_holiday(at.astimezone(BRUSSELS).date())
        return State.OPEN if is_sure else State.PERHAPS

    def next_change(self, at: datetime) -> datetime | None:
        """When it opens or closes next by its hours; None when it never does or nobody knows."""
        now = _minute_of_week(at)
        edges = {edge for first, last in self._in_the_week() for edge in (first, last % WEEK)}
        real = [edge for edge in edges if self._is_open(edge) != self._is_open((edge - 1) % WEEK)]
        if self.is_always or not real:
            return None
        return _later(at, min((edge - now) % WEEK or WEEK for edge in real))

    def _is_open(self, minute: int) -> bool:
        return self.is_always or any(first <= minute < last for first, last in self._in_the_week())

    def _in_the_week(self) -> Iterator[tuple[int, int]]:
        for span in self.spans:
            yield from span.in_the_week()


def parse(written: str) -> Hours:
    """Raises ValidationError, with the number of the line that is wrong."""
    lines = [line.strip() for line in written.lower().splitlines() if line.strip()]
    if lines == [ALWAYS]:
        return Hours(is_always=True)
    if len(lines) > MOST_LINES:
        raise ValidationError(_("Those are too many lines."), code="lines")
    return Hours(tuple(_span(line, number) for number, line in enumerate(lines, start=1)))


def validate_hours(written: str) -> None:
    parse(written)


def _span(line: str, number: int) -> Span:
    found = LINE.fullmatch(line)
    days = _read_days(found[1]) if found else ()
    start, end = (int(found[2]) * 60 + int(found[3]), int(found[4]) * 60 + int(found[5])) if found else (DAY, DAY)
    minutes = [int(found[3]), int(found[5])] if found else [60]
    if not days or start >= DAY or end > DAY or max(minutes) > 59 or start == end:
        message = _("Line %(number)s: write “always” alone, or days and hours such as mon-fri 09:30-13:00.")
        raise ValidationError(message, code="line", params={"number": number})
    return Span(days, start, end % DAY)


def _read_days(written: str) -> tuple[int, ...]:
    """`mon,wed-fri` → 0, 2, 3, 4; empty when it is none or names a day twice."""
    days: list[int] = []
    for part in written.split(","):
        first, dash, last = part.partition("-")
        ends = [first, last] if dash else [first]
        if any(end not in DAYS for end in ends):
            return ()
        days += range(DAYS.index(ends[0]), DAYS.index(ends[-1]) + 1) or [-1]
    is_fine = -1 not in days and len(set(days)) == len(days)
    return tuple(sorted(days)) if is_fine else ()


def _written_days(days: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minute_of_week(at: datetime) -> int:
    local = at.astimezone(BRUSSELS)
    return local.weekday() * DAY + local.hour * 60 + local.minute


def _later(at: datetime, minutes: int) -> datetime:
    """So many minutes later by the clock on the wall."""
    local = at.astimezone(BRUSSELS).replace(second=0, microsecond=0, tzinfo=None, fold=0)
    later = (local + timedelta(minutes=minutes)).replace(tzinfo=BRUSSELS)
    is_past = later.astimezone(UTC) <= at  # within one time zone Python compares what the clocks show
    return later.replace(fold=1) if is_past else later  # in the hour that comes twice in October, the second one
