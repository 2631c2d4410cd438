"""What the headers of a visit tell: person or program, and from which family of sites. Nothing of it is kept but that."""

from functools import lru_cache
from urllib.parse import urlsplit

import crawleruseragents
from django.conf import settings
from django.http import HttpRequest

from signatories.enums import Platform

LONGEST_AGENT = 512
LONGEST_REFERRER = 2_000
# Programs that make previews and are not in the list of the library.
MORE_PROGRAMS = ("bluesky cardyb", "mastodon", "akkoma", "pleroma", "misskey", "microsoftpreview")
# Said of pages that a browser or an app fetches before anybody has asked to see them.
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
# How every browser that people look with begins, also those within apps.
BROWSERS = ("mozilla/", "opera/")
PREFETCH_WORDS = ("prefetch", "prerender", "preview")
# Domains with everything below them, and the names of apps as Android tells them.
HOSTS: dict[str, Platform] = {
    "facebook.com": Platform.FACEBOOK,
    "fb.com": Platform.FACEBOOK,
    "fb.me": Platform.FACEBOOK,
    "messenger.com": Platform.FACEBOOK,
    "com.facebook.katana": Platform.FACEBOOK,
    "com.facebook.lite": Platform.FACEBOOK,
    "com.facebook.orca": Platform.FACEBOOK,
    "instagram.com": Platform.INSTAGRAM,
    "com.instagram.android": Platform.INSTAGRAM,
    "threads.net": Platform.THREADS,
    "threads.com": Platform.THREADS,
    "com.instagram.barcelona": Platform.THREADS,
    "t.co": Platform.X,
    "x.com": Platform.X,
    "twitter.com": Platform.X,
    "com.twitter.android": Platform.X,
    "linkedin.com": Platform.LINKEDIN,
    "lnkd.in": Platform.LINKEDIN,
    "com.linkedin.android": Platform.LINKEDIN,
    "tiktok.com": Platform.TIKTOK,
    "com.zhiliaoapp.musically": Platform.TIKTOK,
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "com.google.android.youtube": Platform.YOUTUBE,
    "reddit.com": Platform.REDDIT,
    "redd.it": Platform.REDDIT,
    "com.reddit.frontpage": Platform.REDDIT,
    "bsky.app": Platform.BLUESKY,
    "bsky.social": Platform.BLUESKY,
    "whatsapp.com": Platform.WHATSAPP,
    "wa.me": Platform.WHATSAPP,
    "com.whatsapp": Platform.WHATSAPP,
    "t.me": Platform.TELEGRAM,
    "telegram.org": Platform.TELEGRAM,
    "telegram.me": Platform.TELEGRAM,
    "org.telegram.messenger": Platform.TELEGRAM,
}


def is_person(request: HttpRequest) -> bool:
    """Somebody who looks, as far as headers tell: no program, and no page that is fetched just in case."""
    # Nobody looks at a link that is a picture or a frame on another page. Browsers that do not say it are believed.
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return request.method == "GET" and is_page and not is_program(request) and not _is_prefetch(request)


def is_program(request: HttpRequest) -> bool:
    """A robot of a search engine or of a platform that makes a preview; who does not say what it is counts as one."""
    return _is_program(request.headers.get("User-Agent", "")[:LONGEST_AGENT])


def is_from_here(request: HttpRequest) -> bool:
    """A click on one of our own pages, where links are shown to be copied: nobody was referred by that.

    Pages of a file send no `Referer`, for their address is a key; of those the browser says only how near they are.
    """
    if request.headers.get("Sec-Fetch-Site", "") in ("same-origin", "same-site"):
        return True
    return _host(request.headers.get("Referer", "")) in {host.removeprefix(".") for host in settings.ALLOWED_HOSTS}


def platform(request: HttpRequest) -> Platform:
    """The family of the site in the `Referer` header; that header is all that is looked at."""
    return platform_of(request.headers.get("Referer", ""))


def platform_of(referrer: str) -> Platform:
    """`https://l.facebook.com/…` and `android-app://com.facebook.katana/` → Facebook."""
    if not referrer.strip():
        return Platform.UNKNOWN
    labels = _host(referrer).split(".")[-4:]  # no name above is longer
    tails = (".".join(labels[start:]) for start in range(len(labels)))
    return next((HOSTS[tail] for tail in tails if tail in HOSTS), Platform.OTHER)


def _host(referrer: str) -> str:
    try:
        return (urlsplit(referrer.strip()[:LONGEST_REFERRER]).hostname or "").rstrip(".")
    except ValueError:
        return ""


# The same few browsers come again and again; a look through the whole list takes a fifth of a millisecond.
@lru_cache(maxsize=1_000)
def _is_program(agent: str) -> bool:
    lowered = agent.casefold()
    named = any(name in lowered for name in MORE_PROGRAMS)
    return named or not lowered.startswith(BROWSERS) or bool(crawleruseragents.is_crawler(agent))


def _is_prefetch(request: HttpRequest) -> bool:
    told = " ".join(request.headers.get(name, "")[:100] for name in PREFETCH_HEADERS).casefold()
    return any(word in told for word in PREFETCH_WORDS)
