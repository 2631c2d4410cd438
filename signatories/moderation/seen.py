"""What somebody saw, as one word: to tell whether it is still so when the button is pressed."""

import hashlib

from django.db.models import Max

from signatories.models import Logo, Signatory

SHOWN = (
    "status", "name", "slug", "website", "kind", "language", "contact_email", "contact_name", "doubts", "confirmed_at",
    "source_url", "enterprise_number", "social_accounts", "mandate_decided_on", "second_confirmed_at",
    "second_refused_at",
)  # fmt: skip


def mark_of(signatory: Signatory, last_event: int | None) -> str:
    """Changes with everything that a page of moderation shows of the row, and with everything that happens."""
    shown = [getattr(signatory, name) for name in SHOWN]
    return hashlib.sha256(repr([last_event, *shown]).encode()).hexdigest()[:24]


def mark_now(signatory: Signatory) -> str:
    """The same with its logo, asked of the database. A logo is seen on the page and stands in no mail."""
    logos = Logo.objects.filter(signatory=signatory).order_by("state").values_list("state", "name")
    plain = mark_of(signatory, signatory.events.aggregate(last=Max("pk"))["last"])
    return hashlib.sha256(repr([plain, *logos]).encode()).hexdigest()[:24]
