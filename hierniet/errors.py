"""Pages for when something is not as it should be: calm, and with a way on."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation

from guidance.models import RuleText
from hierniet.languages import preferred_language


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _render(request, "400.html", 400)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _render(request, "403.html", 403)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _render(request, "403_csrf.html", 403)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also what a mistyped short word gets: the rules are listed, so that a reference link is never a dead end."""
    language = translation.get_language() or "nl"
    try:
        rules = list(RuleText.objects.public().in_language(language))
    except AnyDatabaseError:
        rules = []
    response = _render(request, "404.html", 404, rules=rules)
    # Shortly kept by proxies: else one that still holds the page of a signatory who left would never replace it.
    response["Cache-Control"] = "public, max-age=0, s-maxage=10"
    return response


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Uses neither the database nor a context: whatever broke must not break this page too."""
    return HttpResponse(get_template("500.html").render(), status=500)


def _render(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    if translation.get_language() not in ("nl", "fr", "en"):
        translation.activate(preferred_language(request))
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
