"""What makes an application doubtful. Doubts set apart, they never drop."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from hierniet.client_address import client_address
from signatories import limits
from signatories.enums import Doubt

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


def find_doubts(
    request: HttpRequest, *, form_token: str, honeypot: str, email: str, second_email: str = ""
) -> list[Doubt]:
    """Everything that speaks against taking this application in at once; counts it for the limits on the way.

    Both mailboxes count: we would write to each of them.
    """
    mailboxes = {one_mailbox(address) for address in (email, second_email) if address}
    written_to = [limits.is_over("sign_up_to_mailbox", mailbox) for mailbox in sorted(mailboxes)]
    found = {
        Doubt.HONEYPOT: bool(honeypot),
        Doubt.FORM_TOKEN: read_submission_key(form_token) is None,
        Doubt.TOO_FAST: _was_too_fast(form_token),
        Doubt.MANY_FROM_ADDRESS: limits.is_over("sign_up_from_address", client_address(request)),
        Doubt.MANY_TO_MAILBOX: any(written_to),
    }
    return [doubt for doubt, is_found in found.items() if is_found]


def one_mailbox(email: str) -> str:
    """`lies.voorbeeld+pers@x.be` → `liesvoorbeeld@x.be`: spellings that arrive in the same mailbox at many providers.

    For counting only. Two people whose names differ by a dot then share a limit, which sets apart and never refuses.
    """
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def _was_too_fast(form_token: str) -> bool:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(form_token, max_age=timedelta(seconds=settings.MINIMUM_FILL_SECONDS))
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return False  # that is a doubt of its own
    return settings.MINIMUM_FILL_SECONDS > 0
