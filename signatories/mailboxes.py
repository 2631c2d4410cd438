"""What the domain of an e-mail address says: whose mailbox it is, and whether it was mistyped. Knows texts only.

The form's script computes the same, with the same lists: see static/js/join.js.
"""

from enum import Enum

from disposable_email_domains import blocklist

# Throw-away mailboxes that the list of the library lacks; checked on 2026-11-26. Services that forward to a real mailbox
# (SimpleLogin, Firefox Relay, DuckDuckGo, iCloud) are in neither: a test guards it.
MORE_DISPOSABLE = frozenset({"burnermail.io", "temp-mail.io", "tempmail.dev"})

# Anybody can have a mailbox there, so it says nothing about the organisation.
FREE_MAILBOXES = frozenset(
    """
    aol.com belgacom.net euphonynet.be fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net
    googlemail.com hetnet.nl home.nl hotmail.be hotmail.ch hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr
    hotmail.it hotmail.nl icloud.com kpnmail.nl laposte.net live.be live.co.uk live.com live.de live.fr live.it
    live.nl mac.com mail.be mail.com me.com msn.com orange.fr outlook.be outlook.com outlook.de outlook.es outlook.fr
    outlook.it pandora.be planet.nl pm.me proton.me protonmail.com proximus.be scarlet.be sfr.fr skynet.be t-online.de
    telenet.be tutanota.com voo.be wanadoo.fr web.de yahoo.be yahoo.co.uk yahoo.com yahoo.de yahoo.es yahoo.fr
    yahoo.it ymail.com ziggo.nl zoho.com
    """.split()
)
# What people mean when they mistype: the busiest ones in Belgium, most used first. All of them are free mailboxes.
OFTEN_MEANT = (
    "gmail.com", "hotmail.com", "telenet.be", "outlook.com", "skynet.be", "hotmail.be", "proximus.be", "icloud.com",
    "yahoo.com", "outlook.be", "hotmail.fr", "live.be", "scarlet.be", "yahoo.fr", "protonmail.com", "googlemail.com",
)  # fmt: skip
# In a short domain one letter makes another name; in a long one two are still a slip.
LONG = 9


class Match(Enum):
    """How a mailbox and a website go together."""

    UNKNOWN = "unknown"  # one of the two is missing
    OWN = "own"
    FREE = "free"
    OWN_AND_FREE = "own_and_free"  # the provider's own website, where customers have mailboxes too
    OTHER = "other"

    @property
    def asks_proof(self) -> bool:
        """Whether the address says nothing about the organisation, so that something else has to."""
        return self in (Match.FREE, Match.OWN_AND_FREE)


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def match(email: str, host: str) -> Match:
    """`host` is that of the website, without `www.`."""
    domain = domain_of(email)
    if not domain:
        return Match.UNKNOWN
    if domain in FREE_MAILBOXES:
        return Match.OWN_AND_FREE if domain == host.lower() else Match.FREE
    if not host:
        return Match.UNKNOWN
    return Match.OWN if is_same_domain(domain, host) else Match.OTHER


def is_same_domain(domain: str, host: str) -> bool:
    """`gent.be` and `mail.gent.be` are; `gent.be` and `stadgent.be` are not."""
    host = host.lower()
    return domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")


def suggest(email: str, host: str = "") -> str:
    """The address that was probably meant, or nothing: `lies@gmial.com` → `lies@gmail.com`.

    Compares with the busiest mailboxes and with the website of the organisation itself. Only ever a question: many a
    real domain is one letter away from another.
    """
    local, _at, domain = email.rpartition("@")
    domain, host = domain.lower(), host.lower()
    if not local or not domain or domain in FREE_MAILBOXES or (host and is_same_domain(domain, host)):
        return ""
    meant = next((known for known in (host, *OFTEN_MEANT) if known and _is_slip(domain, known)), "")
    return f"{local}@{meant}" if meant else ""


def _is_slip(typed: str, known: str) -> bool:
    most = 2 if len(known) >= LONG else 1
    return abs(len(typed) - len(known)) <= most and 0 < distance(typed, known) <= most


def distance(one: str, other: str) -> int:
    """How many letters to put in, leave out, change, or swap with the next, to get from one to the other."""
    rows = [list(range(len(other) + 1))]
    for here, letter in enumerate(one, start=1):
        row = [here]
        for there, wanted in enumerate(other, start=1):
            best = min(rows[-1][there] + 1, row[-1] + 1, rows[-1][there - 1] + (letter != wanted))
            is_swapped = here > 1 and there > 1 and letter == other[there - 2] and one[here - 2] == wanted
            row.append(min(best, rows[-2][there - 2] + 1) if is_swapped else best)
        rows.append(row)
    return rows[-1][-1]


def for_script() -> dict[str, str]:
    """The same lists, as the form's script has them."""
    return {"free": " ".join(sorted(FREE_MAILBOXES)), "often_meant": " ".join(OFTEN_MEANT)}


def one_mailbox(email: str) -> str:
    """`lies.voorbeeld+pers@x.be` → `liesvoorbeeld@x.be`: spellings that arrive in the same mailbox at many providers.

    For counting only. Two people whose names differ by a dot then share a limit, which sets apart and never refuses.
    """
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def with_parents(domain: str) -> list[str]:
    """`mail.gent.be` → itself, `gent.be`, `be`; the closest first."""
    parts = domain.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def is_disposable(email: str) -> bool:
    """Whoever signs with one is set apart, with that as the reason; nobody is refused for it."""
    return any(domain in blocklist or domain in MORE_DISPOSABLE for domain in with_parents(domain_of(email)))
