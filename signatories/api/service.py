"""The one NinjaAPI. Its own pages are off: they load scripts from elsewhere, which our Content-Security-Policy refuses."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from .problems import not_found, refused


class PlainRenderer(JSONRenderer):
    """Accents as they are, so that people who look at an answer can read it."""

    json_dumps_params = {"ensure_ascii": False}


service = NinjaAPI(
    title="HierNiet",
    version="1.0",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    renderer=PlainRenderer(),
)


@service.exception_handler(Http404)
def _on_missing(request: HttpRequest, _error: Any) -> HttpResponse:
    return not_found()


@service.exception_handler(ValidationError)
def _on_wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What stands wrongly in the path is no address of ours; what stands wrongly behind `?` is said by name."""
    places = [problem["loc"] for problem in error.errors]
    if any(place[0] == "path" for place in places):
        return not_found()
    return refused(sorted({str(place[-1]) for place in places}))
