"""What a page says about its picture."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from guidance.models import RuleText
from hierniet.languages import site_address

from .pieces import Headline, Strip, stamp


@dataclass(frozen=True)
class Preview:
    """`url` with its host, as robots want it; `alt` for who cannot see the picture."""

    url: str
    alt: str


def of_site(language: str) -> Preview:
    """For every page without a picture of its own: a file that ships with the site. In the language that is active."""
    return Preview(site_address(language) + static(f"images/preview-{language}.png"), str(Headline.of_site(language)))


def of_rule(text: RuleText) -> Preview:
    headline = Headline.of_rule(text)
    with translation.override(text.language):
        digest = stamp(headline, Strip.of_site())
    path = reverse("preview", kwargs={"language": text.language, "word": text.slug, "digest": digest})
    return Preview(site_address(text.language) + path, str(headline))
