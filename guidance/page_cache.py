"""Keeps rendered public pages in memory under the content version, so that nothing stale outlives a commit."""

import functools
import hashlib
import inspect
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page

from guidance.models.publishing import Edition, edition

logger = logging.getLogger(__name__)
FRESH = STALE = 60  # seconds for proxies
# What a view says of its content; everything else is said anew with each answer.
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Last-Modified")
PublicView = Callable[..., HttpResponse]


def public_page(view: PublicView) -> PublicView:
    """For pages that are the same for everybody: no form, no cookie, nothing of the visitor's.

    A view that says itself how a page may be kept has the last word.

    A hit costs one query, for the edition. Proxies may keep the page for a minute and serve it longer while they
    fetch a new one or when we are down; people who look again soon ask us, so an approval shows at once. Browsers
    ask again after a permanent redirect too: of a name that is changed back they would else go round in circles.
    Nobody keeps a page beyond the time at which something else becomes public.
    """

    # Nothing secret and nothing typed stands in these pages, so that compressing them gives nothing away (BREACH).
    @gzip_page
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        now = edition() if settings.PAGE_CACHE_SECONDS > 0 else Edition(0, None)
        key = _key(request, now) if _may_be_kept(request, view) else None
        kept = _look_up(key) if key else None
        if kept is not None:
            content, headers = kept
            return publicly_cacheable(HttpResponse(content, headers=headers), now)
        response = view(request, *args, **kwargs)
        if key and response.status_code == 200:
            _keep(key, response)
        is_for_all = response.status_code in (200, 301) and not response.has_header("Cache-Control")
        return publicly_cacheable(response, now) if is_for_all else response

    return wrapped


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """For what somebody asked or answered, and for what the clock decides: no proxy may have it on its disk.

    One that serves old pages while we are down would also tell that a closed helpline is open.
    """
    response["Cache-Control"] = "private, no-store"
    return response


def _look_up(key: str) -> tuple[bytes, dict[str, str]] | None:
    try:
        kept: tuple[bytes, dict[str, str]] | None = cache.get(key)
    except Exception as error:  # noqa: BLE001  each cache has errors of its own, and none may take the pages away
        logger.warning("the page cache does not answer", extra={"facts": {"error": type(error).__name__}})
        return None
    return kept


def _keep(key: str, response: HttpResponse) -> None:
    try:
        headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
        cache.set(key, (response.content, headers), settings.PAGE_CACHE_SECONDS)
    except Exception as error:  # noqa: BLE001  see above
        logger.warning("the page cache does not take pages", extra={"facts": {"error": type(error).__name__}})


def _may_be_kept(request: HttpRequest, view: PublicView) -> bool:
    """Parameters can be made up without end, and must not push real pages out of memory.

    A view that reads them is kept under its bare address only; of any other they change nothing, and are not looked at.
    """
    is_plain = not request.META.get("QUERY_STRING") or not getattr(view, "reads_parameters", False)
    return settings.PAGE_CACHE_SECONDS > 0 and request.method == "GET" and is_plain


def bare(view: PublicView) -> PublicView:
    """The view alone, for an editor's preview: nothing is looked up in memory or kept there."""
    found: PublicView = inspect.unwrap(view)
    return found


def reads_parameters(view: PublicView) -> PublicView:
    """Marks a view, under `public_page`, whose page depends on the parameters in the address."""
    view.reads_parameters = True  # type: ignore[attr-defined]
    return view


def _key(request: HttpRequest, now: Edition) -> str:
    """Without the port, which can be made up too. Digested, because caches refuse long keys and blanks in them."""
    host, _port = split_domain_port(request.get_host())
    parts = (str(now), translation.get_language() or "", host, request.path)
    return "page:2:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def publicly_cacheable(response: HttpResponse, now: Edition) -> HttpResponse:
    """While a proxy fetches a new page it serves the old one: both together end before the next publication."""
    left = now.seconds_left or FRESH + STALE
    fresh = min(FRESH, left)
    patch_cache_control(
        response,
        public=True,
        max_age=0,
        s_maxage=fresh,
        stale_while_revalidate=min(STALE, left - fresh),
        stale_if_error=86_400,
    )
    return response
