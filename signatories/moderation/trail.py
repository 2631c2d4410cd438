"""The history of a signatory, newest first: its changes of status, and what colleagues corrected in between."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from signatories.enums import Status
from signatories.models import Event, ReasonText, Signatory


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str
    what: str
    why: str
    status: str = ""


def tell(signatory: Signatory, language: str) -> list[Entry]:
    labels = _reason_labels(language)
    events = [_from_event(event, labels) for event in signatory.events.select_related("by")]
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


def _from_event(event: Event, labels: dict[str, str]) -> Entry:
    to = str(Status(event.to_status).label)
    start = str(Status(event.from_status).label) if event.from_status else ""
    key, colon, words = event.why.partition(": ")
    why = f"{labels[key]}{colon}{words}" if key in labels else event.why
    return Entry(
        at=event.at, who=person(event.by), what=f"{start} → {to}" if start else to, why=why, status=event.to_status
    )


def _reason_labels(language: str) -> dict[str, str]:
    """An event keeps the key of a reason; people read its label."""
    texts = ReasonText.objects.filter(language=language).select_related("reason")
    return {text.reason.key: text.label for text in texts}


def _from_correction(entry: LogEntry) -> Entry:
    return Entry(at=entry.action_time, who=person(entry.user), what=_("Corrected"), why=entry.get_change_message())
