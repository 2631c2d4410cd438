"""What was changed, by whom and when: a thing and its three languages told as one story."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guidance.differences import difference
from guidance.models.texts import TranslatedText
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
    def can_be_put_back(self) -> bool:
        return bool(self.language)


def versions(owner: Any) -> list[Version]:
    """Newest first; saves that changed nothing an editor can write are left out."""
    rows = [owner, *owner.texts.all()]
    found = [version for row in rows for version in _versions_of(row)]
    return sorted(found, key=lambda version: version.at, reverse=True)


def _versions_of(row: Any) -> Iterator[Version]:
    records: Sequence[Any] = list(row.history.select_related("history_user"))
    names = _written_fields(row)
    for newer, older in pairwise(records):
        changes = [_change(row, name, older, newer) for name in names if getattr(older, name) != getattr(newer, name)]
        if changes:
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
