"""Addresses of the open data: those of ninja, each with the same around it, and an answer in kind to all others."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from . import description, problems
from .answers import Resource, View, open_data
from .contents import contents
from .endpoints import service
from .schemas.common import Shown
from .schemas.counts import MonthShown, VisitsShown
from .schemas.helplines import HelplineShown
from .schemas.replies import ReplyShown
from .schemas.rules import RuleShown, VersionShown
from .schemas.signatories import SignatoryShown
from .tables import Columns, columns_of

app_name = "api"
# What is a list, and so a table: by the model of its rows.
ROWS: dict[str, type[Shown]] = {
    "signatories": SignatoryShown,
    "rules": RuleShown,
    "rule_versions": VersionShown,
    "replies": ReplyShown,
    "helplines": HelplineShown,
    "counts_by_month": MonthShown,
    "visits": VisitsShown,
}
# These change when a month ends or the worker has counted, and nobody publishes anything.
COUNTED_ANEW = {"counts_by_month", "visits"}


def _columns(name: str) -> Columns:
    return columns_of(ROWS[name]) if name in ROWS else ()


def _patterns() -> list[URLPattern]:
    """Without ninja's own page about where its pages are."""
    return [one for one in service.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]


def _described(pattern: URLPattern) -> URLPattern:
    name = str(pattern.name)
    resource = Resource(
        pattern.callback,
        shape=description.shape(),
        parameters=description.parameters_of(name),
        columns=_columns(name),
        follows_edition=name not in COUNTED_ANEW,
    )
    return URLPattern(pattern.pattern, open_data(resource), name=name)


def _nothing(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    return problems.not_found()


def _plain(view: View) -> View:
    return open_data(Resource(view, shape=description.shape()))


urlpatterns = [
    path("", _plain(contents), name="contents"),
    *(_described(pattern) for pattern in _patterns()),
    path("openapi.json", _plain(description.openapi), name="openapi"),
    path("<path:rest>", _plain(_nothing), name="nothing"),
]
