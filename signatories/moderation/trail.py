"""The history of a signatory, newest first: its changes of status, and what colleagues corrected in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from signatories.actions.changing import OWN_DETAILS
from signatories.corrections import label_of
from signatories.enums import Askable, Doubt, EventKind, Status
from signatories.models import Event, ReasonText, Signatory
from signatories.sayings import in_words


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str
    what: str
    why: str
    status: str = ""


def tell(signatory: Signatory, language: str) -> list[Entry]:
    labels = _labels(language)
    # What colleagues corrected is told with its values, from the log.
    happened = signatory.events.exclude(what=EventKind.CORRECTION).select_related("by")
    events = [_from_event(event, labels) for event in happened]
    corrections = LogEntry.objects.select_related("user").filter(
        content_type=ContentType.objects.get_for_model(Signatory), object_id=str(signatory.pk)
    )
    entries = [*events, *(_from_correction(entry) for entry in corrections)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def who_was_faster(signatory: Signatory) -> Event | None:
    """The last thing that happened to it."""
    return signatory.events.select_related("by").last()


def person(user: Any) -> str:
    """Nobody logged in means the applicant, or the site's own clock."""
    return user.get_full_name() or user.get_username() if user else _("applicant or site")


def _from_event(event: Event, labels: Mapping[str, str]) -> Entry:
    to = str(Status(event.to_status).label)
    start = str(Status(event.from_status).label) if event.from_status not in ("", event.to_status) else ""
    return Entry(
        at=event.at,
        who=person(event.by),
        what=_what(event, f"{start} → {to}" if start else to),
        why="" if event.what == EventKind.UNDONE else in_words(event, labels),
        status=event.to_status,
    )


def _what(event: Event, move: str) -> str:
    """What is no change of status goes by its own name."""
    label = str(EventKind(event.what).label)
    if event.what == EventKind.UNDONE:
        return f"{label}: {move}"
    return move if event.what == EventKind.STATUS else label


def _labels(language: str) -> dict[str, Any]:
    """An event keeps the key of a doubt or a reason, or what our code says; people read words."""
    texts = ReasonText.objects.filter(language=language).select_related("reason")
    fields = {name: label_of(name) for name in (*Askable.values, *OWN_DETAILS)}
    return fields | dict(Doubt.choices) | {text.reason.key: text.label for text in texts}


def _from_correction(entry: LogEntry) -> Entry:
    return Entry(at=entry.action_time, who=person(entry.user), what=_("Corrected"), why=entry.get_change_message())
