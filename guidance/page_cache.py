"""Keeps rendered public pages in memory under the content version, so that nothing stale outlives a commit."""

import functools
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page

from guidance.models import ContentVersion

PublicView = Callable[..., HttpResponse]


def public_page(view: PublicView) -> PublicView:
    """For pages that are the same for everybody: no form, no cookie, nothing of the visitor's.

    A hit costs one query, for the version. Proxies may keep the page for a minute and serve it longer while they
    fetch a new one or when we are down; people who look again soon ask us, so an approval shows at once.
    """

    # Nothing secret and nothing typed stands in these pages, so that compressing them gives nothing away (BREACH).
    @gzip_page
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = _key(request) if settings.PAGE_CACHE_SECONDS and request.method == "GET" else None
        kept = cache.get(key) if key else None
        if kept is not None:
            content, content_type = kept
            return _publicly_cacheable(HttpResponse(content, content_type=content_type))
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        if key:
            cache.set(key, (response.content, response["Content-Type"]), settings.PAGE_CACHE_SECONDS)
        return _publicly_cacheable(response)

    return wrapped


def _key(request: HttpRequest) -> str | None:
    """None for addresses that anybody can make up without end: those must not push real pages out of memory."""
    if len(request.GET) > 3 or len(request.get_full_path()) > 200:
        return None
    return (
        f"page:{ContentVersion.current()}:{translation.get_language()}:{request.get_host()}:{request.get_full_path()}"
    )


def _publicly_cacheable(response: HttpResponse) -> HttpResponse:
    patch_cache_control(
        response, public=True, max_age=0, s_maxage=60, stale_while_revalidate=600, stale_if_error=86_400
    )
    return response
