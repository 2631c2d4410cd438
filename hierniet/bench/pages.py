"""What is measured, with which number of signatories, and how many queries each page takes."""

from dataclasses import dataclass

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from guidance.models import RuleText
from signatories.models import Signatory

from .servers import KEEP_PAGES_SECONDS

LANGUAGE = "nl"


@dataclass(frozen=True)
class Place:
    name: str
    path: str
    status: int = 200
    # Not as fast as answers come, but at this share of the rate that the place before it, the same one, was asked with.
    share_of_rate: float = 0.0


def static_file() -> Place:
    """The style sheet: as long as a page, and every visitor needs it."""
    return Place("static file", staticfiles_storage.url("css/site.css"))


def directory(number: int) -> Place:
    return Place(f"directory of {number:,}", _address("signatories:directory"))


def other_pages(number: int) -> list[Place]:
    rule = RuleText.objects.public().in_language(LANGUAGE).get(rule__key="insults")
    link = f"/{rule.slug}/{Signatory.objects.public().earliest('pk').slug}"
    return [
        Place(f"search among {number:,}", f"{_address('signatories:directory')}?q=voorbeeld+zuider"),
        Place("home", _address("signatories:home")),
        Place("a rule", rule.get_absolute_url()),
        Place("a reference link", f"/{rule.slug}", 302),
        Place("one of a signatory", link, 302),
        Place("the same at half rate", link, 302, share_of_rate=0.5),
        Place("the form to join", _address("signatories:join")),
    ]


def _address(name: str) -> str:
    with translation.override(LANGUAGE):
        return reverse(name)


def count_queries(place: Place, *, is_cached: bool) -> int:
    """In this process, on the same rows; nothing of a page is kept from before unless it is to be."""
    client = Client(headers={"host": "127.0.0.1"})
    cache.clear()
    with override_settings(PAGE_CACHE_SECONDS=KEEP_PAGES_SECONDS if is_cached else 0):
        client.get(place.path)
        with CaptureQueriesContext(connection) as queries:
            client.get(place.path)
    return len(queries)
