"""The picture of a shared page. Whatever is asked, there is one: a link that was shared years ago keeps a face."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from guidance.previews import joining
from guidance.previews.pieces import Headline, Strip, stamp
from guidance.views.rules import find_rule
from signatories.models import Signatory
from signatories.previews.strips import SignedStrip

from .former import who_goes_on
from .logo_file import HEADERS

# The address changes with the picture. Proxies ask again when somebody is named on it, who may leave.
FOR_EVER = "public, max-age=31536000, immutable"
WHILE_PUBLIC = "public, max-age=31536000, s-maxage=60, immutable"
FOR_NOW = "public, max-age=60"


@login_not_required
@require_safe
def preview(request: HttpRequest, language: str, word: str, digest: str) -> HttpResponse:
    """`/preview/nl/schelden-0123456789ab.png`"""
    return _picture(word, language, digest, None)


@login_not_required
@require_safe
def preview_on_behalf(request: HttpRequest, language: str, word: str, signatory: str, digest: str) -> HttpResponse:
    """The same with a name on it; without it for who is not public."""
    found = Signatory.objects.public().filter(slug=signatory).first() or who_goes_on(signatory)
    return _picture(word, language, digest, found)


def _picture(word: str, language: str, asked: str, signatory: Signatory | None) -> HttpResponse:
    """The one that belongs there now. Only under its own address may it be kept for long."""
    with translation.override(language):
        headline, plain = Headline.of_rule(find_rule(word, language)), Strip.of_site()
        strip = SignedStrip.of(signatory.name, signatory.slug, signatory.logo) if signatory else plain
    content = joining.joined(headline, strip)
    is_right = content is not None and asked == stamp(headline, strip)
    if content is None and signatory:
        content = joining.joined(headline, plain)
    kept = (WHILE_PUBLIC if signatory else FOR_EVER) if is_right else FOR_NOW
    headers = HEADERS | {"Cache-Control": kept}
    return HttpResponse(content or joining.of_site(language), content_type="image/png", headers=headers)
