"""Which signatory has its website at a domain: that host exactly, `www.` forgiven, and nothing below or above it."""

import re
import unicodedata

from signatories.social import PLATFORMS

HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
# Many have a page there: that one of them signed proves nothing about the others.
SHARED = {
    *PLATFORMS, "twitter.com", "fb.com", "sites.google.com", "linktr.ee", "medium.com", "about.me", "github.io",
    "wordpress.com", "blogspot.com", "wixsite.com", "carrd.co", "bento.me", "notion.site",
    "docs.google.com", "drive.google.com", "forms.gle", "gitlab.io", "netlify.app", "vercel.app", "pages.dev",
    "web.app", "herokuapp.com", "weebly.com", "jimdosite.com", "webnode.be", "squarespace.com", "substack.com",
    "tumblr.com", "beacons.ai", "lnk.bio", "bio.link", "campsite.bio", "t.me", "wa.me", "discord.gg", "discord.com",
    "patreon.com", "eventbrite.be", "eventbrite.com", "canva.site",
}  # fmt: skip
# Python makes “ss” of the first one (IDNA 2003); browsers know domains with these letters (IDNA 2008).
OTHERWISE_IN_BROWSERS = "ßẞς"


def clean_domain(typed: str) -> str:
    """`WWW.Bücher.example.` → `xn--bcher-kva.example`; empty when it cannot be a domain, or one that many share."""
    if any(letter in OTHERWISE_IN_BROWSERS or unicodedata.category(letter) == "Cf" for letter in typed):
        return ""
    try:
        host = typed.strip().lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    host = host.removeprefix("www.")
    return host if HOST.fullmatch(host) and host not in SHARED else ""


def websites_at(host: str) -> str:
    """A pattern for the database, of addresses written either way; `host` has passed `clean_domain`."""
    written = {re.escape(host), re.escape(_in_letters(host))}
    return rf"^https?://(www\.)?({'|'.join(sorted(written))})(:[0-9]+)?([/?#]|$)"


def _in_letters(host: str) -> str:
    """`xn--bcher-kva.example` → `bücher.example`; as it is where Python, which knows the older rules only, cannot."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
