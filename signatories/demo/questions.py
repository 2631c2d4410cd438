"""What is asked of fictitious applicants, and what fictitious signatories propose, so that both can be looked at."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from signatories.corrections import FIELDS_BEHIND, values_of
from signatories.enums import Askable, Kind, Problem, Status
from signatories.models import AskedChange, Change
from signatories.models.changes import REMINDER_AFTER

from .biography import Biography

# Each in turn; the second list is a little longer, so that the pairs differ.
ASKED = (
    (Askable.WEBSITE, Problem.WEBSITE_DEAD), (Askable.NAME, Problem.NAME_SHORT), (Askable.KIND, Problem.KIND_OTHER),
)  # fmt: skip
ASKED_TOO = (
    (Askable.CONTACT_ROLE, Problem.ROLE_UNCLEAR), (Askable.CONTACT_PHONE, Problem.PHONE_WRONG),
    (Askable.ENTERPRISE_NUMBER, Problem.NUMBER_MISSING), (Askable.SECOND_PERSON, Problem.SECOND_MISSING),
)  # fmt: skip
ONE_IN = 12


def store_questions(biographies: Sequence[Biography], *, now: datetime) -> None:
    asked = [told for told in biographies if told.signatory.status == Status.CHANGES_ASKED]
    AskedChange.objects.bulk_create(
        row for number, told in enumerate(asked) for row in _questions(told, number, now=now)
    )
    listed = [told for told in biographies if told.signatory.status == Status.APPROVED]
    Change.objects.bulk_create(_change(told) for told in listed[::ONE_IN] if told.signatory.kind != Kind.INDIVIDUAL)


def _questions(told: Biography, number: int, *, now: datetime) -> Iterable[AskedChange]:
    at, event = told.events[-1]
    reminded_at = at + REMINDER_AFTER
    for field, problem in (ASKED[number % len(ASKED)], ASKED_TOO[number % len(ASKED_TOO)]):
        yield AskedChange(
            signatory=told.signatory,
            field=field,
            problem=problem,
            old=values_of(told.signatory, FIELDS_BEHIND[field]),
            asked_by=event.by,
            asked_at=at,
            reminded_at=reminded_at if reminded_at < now else None,
        )


def _change(told: Biography) -> Change:
    before = values_of(told.signatory, ("name", "website"))
    fields = {"name": f"{before['name']} (voortaan anders)"[:120], "website": "https://nieuw.voorbeeld.example/"}
    return Change(signatory=told.signatory, fields=fields, before=before)
