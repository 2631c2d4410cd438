"""Accounts on social media: from what people type to one clean address each, and the platform by its host."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from signatories.validators import complete_web_address, one_line

MOST_ACCOUNTS = 8
MASTODON_NAME = re.compile(r"@([A-Za-z0-9_.-]+)@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
PLATFORMS = {
    "facebook.com": "Facebook", "instagram.com": "Instagram", "x.com": "X", "tiktok.com": "TikTok",
    "linkedin.com": "LinkedIn", "youtube.com": "YouTube", "bsky.app": "Bluesky", "threads.net": "Threads",
    "threads.com": "Threads", "mastodon.social": "Mastodon", "mastodon.online": "Mastodon", "mas.to": "Mastodon",
}  # fmt: skip
OTHER_HOSTS = {"twitter.com": "x.com", "fb.com": "facebook.com", "fb.me": "facebook.com"}
# There a page is called `/@name`; `/name` leads nowhere.
WITH_AT_SIGN = {"tiktok.com", "threads.net", "threads.com"}
# Of a question mark and what follows only this says whose page it is; the rest follows people around.
TELLING = ("id",)


@dataclass(frozen=True)
class Account:
    """One account as it is shown: where it is, on which platform, and what it is called there."""

    address: str
    platform: str
    name: str


def clean_accounts(text: str) -> list[str]:
    """One address a line; doubles are dropped. Says which line is none."""
    accounts: dict[str, str] = {}
    for line in filter(one_line, text.splitlines()):
        address = _clean(line)
        accounts.setdefault(address.lower(), address)
    if len(accounts) > MOST_ACCOUNTS:
        raise ValidationError(_("Give at most %(most)s accounts.") % {"most": MOST_ACCOUNTS}, code="many")
    return list(accounts.values())


def _clean(line: str) -> str:
    typed = one_line(line)
    mastodon = MASTODON_NAME.fullmatch(typed)
    try:
        address = _normal(complete_web_address(f"{mastodon[2]}/@{mastodon[1]}" if mastodon else typed))
        return complete_web_address(address)  # it may have become too long
    except (ValidationError, ValueError) as error:
        message = _("“%(line)s” is not a web address. Write it whole, as in www.facebook.com/voorbeeld, one a line.")
        raise ValidationError(message % {"line": _shortened(typed)}, code="account") from error


def _shortened(typed: str) -> str:
    return typed if len(typed) <= 60 else f"{typed[:60]}…"


def _normal(address: str) -> str:
    """Always https; of a platform that we know without the marks by which it follows people."""
    parts = urlsplit(address)
    host, platform_host = (parts.hostname or "").lower(), _platform_host(address)
    if not platform_host:
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
        return parts._replace(scheme="https", netloc=f"{host}{port}", fragment="").geturl().rstrip("/")
    path = parts.path.rstrip("/")
    if platform_host in WITH_AT_SIGN and re.fullmatch(r"/[^/@]+", path):
        path = f"/@{path[1:]}"
    kept = {name: values[0] for name, values in parse_qs(parts.query).items() if name in TELLING}
    query = f"?{urlencode(kept)}" if kept and path.endswith(".php") else ""
    start = "www." if _has_www(platform_host) else ""
    return f"https://{start}{platform_host}{path}{query}"


def _has_www(platform_host: str) -> bool:
    return PLATFORMS[platform_host] not in ("X", "Bluesky", "Mastodon")


def _platform_host(address: str) -> str:
    """`https://nl-nl.facebook.com/x` → `facebook.com`; empty for a host that we do not know."""
    host = (urlsplit(address).hostname or "").lower()
    known = next((name for name in (*PLATFORMS, *OTHER_HOSTS) if host == name or host.endswith(f".{name}")), "")
    return OTHER_HOSTS.get(known, known)


def as_account(address: str) -> Account:
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    platform = PLATFORMS.get(_platform_host(address), "Mastodon" if parts.path.startswith("/@") else "")
    name = parts.path.strip("/") if platform else f"{host}{parts.path}"
    return Account(address, platform, name or host)
