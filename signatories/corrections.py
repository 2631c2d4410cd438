"""What a moderator can ask an applicant to correct, and what a signatory can propose: fields, their values, and how they read.

Values travel as JSON, by the names of the signatory's fields: so they can be kept, compared and shown next to each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from guidance.differences import difference
from hierniet.dates import written
from signatories.enums import Askable, Kind
from signatories.models import AskedChange, Change, Signatory
from signatories.models.changes import AFTER_REMINDER, CORRECTION_PERIOD
from signatories.validators import format_enterprise_number

# Which fields of the signatory stand behind what can be asked; a logo is a file of its own, so only a hint here.
FIELDS_BEHIND: dict[Askable, tuple[str, ...]] = {
    **{field: (field.value,) for field in Askable},
    Askable.SECOND_PERSON: ("second_name", "second_email"),
    Askable.LOGO: (),
}


@dataclass(frozen=True)
class Compared:
    """One field, before and after, with what changed in it marked. `now` is set when somebody changed it in between."""

    label: str
    before: str
    after: str
    now: str | None = None

    @property
    def marked(self) -> SafeString:
        return difference(self.now if self.now is not None else self.before, self.after)

    @property
    def has_changed(self) -> bool:
        return self.before != self.after


def values_of(signatory: Signatory, names: Iterable[str]) -> dict[str, Any]:
    return {name: as_json(getattr(signatory, name)) for name in names}


def as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def from_json(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "mandate_decided_on" and value else value


def readable(name: str, value: Any) -> str:
    """A value as people read it, in their language; empty when there is none."""
    if not value:
        return ""
    if name == "kind":
        return str(Kind(value).label)
    if name == "enterprise_number":
        return format_enterprise_number(value)
    if name == "mandate_decided_on":
        return written(date.fromisoformat(as_json(value)))
    return "\n".join(value) if isinstance(value, list) else str(value)


def readable_all(values: Mapping[str, Any]) -> str:
    """What stands behind one question: for a second person both the name and the address."""
    return ", ".join(text for text in (readable(name, value) for name, value in values.items()) if text)


def open_questions(signatory: Signatory) -> list[AskedChange]:
    return list(signatory.asked_changes.open())


def last_answers(signatory: Signatory) -> list[AskedChange]:
    """What came back last; all of one answer have the same date."""
    answered = signatory.asked_changes.exclude(answered_at=None).order_by("-answered_at", "pk")
    rows = list(answered)
    return [row for row in rows if row.answered_at == rows[0].answered_at]


def compare_answer(asked: AskedChange) -> Compared:
    return Compared(str(asked), readable_all(asked.old), readable_all(asked.answer or {}))


def compare_change(change: Change, signatory: Signatory) -> list[Compared]:
    """Old then, now, and proposed: `now` only where a moderator corrected the entry in the meantime."""
    return [_compare_field(change, signatory, name) for name in change.fields]


def _compare_field(change: Change, signatory: Signatory, name: str) -> Compared:
    before, now = change.before[name], as_json(getattr(signatory, name))
    return Compared(
        label_of(name),
        readable(name, before),
        readable(name, change.fields[name]),
        None if now == before else readable(name, now),
    )


def label_of(name: str) -> str:
    """The name of a field, as it is called everywhere else."""
    return str(Askable(name).label) if name in Askable.values else field_label(name)


def field_label(name: str) -> str:
    return str(Signatory._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # none of ours is a relation


def answer_until(asked: Iterable[AskedChange]) -> date | None:
    """The last day to answer: as the mail said, and never too soon after the reminder, should that have come late."""
    rows = list(asked)
    if not rows:
        return None
    days = [_day(row.asked_at, CORRECTION_PERIOD) for row in rows]
    days += [_day(row.reminded_at, AFTER_REMINDER) for row in rows if row.reminded_at]
    return max(days)


def _day(moment: Any, period: timedelta) -> date:
    return timezone.localdate(moment) + period
