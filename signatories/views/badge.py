from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import condition, require_safe

from guidance.models.publishing import edition
from hierniet.languages import SITE_NAMES
from signatories.badges.look import GAP, START, THEMES
from signatories.badges.picture import as_png
from signatories.badges.words import Badge, find_badge

# On the pages of others, which ask us each time: an hour is soon enough to say that somebody left.
HEADERS = {
    "Cache-Control": "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
# How wide the name of the site is in each language, as drawn in templates/signatories/badge/wordmark_*.svg.
WORDMARK_WIDTHS = {"nl": 109.1, "fr": 85.3, "en": 112.1}


def _edition(_request: HttpRequest, **_facts: str) -> str:
    """Everything that a badge says changes with the content version; the colours and drawing with this number."""
    return f'"{edition()}.1"'


@login_not_required
@require_safe
@condition(etag_func=_edition)
def badge(request: HttpRequest, language: str, theme: str, slug: str, ending: str) -> HttpResponse:
    """`/badge/nl/light/voorbeeld.svg`, or `.png`: for the page of a signatory, linked to its entry here."""
    with translation.override(language):
        found = find_badge(slug)
        if found is None:
            raise Http404
        if ending == "png":
            response = HttpResponse(as_png(found, SITE_NAMES[language], theme), content_type="image/png")
        else:
            response = render(request, "signatories/badge.svg", _context(found, language, theme), "image/svg+xml")
    for name, value in {**HEADERS, "Content-Language": language}.items():  # the address says which, and no browser does
        response[name] = value
    return response


def _context(found: Badge, language: str, theme: str) -> dict[str, object]:
    return {
        "badge": found,
        "colours": THEMES[theme],
        "language": language,
        "start": START,
        "dot": START + WORDMARK_WIDTHS[language] + GAP,
    }
