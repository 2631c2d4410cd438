"""What can make two signatories look alike. One entry a clue: where to look, and how to be sure.

`net` may bring a few too many; `fits` compares two rows exactly. A clue about something else, such as the logo, is one
more entry in CLUES.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import CharField, F, Func, Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories.enums import Kind, LogoState
from signatories.logos.fingerprints import distance
from signatories.mailboxes import FREE_MAILBOXES, domain_of
from signatories.models import Logo, Signatory
from signatories.names import are_close, is_part_of, key_in_brackets, seek_marks, share_acronym

# One address for many: being there together says nothing, having the same page there does.
SHARED_HOSTS = (
    "facebook.com", "instagram.com", "linkedin.com", "linktr.ee", "sites.google.com", "tiktok.com", "wixsite.com",
    "wordpress.com", "x.com", "twitter.com", "youtube.com", "blogspot.com", "webnode.be", "webnode.page", "github.io",
    "jimdofree.com", "weebly.com", "google.com", "carrd.co", "threads.net", "bsky.app",
)  # fmt: skip
SHARED_PARTS = frozenset({"be", "de", "en", "fr", "fr-be", "fr-fr", "m", "nl", "nl-be", "nl-nl", "sites"})
SHOWN = (LogoState.USED, LogoState.WAITING)
ALIKE = 6  # of the 64 pairs of a fingerprint; see logos/fingerprints.py
FEWEST_EDGES = 6  # below it the picture is a plain field, which looks like every other
PHONE_TAIL = 8  # what is left of a number without the country and the zero in front
PHONE_DIGITS = Func(
    F("contact_phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=CharField()
)


@dataclass(frozen=True)
class Clue:
    """`points` say how much it weighs; with `proves_with_name` the same name beside it makes it certain."""

    words: Promise
    points: int
    net: Callable[[Signatory], Q]
    fits: Callable[[Signatory, Signatory], bool]
    proves_with_name: bool = True


def website_place(signatory: Signatory) -> str:
    """The host; where many share one, also the path that tells them apart. Empty for the front page of such a host."""
    host = signatory.website_host.lower()
    if not any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS):
        return host
    path = urlsplit(signatory.website).path.strip("/").lower()
    is_own_host = host.count(".") > 1 and host.partition(".")[0] not in SHARED_PARTS
    return f"{host}/{path}" if path or is_own_host else ""


def own_domain(signatory: Signatory) -> str:
    """Free mailboxes would make everybody look alike."""
    domain = domain_of(signatory.contact_email)
    return "" if domain in FREE_MAILBOXES else domain


def phone_tail(signatory: Signatory) -> str:
    digits = re.sub(r"\D", "", signatory.contact_phone)
    return digits[-PHONE_TAIL:] if len(digits) >= PHONE_TAIL else ""


def _equal(value: Callable[[Signatory], str]) -> Callable[[Signatory, Signatory], bool]:
    return lambda signatory, other: bool(value(signatory)) and value(signatory) == value(other)


def _if_any(value: str, **net: object) -> Q:
    """Nothing given is nothing to look for."""
    return Q(**net) if value else Q()


def _close_name(signatory: Signatory) -> Q:
    """As long as its own, give or take the two letters that may differ."""
    length = len(signatory.name_key)
    return _if_any(
        signatory.name_key,
        name_marks__overlap=seek_marks(signatory.name) or ["^"],
        name_key_length__range=(length - 2, length + 2),
    )


def _acronym(signatory: Signatory) -> Q:
    marks = [mark for mark in seek_marks(signatory.name) if mark.startswith(("@", "~"))]
    return Q(name_marks__overlap=marks) if marks else Q()


def _spelled_out(signatory: Signatory) -> Q:
    key = key_in_brackets(signatory.name)
    return _if_any(key, name_key=key) | _if_any(signatory.name, name__icontains=f"({signatory.name})")


def _same_municipality(signatory: Signatory) -> Q:
    marks = [mark for mark in seek_marks(signatory.name) if mark.startswith("=")]
    is_one = signatory.kind == Kind.MUNICIPALITY and bool(marks)
    return Q(kind=Kind.MUNICIPALITY, name_marks__overlap=marks) if is_one else Q()


def _mail_is_at_website_of_other(signatory: Signatory, other: Signatory) -> bool:
    """Unless they share the website or the domain itself: that is a clue of its own."""
    sites, domains = (signatory.website_host, other.website_host), (own_domain(signatory), own_domain(other))
    if sites[0] == sites[1] or domains[0] == domains[1]:
        return False
    return (bool(domains[0]) and domains[0] == sites[1]) or (bool(domains[1]) and domains[1] == sites[0])


def _wears_like(signatory: Signatory) -> Q:
    """Who has nearly the same logo. All fingerprints are read: a few thousand are compared in milliseconds."""
    mine = _fingerprint(signatory)
    if not mine:
        return Q()
    others = (
        Logo.objects.filter(state__in=SHOWN).exclude(signatory=signatory).values_list("signatory_id", "fingerprint")
    )
    near = {owner for owner, theirs in others if distance(mine, theirs) <= ALIKE}
    return Q(pk__in=near) if near else Q()


def _wear_the_same(signatory: Signatory, other: Signatory) -> bool:
    mine = _fingerprint(signatory)
    theirs = _fingerprint(other) if mine else ""  # asks the database where nothing was prefetched
    return bool(theirs) and distance(mine, theirs) <= ALIKE


def _fingerprint(signatory: Signatory) -> str:
    """Of the logo in use, else of the one that waits; nothing for one without any shape. Uses what was prefetched."""
    by_state = {logo.state: logo.fingerprint for logo in signatory.logos.all()}
    found = next((by_state[state] for state in SHOWN if state in by_state), "")
    return found if found and FEWEST_EDGES <= int(found, 16).bit_count() <= 64 - FEWEST_EDGES else ""


def _at_same_domain(signatory: Signatory) -> Q:
    """Two people who sign for themselves are two, whatever provider they share."""
    domain = own_domain(signatory)
    at_domain = _if_any(domain, contact_email__iendswith=f"@{domain}")
    return at_domain & ~Q(kind=Kind.INDIVIDUAL) if at_domain and signatory.is_individual else at_domain


def _are_at_same_domain(signatory: Signatory, other: Signatory) -> bool:
    """The same mailbox is a clue of its own."""
    domain = own_domain(signatory)
    are_two_people = signatory.is_individual and other.is_individual
    is_one_mailbox = signatory.contact_email.lower() == other.contact_email.lower()
    return bool(domain) and domain == own_domain(other) and not are_two_people and not is_one_mailbox


SAME_NUMBER = Clue(
    _("same enterprise number"),
    3,
    lambda signatory: _if_any(signatory.enterprise_number, enterprise_number=signatory.enterprise_number),
    _equal(lambda signatory: signatory.enterprise_number),
)
SAME_NAME = Clue(
    _("same name, apart from legal form, accents or language"),
    2,
    lambda signatory: _if_any(signatory.name_key, name_key=signatory.name_key),
    _equal(lambda signatory: signatory.name_key),
)
SAME_WEBSITE = Clue(
    _("same website"),
    2,
    lambda signatory: _if_any(website_place(signatory), website__icontains=signatory.website_host),
    _equal(website_place),
)
SAME_MAILBOX = Clue(
    _("same e-mail address of the contact person"),
    2,
    lambda signatory: _if_any(signatory.contact_email, contact_email__iexact=signatory.contact_email),
    _equal(lambda signatory: signatory.contact_email.lower()),
)
CLOSE_NAME = Clue(
    _("almost the same name"),
    1,
    _close_name,
    lambda signatory, other: are_close(signatory.name_key, other.name_key),
)
SAME_ACRONYM = Clue(
    _("one name may be the initials of the other"),
    1,
    _acronym,
    lambda signatory, other: signatory.name_key != other.name_key and share_acronym(signatory.name, other.name),
)
SPELLED_OUT = Clue(
    _("one name is an acronym with the other in brackets"),
    2,
    _spelled_out,
    lambda signatory, other: (
        bool(signatory.name_key and other.name_key)
        and (key_in_brackets(signatory.name) == other.name_key or key_in_brackets(other.name) == signatory.name_key)
    ),
)
SAME_MUNICIPALITY = Clue(
    _("two municipalities, and the name of one is part of the other"),
    1,
    _same_municipality,
    lambda signatory, other: (
        signatory.kind == other.kind == Kind.MUNICIPALITY and is_part_of(signatory.name_key, other.name_key)
    ),
)
SAME_DOMAIN = Clue(
    _("e-mail address at the same domain"),
    1,
    _at_same_domain,
    _are_at_same_domain,
)
MAIL_AT_WEBSITE = Clue(
    _("e-mail address at the other’s website"),
    1,
    lambda signatory: (
        _if_any(own_domain(signatory), website__icontains=own_domain(signatory))
        | _if_any(signatory.website_host, contact_email__iendswith=f"@{signatory.website_host}")
    ),
    _mail_is_at_website_of_other,
)
SAME_PHONE = Clue(
    _("same phone number"),
    1,
    lambda signatory: _if_any(phone_tail(signatory), phone_digits__endswith=phone_tail(signatory)),
    _equal(phone_tail),
)
SAME_LOGO = Clue(_("almost the same logo"), 1, _wears_like, _wear_the_same)
CLUES = [
    SAME_NUMBER, SAME_NAME, SAME_WEBSITE, SAME_MAILBOX, SPELLED_OUT, CLOSE_NAME, SAME_ACRONYM, SAME_MUNICIPALITY,
    SAME_DOMAIN, MAIL_AT_WEBSITE, SAME_PHONE, SAME_LOGO,
]  # fmt: skip
