from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from hierniet.languages import SITE_NAMES
from signatories.badges.look import GAP, START, THEMES
from signatories.badges.picture import as_png
from signatories.badges.words import Badge, find_badge

# On the pages of others, which ask us each time: an hour is soon enough to say that somebody left.
HEADERS = {
    "Cache-Control": "public, max-age=3600, stale-while-revalidate=600, stale-if-error=604800",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# How wide the name of the site is in each language, as drawn in templates/signatories/badge/wordmark_*.svg.
WORDMARK_WIDTHS = {"nl": 109.1, "fr": 85.3, "en": 112.1}


@login_not_required
@require_safe
def badge(request: HttpRequest, language: str, theme: str, slug: str, ending: str) -> HttpResponse:
    """`/badge/nl/light/voorbeeld.svg`, or `.png`: for the page of a signatory, linked to its entry here."""
    with translation.override(language):
        found = find_badge(slug)
        if found is None:
            raise Http404
        content = _draw(found, language, theme, ending)
    # The address says the language, and no browser does: proxies keep one for all.
    headers = {**HEADERS, "Content-Language": language, "ETag": f'W/"{sha256(content).hexdigest()[:32]}"'}
    if headers["ETag"] in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, content_type=CONTENT_TYPES[ending], headers=headers)


def _draw(found: Badge, language: str, theme: str, ending: str) -> bytes:
    if ending == "png":
        return as_png(found, SITE_NAMES[language], theme)
    return render_to_string("signatories/badge.svg", _context(found, language, theme)).encode()


def _context(found: Badge, language: str, theme: str) -> dict[str, object]:
    return {
        "badge": found,
        "site_name": SITE_NAMES[language],
        "colours": THEMES[theme],
        "language": language,
        "start": START,
        "dot": START + WORDMARK_WIDTHS[language] + GAP,
    }
