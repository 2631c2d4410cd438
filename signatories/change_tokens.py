"""The links in the mails about another contact person; each says yes, or says no, to one change. See also tokens.py."""

from enum import Enum

from django.core import signing
from django.utils.crypto import salted_hmac

from signatories.models import ContactChange


class ChangePurpose(Enum):
    """Who holds the link, and what it can do; also its salt."""

    ACCEPT = "signatories.contact.accept"
    OBJECT = "signatories.contact.object"


def make_change_token(change: ContactChange, purpose: ChangePurpose) -> str:
    """In the shape of the other links, so that colleagues who read a mail see none of them. See `tokens.without_keys`."""
    name = change.public_id.hex
    filling = salted_hmac(purpose.value, name, algorithm="sha256").hexdigest()[:12]
    return signing.Signer(salt=purpose.value, sep=".").sign(f"{name}-{filling}")


def find_change(token: str, purpose: ChangePurpose) -> ContactChange | None:
    """Whose link this is; None for one that is forged or meant for something else. It opens after the end, too."""
    try:
        name, _separator, _filling = signing.Signer(salt=purpose.value, sep=".").unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return ContactChange.objects.select_related("signatory").filter(public_id=name).first()
