"""What may be typed into an application: shapes and spellings, once, for forms and models alike."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import ValidationError as NumberError

validate_address = EmailValidator(message=_("This is not an e-mail address that we can write to."))
validate_web_address = URLValidator(schemes=["http", "https"], message=_("This is not a web address we can open."))
WEBSITE_LENGTH = 200
PHONE_SHAPE = re.compile(r"\+?[0-9(][0-9 ./()-]{5,28}")
# Without quotation marks, under which Django's own validator also lets commas through: the outbox keeps its recipients
# in one text with commas between them, so `"a,victim@x.be,b"@y.be` would reach the victim.
MAILBOX_SHAPE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^@]+\.[^@.]+")
ENTERPRISE_NUMBER_SHAPE = re.compile(r"[0-9]{10}")
# Letters by their category, but nothing is seen of them: fillers of Korean syllables, the empty braille sign.
LOOKS_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
MARKS_ON_A_LETTER = 2


def one_line(text: str) -> str:
    """Composed letters, single blanks, and nothing that hides or turns around what stands beside it.

    Line breaks and other controls become blanks. Format marks go, among them the right-to-left overrides with which a
    name can be made to read differently in a list, and the zero-width blanks that come along from web pages; no name
    in our languages needs them. Of a pile of accents two stay.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category == "Cc" or letter in LOOKS_EMPTY:
            kept.append(" ")
        elif not category.startswith("C") and marks <= MARKS_ON_A_LETTER:
            kept.append(letter)
    return " ".join("".join(kept).split())


def validate_enterprise_number(number: str) -> None:
    """The check digits of the Crossroads Bank for Enterprises (KBO/BCE): ten digits, modulo 97."""
    try:
        vat.validate(number)
    except NumberError as error:
        raise _not_an_enterprise_number() from error
    if not ENTERPRISE_NUMBER_SHAPE.fullmatch(number):  # the library forgives more than what we store
        raise _not_an_enterprise_number()


def _not_an_enterprise_number() -> ValidationError:
    return ValidationError(
        _("This is not a Belgian enterprise number: one of its figures does not fit the others."), code="number"
    )


def compact_enterprise_number(text: str) -> str:
    """`BTW BE 0202.239.951` → `0202239951`; what is no number comes back without its dots, for the validator to refuse."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum())
    digits = re.sub(r"^(?:BTW|TVA|VAT)?(?:BE)?", "", letters)
    return f"0{digits}" if len(digits) == 9 and digits.isdecimal() else digits


def readable_enterprise_number(number: str) -> str:
    """`0202.239.951`, as it is written in Belgium."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}" if number else ""


def complete_web_address(text: str) -> str:
    """`www.voorbeeld.be` → `https://www.voorbeeld.be`; refuses addresses with a user name or without a real host."""
    address = one_line(text)
    if not address:
        return ""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", address):
        address = f"https://{address}"
    validate_web_address(address)
    parts = urlsplit(address)
    has_login = parts.username is not None or parts.password is not None
    if has_login or "." not in (parts.hostname or "") or len(address) > WEBSITE_LENGTH:
        raise ValidationError(_("This is not a web address we can open."), code="address")
    return address


def validate_mailbox(address: str) -> None:
    """One mailbox at a real domain: no quoted names, no `localhost`, no bare address of a machine."""
    validate_address(address)
    if not MAILBOX_SHAPE.fullmatch(address) or address != one_line(address) or "[" in address:
        raise ValidationError(validate_address.message, code="invalid")


def validate_phone(number: str) -> None:
    if number and not PHONE_SHAPE.fullmatch(number):
        raise ValidationError(_("Write a phone number with figures, as in 02 123 45 67 or +32 2 123 45 67."))
