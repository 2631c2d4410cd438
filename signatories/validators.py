"""What may be typed into an application: shapes and spellings, once, for forms and models alike."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import ValidationError as NumberError

validate_web_address = URLValidator(schemes=["http", "https"], message=_("This is not a web address we can open."))
PHONE_SHAPE = re.compile(r"\+?[0-9][0-9 ./()-]{5,28}")


def one_line(text: str) -> str:
    """Composed letters, single blanks, and nothing that hides or turns around what stands beside it.

    Controls and format marks go (Unicode categories Cc, Cf, Co, Cs), among them the right-to-left overrides with
    which a name can be made to read differently in a list; no name in our languages needs them.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        letter if unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cs"} else " " for letter in composed
    )
    return " ".join(visible.split())


def validate_enterprise_number(number: str) -> None:
    """The check digits of the Crossroads Bank for Enterprises (KBO/BCE): ten digits, modulo 97."""
    try:
        vat.validate(number)
    except NumberError as error:
        raise ValidationError(
            _("This is not a Belgian enterprise number: one of its figures does not fit the others."), code="number"
        ) from error


def compact_enterprise_number(text: str) -> str:
    """`BE 0202.239.951` → `0202239951`; what is no number comes back without its dots, for the validator to refuse."""
    digits = re.sub(r"[\s.\-/]", "", text.upper()).removeprefix("BE")
    return f"0{digits}" if len(digits) == 9 and digits.isdigit() else digits


def complete_web_address(text: str) -> str:
    """`www.voorbeeld.be` → `https://www.voorbeeld.be`; refuses addresses with a user name or without a real host."""
    address = text.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    if not address:
        return ""
    validate_web_address(address)
    parts = urlsplit(address)
    if parts.username or parts.password or "." not in (parts.hostname or ""):
        raise ValidationError(_("This is not a web address we can open."), code="address")
    return address


def validate_phone(number: str) -> None:
    if number and not PHONE_SHAPE.fullmatch(number):
        raise ValidationError(_("Write a phone number with figures, as in 02 123 45 67 or +32 2 123 45 67."))
