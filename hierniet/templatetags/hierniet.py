"""Template tags of the whole site."""

from datetime import date

from django import template
from django.db import Error as AnyDatabaseError
from django.template import Context
from django.utils import translation

from guidance.models import PageText
from hierniet import dates
from hierniet.languages import SITE_NAMES

register = template.Library()
KEPT_AS = "_page_urls"


@register.simple_tag
def wordmark() -> str:
    """The name of the site in small letters; for pages on which `site` means something else, as on allauth's."""
    return SITE_NAMES.get(translation.get_language() or "", SITE_NAMES["nl"]).lower()


@register.filter(expects_localtime=True)
def written(moment: date | None, form: str = dates.DAY) -> str:
    """A day that is written out, in place of Django's `date`; nothing when there is none."""
    return dates.written(moment, form) if moment else ""


@register.simple_tag(takes_context=True)
def page_url(context: Context, key: str) -> str:
    """The address of a content page by its key, in the current language; empty when it is not published in it.

    One query a page, however many addresses its header and footer ask for: kept at the request, for every included
    template has a render context of its own.
    """
    language = translation.get_language() or ""
    keeper = getattr(context, "request", None) or context
    kept: dict[str, dict[str, str]] = keeper.__dict__.setdefault(KEPT_AS, {})
    if language not in kept:
        kept[language] = _page_urls(language)
    return kept[language].get(key, "")


def _page_urls(language: str) -> dict[str, str]:
    """Without a database the pages that say so must still have their header and footer."""
    try:
        return {text.page.key: text.get_absolute_url() for text in PageText.objects.public().in_language(language)}
    except AnyDatabaseError:
        return {}
