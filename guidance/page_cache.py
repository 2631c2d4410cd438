"""Keeps rendered public pages in memory under the content version, so that nothing stale outlives a commit."""

import functools
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page

from guidance.models import ContentVersion

PublicView = Callable[..., HttpResponse]


def public_page(view: PublicView) -> PublicView:
    """For pages that are the same for everybody: no form, no cookie, nothing of the visitor's.

    A hit costs one query, for the version. Proxies may keep the page for a minute and serve it longer while they
    fetch a new one or when we are down; people who look again soon ask us, so an approval shows at once. Browsers
    ask again after a permanent redirect too: of a name that is changed back they would else go round in circles.
    """

    # Nothing secret and nothing typed stands in these pages, so that compressing them gives nothing away (BREACH).
    @gzip_page
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = _key(request) if _may_be_kept(request) else None
        kept = cache.get(key) if key else None
        if kept is not None:
            content, content_type = kept
            return _publicly_cacheable(HttpResponse(content, content_type=content_type))
        response = view(request, *args, **kwargs)
        if key and response.status_code == 200:
            cache.set(key, (response.content, response["Content-Type"]), settings.PAGE_CACHE_SECONDS)
        return _publicly_cacheable(response) if response.status_code in (200, 301) else response

    return wrapped


def _may_be_kept(request: HttpRequest) -> bool:
    """Bare addresses only: parameters can be made up without end, and must not push real pages out of memory."""
    has_parameters = bool(request.META.get("QUERY_STRING"))
    return settings.PAGE_CACHE_SECONDS > 0 and request.method == "GET" and not has_parameters


def _key(request: HttpRequest) -> str:
    """Without the port, which can be made up too. Digested, because caches refuse long keys and blanks in them."""
    host, _port = split_domain_port(request.get_host())
    parts = (str(ContentVersion.current()), translation.get_language() or "", host, request.path)
    return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _publicly_cacheable(response: HttpResponse) -> HttpResponse:
    patch_cache_control(
        response, public=True, max_age=0, s_maxage=60, stale_while_revalidate=600, stale_if_error=86_400
    )
    return response
