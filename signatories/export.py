"""Everything that we keep about a signatory, for itself: to read on a page, and to take away as JSON.

Who of the moderators did what is left out: that is about them. Keys of links are left out: a file that is passed on must
open nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from signatories import retention, tokens
from signatories.actions.changing import OWN_DETAILS
from signatories.corrections import as_json as plain
from signatories.corrections import field_label, label_of, readable, readable_all
from signatories.enums import Askable, Doubt, EventKind, Status
from signatories.models import ReasonText, Signatory
from signatories.models.signatory import APPLICATION_FIELDS
from signatories.sayings import SAYINGS, in_words

DATES = (
    "created_at", "confirmed_at", "submitted_at", "approved_at", "decided_at", "charter_agreed_at",
    "mandate_stated_at", "second_confirmed_at", "second_refused_at", "renewed_at", "reminded_at",
    "lapsed_at", "contested_at",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    label: str
    value: Any


@dataclass(frozen=True)
class Happened:
    at: Any
    what: str
    why: str


@dataclass(frozen=True)
class Told:
    """The parts of the page, each in words."""

    details: list[Fact]
    dates: list[Fact]
    doubts: list[str]
    own_words: str
    events: list[Happened]
    questions: list[Any]
    changes: list[Any]
    mails: list[Any]
    lines: Any


def tell(signatory: Signatory, language: str) -> Told:
    return Told(
        details=[
            Fact(field_label(name), readable(name, _value(signatory, name)))
            for name in APPLICATION_FIELDS
            if _value(signatory, name)
        ],
        dates=[Fact(field_label(name), getattr(signatory, name)) for name in DATES if getattr(signatory, name)],
        doubts=signatory.doubt_labels,
        own_words=signatory.own_words,
        events=_events(signatory, language),
        questions=[
            (row, readable_all(row.old), readable_all(row.answer or {})) for row in signatory.asked_changes.all()
        ],
        changes=[
            (
                row,
                [
                    (label_of(name), readable(name, row.before[name]), readable(name, row.fields[name]))
                    for name in row.fields
                ],
            )
            for row in signatory.changes.all()
        ],
        mails=list(signatory.mails_to_contact().select_related("email")),
        lines=retention.LINES,
    )


def as_json(signatory: Signatory, language: str) -> dict[str, Any]:
    """By the names that the code uses, which are English and do not change with the reader."""
    return {
        "receipt_number": signatory.receipt_number,
        "status": signatory.status,
        "short_name": signatory.slug,
        "details": {name: plain(getattr(signatory, name)) for name in APPLICATION_FIELDS},
        "dates": {name: _moment(getattr(signatory, name)) for name in DATES},
        "doubts": signatory.doubt_labels,
        "reason": signatory.reason.text(language).explanation if signatory.reason else "",
        "own_words_of_the_moderators": signatory.own_words,
        "public_source": signatory.source_url,
        "events": [
            {"at": _moment(event.at), "what": event.what, "status": event.to_status, "why": told.why}
            for event, told in zip(signatory.events.all(), _events(signatory, language), strict=True)
        ],
        "asked_changes": [_question(row) for row in signatory.asked_changes.all()],
        "changes": [_change(row) for row in signatory.changes.all()],
        "mails": [_mail(signatory, mail) for mail in signatory.mails_to_contact().select_related("email")],
        "kept_until": [{"what": str(line.what), "until": str(line.until)} for line in retention.LINES],
    }


def _value(signatory: Signatory, name: str) -> Any:
    value = getattr(signatory, name)
    return signatory.get_language_display() if name == "language" else value


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if isinstance(moment, date) else None


def _events(signatory: Signatory, language: str) -> list[Happened]:
    events = list(signatory.events.all())
    labels = _labels(language, {part for event in events for part in event.why.split(", ")})
    return [
        Happened(
            event.at,
            str(EventKind(event.what).label if event.what != EventKind.STATUS else Status(event.to_status).label),
            in_words(event, labels),
        )
        for event in events
    ]


def _labels(language: str, wanted: set[str]) -> Mapping[str, str]:
    """What the history says in keys beside those of our code: fields, doubts, and reasons."""
    labels = {name: label_of(name) for name in (*Askable.values, *OWN_DETAILS)}
    labels |= {doubt.value: str(doubt.label) for doubt in Doubt} | {"": ""}
    if wanted <= labels.keys() | SAYINGS.keys():
        return labels
    reasons = ReasonText.objects.filter(language=language, reason__key__in=wanted).values_list("reason__key", "label")
    return labels | dict(reasons)


def _question(row: Any) -> dict[str, Any]:
    return {
        "field": row.field, "asked_at": _moment(row.asked_at), "problem": row.phrase, "own_words": row.words,
        "before": row.old, "answered_at": _moment(row.answered_at), "answer": row.answer, "remark": row.remark,
    }  # fmt: skip


def _change(row: Any) -> dict[str, Any]:
    return {
        "proposed_at": _moment(row.created_at), "state": row.state, "before": row.before, "after": row.fields,
        "remark": row.remark, "decided_at": _moment(row.decided_at), "own_words": row.words,
    }  # fmt: skip


def _mail(signatory: Signatory, mail: Any) -> dict[str, Any]:
    return {
        "written_at": _moment(mail.email.created), "to": mail.email.to, "language": mail.language,
        "subject": mail.email.subject, "text": tokens.without_keys(mail.email.message, signatory),
        "is_sent": mail.is_sent,
    }  # fmt: skip
