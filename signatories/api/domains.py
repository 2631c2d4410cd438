"""Which signatory has its website at a domain: that host exactly, `www.` forgiven, and nothing below or above it."""

import re

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


def clean_domain(typed: str) -> str:
    """`WWW.Bücher.example.` → `xn--bcher-kva.example`; empty when it cannot be a domain, or one that many share."""
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
