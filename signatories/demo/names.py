"""Makes up who somebody is: a name, a website, a contact person; all of them plainly fictitious."""

from dataclasses import dataclass
from random import Random

from django.utils.text import slugify

from guidance.words import fold
from signatories.enums import Kind

from .words import FIRST_NAMES, NAMES, PLACES, ROLES, SURNAMES

TRIES = 40


@dataclass(frozen=True)
class Identity:
    """What an applicant would fill in."""

    kind: str
    name: str
    website: str
    enterprise_number: str
    language: str
    contact_name: str
    contact_role: str
    contact_email: str
    contact_phone: str


def make_identity(chance: Random, *, kind: Kind, language: str, taken: set[str]) -> Identity:
    """Somebody whose name is not in `taken`; the name is put there."""
    person = _person(chance, language)
    name = _free_name(chance, kind, language, taken)
    taken.add(name)
    is_organisation = kind != Kind.INDIVIDUAL
    domain = f"{slugify(fold(name))[:60].strip('-')}.example" if is_organisation else "post.example"
    return Identity(
        kind=kind,
        name=name,
        website=f"https://www.{domain}/" if is_organisation else "",
        enterprise_number=_enterprise_number(chance) if is_organisation and chance.random() < 0.6 else "",
        language=language,
        contact_name=person if is_organisation else name,
        contact_role=chance.choice(ROLES[language]),
        contact_email=f"{slugify(fold(person if is_organisation else name)).replace('-', '.')}@{domain}",
        contact_phone=_phone(chance) if chance.random() < 0.5 else "",
    )


def _free_name(chance: Random, kind: Kind, language: str, taken: set[str]) -> str:
    name = ""
    for _try in range(TRIES):
        name = _name(chance, kind, language)
        if name not in taken:
            return name
    return next(f"{name} {number}" for number in range(2, len(taken) + 3) if f"{name} {number}" not in taken)


def _name(chance: Random, kind: Kind, language: str) -> str:
    if kind == Kind.INDIVIDUAL:
        return f"{_person(chance, language)}-{chance.choice(PLACES[language][0])}"
    beginnings, ends = PLACES[language]
    return chance.choice(NAMES[language][kind]).format(place=chance.choice(beginnings) + chance.choice(ends))


def _person(chance: Random, language: str) -> str:
    return f"{chance.choice(FIRST_NAMES[language])} {chance.choice(SURNAMES[language])}"


def _enterprise_number(chance: Random) -> str:
    """With the right check digits, but below 0200: no enterprise has ever been given such a number."""
    base = chance.randrange(100_000, 199_999)
    return f"{base:08d}{97 - base % 97:02d}"


def _phone(chance: Random) -> str:
    """No subscriber's number in Belgium begins with a nought after the zone."""
    return f"02 000 {chance.randrange(100):02d} {chance.randrange(100):02d}"
