from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import condition, require_safe

from guidance.models.publishing import edition
from signatories.badges import THEMES, Badge, find_badge

# On the pages of others, which ask us each time: an hour is soon enough to say that somebody left.
HEADERS = {
    "Cache-Control": "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
COLOURS = {
    "light": {"ground": "#fdf8f0", "ink": "#16203a", "quiet": "#4b5573", "line": "#e0d6c6", "dot": "#d21f3c"},
    "dark": {"ground": "#11162a", "ink": "#f5efe4", "quiet": "#b9c0d8", "line": "#36406a", "dot": "#ff6b76"},
}
START, GAP = 18, 7  # where the name of the site begins, and how far the dot stands behind it


def _edition(_request: HttpRequest, **_facts: str) -> str:
    """Everything that a badge says changes with the content version; the colours and drawing with this number."""
    return f'"{edition()}.1"'


@login_not_required
@require_safe
@condition(etag_func=_edition)
def badge(request: HttpRequest, language: str, theme: str, slug: str) -> HttpResponse:
    """`/badge/nl/light/voorbeeld.svg`: for the page of a signatory, linked to its entry here."""
    with translation.override(language):
        found = find_badge(slug)
        if found is None or theme not in THEMES:
            raise Http404
        response = render(request, "signatories/badge.svg", _context(found, language, theme), "image/svg+xml")
    for name, value in {**HEADERS, "Content-Language": language}.items():  # the address says which, and no browser does
        response[name] = value
    return response


def _context(found: Badge, language: str, theme: str) -> dict[str, object]:
    return {
        "badge": found,
        "colours": COLOURS[theme],
        "language": language,
        "start": START,
        "dot": START + found.WORDMARK_WIDTHS[language] + GAP,
    }
