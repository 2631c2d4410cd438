"""What was changed, by whom and when: a thing and its three languages told as one story."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guidance.differences import difference
from guidance.editing.completeness import language_name, owner_name
from guidance.models.texts import STILL_RIGHT, TranslatedText
from hierniet.dates import written


@dataclass(frozen=True)
class FieldChange:
    label: str
    difference: SafeString


@dataclass(frozen=True)
class Version:
    """One save of one row. `record` is the row of history, for putting its words back."""

    at: datetime
    by: User | None
    language: str
    is_first: bool
    changes: list[FieldChange]
    record: Any

    @property
    def anchor(self) -> str:
        return anchor_of(self.record)

    @property
    def is_confirmation(self) -> bool:
        """No word changed: somebody said that these are still right."""
        return bool(self.record.history_change_reason == STILL_RIGHT)

    @property
    def can_be_put_back(self) -> bool:
        return bool(self.language)


def versions(owner: Any) -> list[Version]:
    """Newest first; saves that changed nothing an editor can write are left out."""
    rows = [owner, *owner.texts.all()]
    found = [version for row in rows for version in _versions_of(row)]
    return sorted(found, key=lambda version: version.at, reverse=True)


def since_it_lags(told: Iterable[Version], text: TranslatedText) -> list[Version]:
    """Of these what was changed in other languages since `text` lags behind: what later_changes() counts."""
    others = (version for version in told if version.language not in ("", text.language) and not version.is_first)
    return [version for version in others if version.changes and text.older_since and version.at >= text.older_since]


@dataclass(frozen=True)
class LaterChange:
    """What happened in another language since a text lags behind: how many changes, and who made the last one when.

    `anchor` is the place of that one on the page with the history; the others stand below it.
    """

    language: str
    number: int
    at: datetime
    by: User | None
    anchor: str

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def name(self) -> str:
        return self.by.get_full_name() or self.by.get_username() if self.by else ""


def later_changes(text: TranslatedText) -> list[LaterChange]:
    """One for each language that was changed since then, the one that was changed first on top. One query."""
    changed: dict[str, list[Any]] = {}
    for older, newer in _pairs_since(text):
        if any(getattr(older, name) != getattr(newer, name) for name in text.content_fields):
            changed.setdefault(newer.language, []).append(newer)
    return [_summed_up(records) for records in changed.values()]


def _summed_up(records: Sequence[Any]) -> LaterChange:
    last = records[-1]
    return LaterChange(last.language, len(records), last.history_date, last.history_user, anchor_of(last))


def _pairs_since(text: TranslatedText) -> Iterator[tuple[Any, Any]]:
    """Each row that was written in another language since `text` lags behind, after the one before it."""
    history: Any = type(text).history  # type: ignore[attr-defined]  # simple-history adds it
    others = history.filter(**_owner_id(text)).exclude(language=text.language)
    before = others.filter(history_date__lt=text.older_since).order_by("language", "-history_date", "-history_id")
    wanted = Q(history_date__gte=text.older_since) | Q(history_id__in=before.distinct("language").values("history_id"))
    last: dict[str, Any] = {}
    for record in others.filter(wanted).select_related("history_user").order_by("history_date", "history_id"):
        if record.language in last:
            yield last[record.language], record
        last[record.language] = record


def anchor_of(record: Any) -> str:
    return f"{getattr(record, 'language', 'all')}-{record.history_id}"


def _owner_id(text: TranslatedText) -> dict[str, Any]:
    name = owner_name(type(text))
    return {f"{name}_id": getattr(text, f"{name}_id")}


def _versions_of(row: Any) -> Iterator[Version]:
    records: Sequence[Any] = list(row.history.select_related("history_user"))
    names = _written_fields(row)
    for newer, older in pairwise(records):
        changes = [_change(row, name, older, newer) for name in names if getattr(older, name) != getattr(newer, name)]
        if changes or newer.history_change_reason == STILL_RIGHT:
            yield _version(row, newer, changes)
    if records:
        yield _version(row, records[-1], [])


def _version(row: Any, record: Any, changes: list[FieldChange]) -> Version:
    return Version(
        at=record.history_date,
        by=record.history_user,
        language=row.language if isinstance(row, TranslatedText) else "",
        is_first=record.history_type == "+",
        changes=changes,
        record=record,
    )


def _written_fields(row: Any) -> Iterable[str]:
    if isinstance(row, TranslatedText):
        return row.content_fields
    return [field.name for field in row._meta.fields if field.editable and not field.primary_key]


def _change(row: Any, name: str, older: Any, newer: Any) -> FieldChange:
    label = capfirst(str(row._meta.get_field(name).verbose_name))
    return FieldChange(label, difference(_text(getattr(older, name)), _text(getattr(newer, name))))


def _text(value: Any) -> str:
    """A value as somebody reads it, lists one a line."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return written(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        return " | ".join(str(part) for part in value.values())
    return "" if value is None else str(value)
