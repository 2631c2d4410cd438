"""A made-up applicant, so that colleagues can read a mail before anybody gets it."""

from typing import Any

from django.utils import timezone

from hierniet import dates
from signatories.enums import Kind
from signatories.models import Signatory

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


def sample_words() -> dict[str, Any]:
    """What actions put into mails beside the facts of the signatory."""
    address = "https://www.voorbeeld.example/"
    return {
        "confirm_url": address,
        "confirm_code": "ABCD-2345",
        "code_url": address,
        "until_day": dates.written(timezone.localdate()),
        "position": 3,
        "expected_days": 4,
        "public_url": address,
        "bench_url": address,
        "reference_links": [],
        "reason_label": "…",
        "reason_text": "…",
        "own_words": "",
    }
