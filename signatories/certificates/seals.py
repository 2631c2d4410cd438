"""What we put on a certificate, and nobody else can: whose it is and of which day, signed."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core import signing

FIRST_DAY = date(2026, 1, 1)  # days are counted from here, so that they fit in two bytes
MOST_DAYS = 2**16 - 1
ID_BYTES, DAY_BYTES = 16, 2


class ShortSigner(signing.Signer):
    """96 of 256 bits of the signature: as good as unguessable, and a code with fewer and larger squares."""

    LETTERS = 16

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[: self.LETTERS]


@dataclass(frozen=True)
class Seal:
    public_id: UUID
    day: date


def make_seal(public_id: UUID, day: date) -> str:
    """41 letters that stand in an address. The same for everybody who asks on one day."""
    days = min(max((day - FIRST_DAY).days, 0), MOST_DAYS).to_bytes(DAY_BYTES, "big")  # a clock may be wrong
    return _signer().sign(base64.urlsafe_b64encode(public_id.bytes + days).decode())


def read_seal(text: str) -> Seal | None:
    """None for what we never gave out."""
    try:
        given = base64.urlsafe_b64decode(_signer().unsign(text))
    except (signing.BadSignature, binascii.Error, ValueError):
        return None
    days = int.from_bytes(given[ID_BYTES:], "big")
    return Seal(UUID(bytes=given[:ID_BYTES]), FIRST_DAY + timedelta(days=days))


def _signer() -> ShortSigner:
    return ShortSigner(salt="signatories.certificate", sep=".")
