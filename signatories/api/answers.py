"""Around every answer: only read, in the language and the form that is asked for, and open to every page on the web."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from guidance.models.publishing import Edition, edition
from guidance.page_cache import publicly_cacheable

from . import problems
from .asked import CSV, JSON, Asked, asked_by
from .keeping import holds, tag
from .tables import Columns, as_csv, links

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")
# Any page on the web may read this with its visitor's browser: there is nothing in it that is not for everybody.
FOR_EVERY_PAGE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}
BEFOREHAND = {
    "Allow": ", ".join(READING),
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True)
class Resource:
    """One address: how its answers are made, and what can be asked there.

    `columns` make it a table, in CSV too. `shape` is a digest of how answers look in this release. `follows_edition`:
    whatever changes the answer raises the content version, so that who holds it already is told so by one query; of any
    other the answer itself is made, and compared.
    """

    view: View
    shape: str
    parameters: frozenset[str] = frozenset()
    columns: Columns = ()
    follows_edition: bool = True

    @property
    def forms(self) -> tuple[str, ...]:
        return (JSON, CSV) if self.columns else (JSON,)


def open_data(resource: Resource) -> View:
    @csrf_exempt  # nothing is written here, whoever asks: Django's token would only hide the sentence that says so
    @login_not_required
    @gzip_page
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            asked = asked_by(request, resource.forms)
        except TooManyFieldsSent:
            return problems.too_many()
        with translation.override(asked.language):
            try:
                response = _beforehand(request, asked, resource) or _answer(request, asked, resource, kwargs)
            except (OperationalError, InterfaceError):  # the database is away; what is wrong with us stays an error
                logger.exception("the open data cannot be read")
                response = problems.out_of_order()
        return _for_every_page(response, asked)

    return wrapped


def _beforehand(request: HttpRequest, asked: Asked, resource: Resource) -> HttpResponse | None:
    """What can be said before anything is looked up."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=BEFOREHAND)
    if request.method not in READING:
        refusal = problems.not_allowed()
        refusal["Allow"] = BEFOREHAND["Allow"]
        return refusal
    if set(request.GET) - resource.parameters:
        return problems.unknown(resource.parameters)
    if any(len(values) > 1 for _name, values in request.GET.lists()):
        return problems.repeated()
    return None if asked.form else problems.not_acceptable(resource.forms)


def _answer(request: HttpRequest, asked: Asked, resource: Resource, kwargs: dict[str, Any]) -> HttpResponse:
    now = edition()
    by_edition = tag(request, asked, resource.shape, str(now))
    if resource.follows_edition and holds(request, by_edition):
        return _keepable(HttpResponse(status=304), by_edition, now)
    response = _made(request, asked, resource, kwargs)
    if response.status_code != 200:
        return response
    by_content = tag(request, asked, sha256(response.content).hexdigest())
    if holds(request, by_content):
        return _keepable(HttpResponse(status=304), by_content, now)
    return _keepable(response, by_edition if resource.follows_edition else by_content, now)


def _made(request: HttpRequest, asked: Asked, resource: Resource, kwargs: dict[str, Any]) -> HttpResponse:
    """ninja knows GET only; what has no body is cut off by the server."""
    method, request.method = request.method, "GET"
    response = resource.view(request, **kwargs)
    request.method = method
    if response.status_code == 200 and resource.columns:
        ways = links(response)
        response = as_csv(response, resource.columns) if asked.form == CSV else response
        if ways:
            response["Link"] = ways
    return response


def _keepable(response: HttpResponse, tag: str, now: Edition) -> HttpResponse:
    response["ETag"] = tag
    return publicly_cacheable(response, now)


def _for_every_page(response: HttpResponse, asked: Asked) -> HttpResponse:
    for name, value in {**FOR_EVERY_PAGE, "Content-Language": asked.language}.items():
        response[name] = value
    if asked.vary:
        patch_vary_headers(response, asked.vary)
    return response
