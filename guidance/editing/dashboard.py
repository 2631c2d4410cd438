"""The page on which editors see all that waits for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guidance.editing import waiting
from guidance.editing.completeness import language_name
from guidance.editing.content_admin import from_moment
from guidance.editing.waiting import Group, Row
from hierniet.dates import written
from hierniet.languages import LANGUAGES


@dataclass(frozen=True)
class Words:
    """What the page says of a chapter; `none` where nothing waits."""

    title: Promise
    about: Promise
    none: Promise


WORDS = {
    "overdue": Words(
        gettext_lazy("Check again"),
        gettext_lazy("Facts that nobody has checked for half a year."),
        gettext_lazy("Nothing is overdue."),
    ),
    "stale": Words(
        gettext_lazy("Older than its source"),
        gettext_lazy("Another language was changed since. These stay public; look whether they are still right."),
        gettext_lazy("No language lags behind another."),
    ),
    "missing": Words(
        gettext_lazy("A language is missing"),
        gettext_lazy("Not published until every language is complete."),
        gettext_lazy("Nothing lacks a language."),
    ),
    "verify": Words(
        gettext_lazy("Verify"),
        gettext_lazy("Left out or hidden until somebody has found a source."),
        gettext_lazy("Nothing is waiting for a source."),
    ),
    "scheduled": Words(
        gettext_lazy("Comes out later"),
        gettext_lazy("Published at a set time, the first one on top."),
        gettext_lazy("Nothing is scheduled."),
    ),
    "drafts": Words(
        gettext_lazy("Drafts"),
        gettext_lazy("Not published; the one that has been lying longest on top."),
        gettext_lazy("There are no drafts."),
    ),
}


def work_that_waits(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    user: Any = request.user
    if not waiting.kinds_of(user):
        raise PermissionDenied
    sections = [
        {
            "key": chapter.key,
            "level": chapter.level,
            "label": chapter.label(number := sum(group.number for group in groups)),
            "number": number,
            "words": WORDS[chapter.key],
            "groups": [_told(chapter.key, group) for group in groups],
        }
        for chapter, groups in waiting.everything(user)
    ]
    return render(request, "back_office/work.html", {**context, "title": _("Work on the texts"), "sections": sections})


def _told(key: str, group: Group) -> dict[str, Any]:
    return {
        "language": language_name(group.language) if group.language else "",
        "number": group.number,
        "number_left_out": group.number_left_out,
        "lists": group.lists,
        "items": [{"item": item, "why": WHY[key](item.row)} for item in group.items],
    }


def _day(moment: datetime) -> str:
    """In Belgium, where it may be tomorrow already."""
    return written(timezone.localtime(moment))


def _checked(row: Row) -> str:
    return _("checked on %(day)s") % {"day": written(row.at)} if row.at else _("never checked")


def _older(row: Row) -> str:
    return _("older than %(language)s since %(day)s") % {
        "language": language_name(row.note),
        "day": _day(row.at),
    }


def _lacking(row: Row) -> str:
    lacking = ", ".join(language_name(language) for language in LANGUAGES if language not in row.note)
    return _("missing or incomplete: %(languages)s") % {"languages": lacking}


def _unsure(row: Row) -> str:
    if not row.note:
        return _("hidden until it is verified")
    return ngettext("%(number)s fact", "%(number)s facts", row.note) % {"number": row.note}


def _changed(row: Row) -> str:
    return _("last changed on %(day)s") % {"day": _day(row.at)} if row.at else _("nothing written yet")


WHY: Mapping[str, Callable[[Row], str]] = {
    "overdue": _checked,
    "stale": _older,
    "missing": _lacking,
    "verify": _unsure,
    "scheduled": lambda row: from_moment(row.at),
    "drafts": _changed,
}
