"""Signed links and typed codes. Each is bound to one purpose: a link to confirm opens no file, and the reverse."""

import hmac
import re
from enum import Enum

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from signatories.models import Signatory
from signatories.models.signatory import RECEIPT_LETTERS

CODE_LENGTH = 8
TOKEN = re.compile(r"[0-9a-f]{32}-[0-9a-f]{12}\.[\w-]+")
HIDDEN = "…"


class Purpose(Enum):
    """What a link is for; also its salt."""

    CONFIRM = "signatories.confirm"
    RECEIPT = "signatories.receipt"
    FILE = "signatories.file"
    SECOND = "signatories.second"  # of the second person, who sees nothing of the file
    RENEW = "signatories.renew"
    RENEW_SECOND = "signatories.renew_second"


def make_token(signatory: Signatory, purpose: Purpose) -> str:
    """The same every time: a moderator who has seen a mail must recognise it when it goes out a minute later."""
    return signing.Signer(salt=purpose.value, sep=".").sign(f"{signatory.public_id.hex}-{_stamp(signatory, purpose)}")


def find_signatory(token: str, purpose: Purpose) -> Signatory | None:
    """Whose link this is, or None for one that is forged, meant for something else, or out of use.

    A link stops working when the e-mail address changes or its key is renewed. How old it is does not matter
    here: what a late link may still do is decided by the signatory's status.
    """
    try:
        public_id, _separator, stamp = signing.Signer(salt=purpose.value, sep=".").unsign(token).partition("-")
    except signing.BadSignature:
        return None
    signatory = Signatory.objects.filter(public_id=public_id).first()
    if signatory is None or (purpose is Purpose.SECOND and not signatory.second_key):
        return None
    return signatory if constant_time_compare(stamp, _stamp(signatory, purpose)) else None


def confirmation_code(signatory: Signatory) -> str:
    """`7K3F-9QWX`: for those whose mail programme breaks links. Derived, so nothing needs to be stored."""
    digest = salted_hmac(
        "signatories.code", f"{signatory.public_id.hex}{_stamp(signatory)}", algorithm="sha256"
    ).digest()
    letters = [RECEIPT_LETTERS[byte % len(RECEIPT_LETTERS)] for byte in digest[:CODE_LENGTH]]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def is_code_of(signatory: Signatory, typed: str) -> bool:
    return constant_time_compare(_letters_only(typed), _letters_only(confirmation_code(signatory)))


def without_keys(text: str, signatory: Signatory) -> str:
    """A mail, or its HTML, as colleagues may read it: what only the mailbox itself may open or type is left out."""
    return TOKEN.sub(HIDDEN, text).replace(confirmation_code(signatory), HIDDEN)


def _letters_only(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())


def _stamp(signatory: Signatory, purpose: Purpose = Purpose.FILE) -> str:
    """Changes with the e-mail address, and stays when the address is erased at the end: then a late link still answers.

    The links of the second person have a key of their own, or end with that person's own address.
    """
    key = signatory.second_key if purpose is Purpose.SECOND else signatory.file_key
    whose = f"link {signatory.second_email}" if purpose is Purpose.RENEW_SECOND else "link"
    return hmac.new(key.encode(), whose.encode(), "sha256").hexdigest()[:12]
