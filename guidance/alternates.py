"""The same page in the other languages: for the language switch, `hreflang` and the canonical address."""

from collections.abc import Mapping
from typing import TypedDict

from django.urls import reverse
from django.utils import translation

from guidance.previews import addresses
from hierniet.languages import LANGUAGES, LOCALES, site_address


class Alternate(TypedDict):
    language: str
    url: str
    absolute_url: str
    locale: str


def alternates(urls: Mapping[str, str]) -> list[Alternate]:
    """`urls` maps a language to the path of the page in it; languages in which it does not exist are left out."""
    return [
        {
            "language": language,
            "url": urls[language],
            "absolute_url": site_address(language) + urls[language],
            "locale": LOCALES[language],
        }
        for language in LANGUAGES
        if language in urls
    ]


def alternates_of(name: str, **kwargs: str) -> list[Alternate]:
    """For a page whose address differs only by its translated words."""
    urls = {}
    for language in LANGUAGES:
        with translation.override(language):
            urls[language] = reverse(name, kwargs=kwargs)
    return alternates(urls)


def with_query(others: list[Alternate], query: str) -> list[Alternate]:
    """The language switch keeps a choice that lives in the address, where its keys are the same in every language."""
    return [{**other, "url": f"{other['url']}?{query}" if query else other["url"]} for other in others]


def page_context(others: list[Alternate]) -> dict[str, object]:
    """What `base.html` needs to say where the page stands, and with which picture it is shared."""
    current = translation.get_language()
    canonical = next((other["absolute_url"] for other in others if other["language"] == current), "")
    return {"alternates": others, "canonical_url": canonical, "preview": addresses.of_site(current)}
