"""What makes an application doubtful. Doubts set apart, they never drop."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from hierniet.client_address import client_address
from signatories import floods
from signatories.enums import Doubt
from signatories.mailboxes import is_disposable

SALT = "signatories.form"


def make_form_token() -> str:
    """Names one filling-in of the form and says when it began, signed."""
    return signing.TimestampSigner(salt=SALT).sign(uuid.uuid4().hex)


def read_submission_key(form_token: str) -> uuid.UUID | None:
    """The name of this filling-in; None for a token that is not ours."""
    try:
        return uuid.UUID(signing.TimestampSigner(salt=SALT).unsign(form_token))
    except (signing.BadSignature, ValueError):
        return None


@dataclass(frozen=True)
class Findings:
    """Everything that speaks against taking an application in at once; `facts` says which limit, and how many."""

    doubts: list[Doubt]
    facts: dict[str, dict[str, Any]]


def examine(request: HttpRequest, *, form_token: str, honeypot: str, email: str, second_email: str = "") -> Findings:
    """Look at an application from all sides; counts it for the limits on the way. Call it outside a transaction.

    Both mailboxes count: we would write to each of them.
    """
    found = {
        Doubt.HONEYPOT: bool(honeypot),
        Doubt.FORM_TOKEN: read_submission_key(form_token) is None,
        Doubt.TOO_FAST: _was_too_fast(form_token),
        Doubt.DISPOSABLE: is_disposable(email) or is_disposable(second_email),
    }
    facts = floods.count_sign_up(address=client_address(request), email=email, second_email=second_email)
    return Findings([*(doubt for doubt, is_found in found.items() if is_found), *map(Doubt, facts)], facts)


def _was_too_fast(form_token: str) -> bool:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(form_token, max_age=timedelta(seconds=settings.MINIMUM_FILL_SECONDS))
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return False  # that is a doubt of its own
    return settings.MINIMUM_FILL_SECONDS > 0
