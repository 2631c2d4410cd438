"""Whole addresses: whoever copies an answer takes them along."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from hierniet.languages import LANGUAGES, site_address


def here(request: HttpRequest) -> str:
    """Without parameters. By our own name for the site, never by the one in a header."""
    return f"{settings.SITE_ADDRESS}{request.path}"


def of_data(name: str, **kwargs: Any) -> str:
    return f"{settings.SITE_ADDRESS}{reverse(f'api:{name}', kwargs=kwargs)}"


def on_site(path: str, language: str) -> str:
    return f"{site_address(language)}{path}"


def in_each_language(name: str, **kwargs: Any) -> dict[str, str]:
    """Of a page whose address differs only by its translated words."""
    addresses = {}
    for language in LANGUAGES:
        with translation.override(language):
            addresses[language] = on_site(reverse(name, kwargs=kwargs), language)
    return addresses
