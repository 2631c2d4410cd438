"""What was changed, by whom and when: a thing and its three languages told as one story."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guidance.models.texts import TranslatedText

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
CONTEXT = 12  # how many words stay visible on either side of a change
REWRITTEN = 0.35  # below this likeness two texts are shown one after the other, not woven together


@dataclass(frozen=True)
class Step:
    """Words that stayed, or (with `come`) words that went and words that came in their place."""

    gone: list[str]
    come: list[str] | None = None


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
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        return " | ".join(str(part) for part in value.values())
    return "" if value is None else str(value)


def difference(before: str, after: str) -> SafeString:
    """Both texts in one: what went in `<del>`, what came in `<ins>`, and some words around them."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    steps = list(_steps(old, new))
    last = len(steps) - 1
    parts = (_step(step, is_first=place == 0, is_last=place == last) for place, step in enumerate(steps))
    return format_html_join("", "{}", ((part,) for part in parts))


def _steps(old: list[str], new: list[str]) -> Iterator[Step]:
    """What stayed and what changed, in turn. A blank or a comma between two changes is part of one change."""
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > 5_000)
    if matcher.ratio() < REWRITTEN:
        yield Step(old, new)
        return
    gone: list[str] = []
    come: list[str] = []
    codes = matcher.get_opcodes()
    for place, (kind, i1, i2, j1, j2) in enumerate(codes):
        is_between = bool(gone or come) and place < len(codes) - 1
        has_words = any(token[0].isalnum() for token in old[i1:i2])
        if kind != "equal" or (is_between and not has_words):
            gone += old[i1:i2]
            come += new[j1:j2]
            continue
        if gone or come:
            yield Step(gone, come)
            gone, come = [], []
        yield Step(old[i1:i2])
    if gone or come:
        yield Step(gone, come)


def _step(step: Step, *, is_first: bool, is_last: bool) -> SafeString:
    if step.come is None:
        return format_html("{}", _shortened(step.gone, is_first=is_first, is_last=is_last))
    gone = format_html("<del>{}</del>", "".join(step.gone)) if step.gone else SafeString("")
    come = format_html("<ins>{}</ins>", "".join(step.come)) if step.come else SafeString("")
    return format_html("{}{}", gone, come)


def _shortened(tokens: list[str], *, is_first: bool, is_last: bool) -> str:
    """Long stretches without a change, down to the words next to one."""
    if len(tokens) <= 3 * CONTEXT:
        return "".join(tokens)
    before = [] if is_first else tokens[:CONTEXT]
    after = [] if is_last else tokens[-CONTEXT:]
    return "".join([*before, " … ", *after])
