"""Addresses of a function, not of a person: whoever reads info@ or pers@ speaks for the organisation."""

from signatories.mailboxes import FREE_MAILBOXES, domain_of, is_same_domain
from signatories.models import Signatory

ROLES = (
    "info", "contact", "communicatie", "communication", "com", "webmaster", "socialmedia", "reseauxsociaux",
    "pers", "presse", "press", "media", "onthaal", "accueil", "secretariaat", "secretariat", "directie", "direction",
    "bestuur", "administratie", "administration", "gemeente", "commune", "stad", "ville", "stadsbestuur",
    "gemeentebestuur", "hello", "hallo", "bonjour", "office",
)  # fmt: skip


def is_role(address: str) -> bool:
    return address.lower().partition("@")[0] in ROLES


def may_claim(signatory: Signatory, address: str) -> bool:
    """A role address at the domain of the website, or of the mailbox that we have; never where anybody gets a mailbox."""
    domain = address.rpartition("@")[2].lower()
    ours = [host for host in (signatory.website_host, domain_of(signatory.contact_email)) if host and not is_free(host)]
    return is_role(address) and not is_free(domain) and any(is_same_domain(domain, host) for host in ours)


def is_free(domain: str) -> bool:
    """`users.telenet.be` is, like `telenet.be`: customers have their pages there."""
    return domain in FREE_MAILBOXES or domain.endswith(tuple(f".{free}" for free in FREE_MAILBOXES))
