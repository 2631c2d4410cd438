"""A made-up applicant, so that colleagues can read a mail before anybody gets it."""

from typing import Any

from django.utils import timezone

from hierniet import dates
from signatories.corrections import Compared
from signatories.enums import Kind
from signatories.models import Signatory
from signatories.renewal import Stage

# Passages that only go out on some occasion, and what tells the mail that it is one. Without any of these, others go out.
OCCASIONS: dict[str, dict[str, Any]] = {
    "again": {"stage": Stage.AGAIN.value},
    "last": {"stage": Stage.LAST.value},
    "claim": {"is_claim": True},
    "by_us": {"is_from_us": True},
    "reserve": {"must_confirm": False},
}
# What a mail to somebody else than the contact person leaves out.
LEFT_OUT: dict[str, dict[str, Any]] = {
    "second_person_asked": {"status_url": ""},
    "contact_invited": {"contact_name": "", "status_url": ""},
    "contact_notice": {"status_url": ""},
    "contact_replaced": {"status_url": ""},
}
NAMES = {"nl": "Voorbeeldvereniging", "fr": "Association d’exemple", "en": "Example Association"}


def sample_signatory(language: str) -> Signatory:
    """Never stored: its links lead nowhere."""
    return Signatory(
        kind=Kind.ASSOCIATION,
        name=NAMES[language],
        slug="voorbeeld",
        website="https://www.voorbeeld.example/",
        language=language,
        contact_name="Lies Voorbeeld",
        contact_email="lies@voorbeeld.example",
    )


def sample_words(message: str, occasion: str = "") -> dict[str, Any]:
    """What actions put into mails beside the facts of the signatory. `occasion` is one of those above, if any."""
    return _words() | LEFT_OUT.get(message, {}) | OCCASIONS.get(occasion, {})


def _words() -> dict[str, Any]:
    address = "https://www.voorbeeld.example/"
    return {
        "confirm_url": address,
        "confirm_code": "ABCD-2345",
        "code_url": address,
        "until_day": dates.written(timezone.localdate()),
        "on_day": dates.written(timezone.localdate()),
        "due_on": timezone.localdate(),
        "stage": Stage.FIRST.value,
        "position": 3,
        "expected_days": 4,
        "public_url": address,
        "kit_url": address,
        "bench_url": address,
        "second_url": address,
        "answer_url": address,
        "change_url": address,
        "renew_url": address,
        "accept_url": address,
        "object_url": address,
        "reference_links": [],
        "reason_label": "…",
        "reason_text": "…",
        "own_words": "",
        "contact_role": "",
        "must_confirm": True,
        "is_listed": False,
        "is_claim": False,
        "is_from_us": False,
        "is_public": True,
        "stays_name": "…",
        "questions": [{"label": "…", "now": None, "phrase": "…", "own_words": ""}],
        "compared": [Compared("…", "…", "…")],
        "files": [{"name": "…", "receipt_number": "…", "status": "…", "url": address}],
    }
