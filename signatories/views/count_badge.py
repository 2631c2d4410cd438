"""How many signed, as a picture that any page can show without a script."""

from base64 import b64encode
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import parse_etags
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hierniet.languages import SITE_NAMES
from signatories.models import Signatory

LETTER = 7.4  # about as wide as a letter is at this size; `textLength` makes it exactly so, whatever the font
SPACE = 12
STYLE = (
    ".paper{fill:#fdf8f0;stroke:#e0d6c6}.ink{fill:#16203a}.dot{fill:#d21f3c}"
    "@media(prefers-color-scheme:dark){.paper{fill:#11162a;stroke:#3a4468}.ink{fill:#fdf8f0}.dot{fill:#ff6b76}}"
)
STYLE_DIGEST = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=3600, s-maxage=300, stale-if-error=86400",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{STYLE_DIGEST}'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@login_not_required
@require_safe
def count_badge(request: HttpRequest, language: str) -> HttpResponse:
    """Kept by browsers for an hour: whoever shows it on a busy page costs us little. Nobody is counted by it."""
    with translation.override(language):
        picture = _draw(Signatory.objects.public().count())
    digest = sha256(picture.encode()).hexdigest()[:32]
    headers = HEADERS | {"ETag": f'W/"{digest}"', "Content-Language": language}
    if headers["ETag"] in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


def _draw(number: int) -> str:
    """In the language that is active."""
    name = SITE_NAMES[translation.get_language() or "nl"].lower()
    count = ngettext("%(number)s signatory", "%(number)s signatories", number) % {"number": number}
    name_width, count_width = round(len(name) * LETTER), round(len(count) * LETTER)
    dot = SPACE + name_width + 5
    context = {
        "style": STYLE,
        "name": name,
        "name_width": name_width,
        "dot": dot,
        "count": count,
        "count_at": dot + SPACE,
        "count_width": count_width,
        "width": dot + SPACE + count_width + SPACE,
    }
    return render_to_string("signatories/count_badge.svg", context)
