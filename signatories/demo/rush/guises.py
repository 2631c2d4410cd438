"""How the same organisation signs twice without meaning to. Each guise returns None for whom it does not fit."""

import re
from collections.abc import Callable
from zlib import crc32

from signatories.enums import Kind

Form = dict[str, str]
LEGAL_FORM = re.compile(r"\s+(?:nv|bv|vzw|SA|SRL|ASBL)$")
FORMS = {"nl": "vzw", "fr": "ASBL", "en": "vzw"}


def other_legal_form(form: Form) -> Form | None:
    """`Voorbeeldclub` for `Voorbeeldclub vzw`, and the reverse; from a colleague's mailbox elsewhere."""
    if form["kind"] == Kind.INDIVIDUAL:
        return None
    name = LEGAL_FORM.sub("", form["name"])
    name = name if name != form["name"] else f"{name} {FORMS[form['language']]}"
    return elsewhere(form | {"name": name})


def capitals_and_accents(form: Form) -> Form | None:
    if form["kind"] == Kind.INDIVIDUAL:
        return None
    return elsewhere(form | {"name": form["name"].upper().translate(str.maketrans("ÉÈÊÎÔÛ", "EEEIOU"))})


def municipality_said_otherwise(form: Form) -> Form | None:
    if form["kind"] != Kind.MUNICIPALITY:
        return None
    name = re.sub(r"^(?:Gemeente|Commune fictive de|Imaginary Borough of)\s+", "", form["name"])
    prefix = {"nl": "Stad", "fr": "Ville de", "en": "City of"}[form["language"]]
    return elsewhere(form | {"name": f"{prefix} {name}"})


def same_website(form: Form) -> Form | None:
    """Another name, such as that of a brand, at the same website."""
    return (
        None
        if form["kind"] == Kind.INDIVIDUAL
        else form | {"name": "Merknaam van ons", "enterprise_number": ""} | colleague(form)
    )


def same_enterprise_number(form: Form) -> Form | None:
    if not form["enterprise_number"]:
        return None
    return form | {"name": "Een heel andere naam", "website": f"https://www.{other_domain(form)}/", **colleague(form)}


def mistyped_name(form: Form) -> Form | None:
    """Two letters in the middle changed places."""
    name = form["name"]
    middle = len(name) // 2
    if (
        form["kind"] == Kind.INDIVIDUAL
        or len(name) < 12
        or " " in name[middle - 1 : middle + 1]
        or name[middle - 1] == name[middle]
    ):
        return None
    swapped = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
    return elsewhere(form | {"name": swapped})


def acronym(form: Form) -> Form | None:
    words = [word for word in re.split(r"[\s-]+", LEGAL_FORM.sub("", form["name"])) if word[:1].isupper()]
    if form["kind"] == Kind.INDIVIDUAL or len(words) < 3:
        return None
    return elsewhere(form | {"name": f"{''.join(word[0] for word in words)} ({form['name']})"})


def sent_twice(form: Form) -> Form | None:
    """The same person fills in the same form another day."""
    return dict(form)


def elsewhere(form: Form) -> Form:
    """No domain and no number in common: only the name can give it away."""
    return form | {"website": f"https://www.{other_domain(form)}/", "enterprise_number": ""} | colleague(form)


def colleague(form: Form) -> Form:
    """Somebody else at a mailbox elsewhere, who also names somebody else, where the form asks for a second person."""
    domain = other_domain(form)
    somebody = {"contact_name": "Collega Voorbeeld", "contact_email": f"collega@{domain}", "contact_phone": ""}
    if "second_email" in form:
        somebody |= {"second_name": "Tweede Voorbeeld", "second_email": f"tweede@{domain}"}
    return somebody


def other_domain(form: Form) -> str:
    return f"anders-{crc32(form['name'].encode()):08x}.example"


GUISES: list[tuple[str, Callable[[Form], Form | None]]] = [
    ("other legal form", other_legal_form),
    ("capitals and accents", capitals_and_accents),
    ("municipality said otherwise", municipality_said_otherwise),
    ("same website", same_website),
    ("same enterprise number", same_enterprise_number),
    ("mistyped name", mistyped_name),
    ("acronym", acronym),
    ("sent twice", sent_twice),
]
