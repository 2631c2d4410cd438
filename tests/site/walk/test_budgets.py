"""Light enough for a phone on a train: bytes, requests and queries."""

import gzip
import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.enums import Kind, Status
from signatories.referrals import destinations
from tests import factories
from tests.signatories.logos import made
from tests.site.documents import Document
from tests.site.walk.visits import Visit

# What the site drew for a signatory; a browser takes one of each logo, and counted is the heaviest.
BADGE = "/badge/"
BADGE_BYTES = 4_500  # at most; see tests/signatories/test_badge.py
LOGO = re.compile(r"/logo/[0-9a-f]{32}-(?P<width>\d+)\.(?P<ending>png|webp)$")
MOST_HTML = 15 * 1024
MOST_OF_EVERYTHING = 60 * 1024
MOST_REQUESTS = 8
MOST_QUERIES = 6
LINKED = {"stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "manifest"}
IN_STYLES = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
IN_SCRIPTS = re.compile(r"""^\s*(?:import|export)\b[^"']*["']([^"']+)["']""", re.MULTILINE)


def test_html_of_every_page_is_small(visits: list[Visit]):
    weights = {str(visit): len(gzip.compress(visit.html.encode(), 6)) for visit in visits}

    assert {page: weight for page, weight in weights.items() if weight > MOST_HTML} == {}


def test_everything_a_page_fetches_is_small_and_ours(visits: list[Visit]):
    too_much = {}
    for visit in visits:
        files = _everything_linked(visit.document)
        weight = len(gzip.compress(visit.html.encode(), 6)) + sum(_weight(file) for file in files)
        if weight > MOST_OF_EVERYTHING or len(files) + 1 > MOST_REQUESTS:
            too_much[str(visit)] = (weight, len(files) + 1)

    assert too_much == {}


def _everything_linked(page: Document) -> set[str]:
    """Every file the page has a browser fetch, with those its style sheets and scripts ask for in turn."""
    addresses = {link["href"] for link in page.all("link") if LINKED & set(link["rel"].split())}
    addresses |= {
        element["src"]
        for element in page.all("script", "img", "iframe", "video", "audio", "source", "embed")
        if element.tag != "source" or element.parent is None or element.parent.tag != "picture"
    }
    found: set[str] = set()
    while addresses:
        name = _our_file(addresses.pop())
        if name not in found:
            found.add(name)
            addresses |= _asked_for_by(name)
    return found


def _our_file(address: str) -> str:
    if LOGO.search(address) or address.startswith(BADGE):
        return address
    assert address.startswith(settings.STATIC_URL), f"{address} is not one of our files"
    return address.removeprefix(settings.STATIC_URL)


@cache
def _asked_for_by(name: str) -> frozenset[str]:
    if LOGO.search(name) or name.startswith(BADGE):
        return frozenset()
    pattern = {".css": IN_STYLES, ".js": IN_SCRIPTS}.get(Path(name).suffix)
    asked = pattern.findall(_path(name).read_text(encoding="utf-8")) if pattern else []
    folder = Path(settings.STATIC_URL, name).parent
    return frozenset(_flat(folder / address) for address in asked if not address.startswith(("data:", "#")))


def _flat(path: Path) -> str:
    """Without the `..` in it; what starts elsewhere stays so, and is refused as not ours."""
    return str(Path("/", *path.parts).resolve()) if "//" not in str(path) else str(path)


@cache
def _weight(name: str) -> int:
    """As whitenoise sends it to a browser: brotli at its best, or as it is where that gains nothing."""
    logo = LOGO.search(name)
    if name.startswith(BADGE):
        return BADGE_BYTES
    if logo:
        return len(made().files[int(logo["width"]), logo["ending"]])
    content = _path(name).read_bytes()
    return min(len(content), len(brotli.compress(content)))


def _path(name: str) -> Path:
    path = finders.find(name)
    assert path, f"{name} does not exist"
    return Path(path)


def test_queries_of_every_page(visits: list[Visit]):
    too_many = {str(visit): visit.queries for visit in visits if visit.queries > MOST_QUERIES and visit.name != "403"}

    assert too_many == {}


ADDRESSES = ["/nl/", "/nl/regels/", "/nl/regels/schelden/", "/nl/regels/schelden/een/", "/nl/hierheen-gestuurd/", "/nl/hulplijnen/", "/nl/zoeken/", "/nl/zoeken/?q=schelden", "/nl/zoeken/?q=kwikstaart", "/nl/about-nl/", "/nl/ondertekenaars/", "/nl/ondertekenaars/?q=voorbeeld&kind=company", "/nl/ondertekenaars/een/", "/nl/meedoen/", "/sitemap.xml", "/schelden", "/schelden/een", "/nl/bestaat-niet/"]  # fmt: skip


@pytest.mark.django_db
def test_queries_are_the_same_with_one_row_and_with_many(client: Client):
    factories.create_rule()
    factories.create_page(key="sent-here")
    factories.create_page()
    factories.create_helpline()
    factories.create_signatory(status=Status.APPROVED, slug="een")
    factories.create_signatory(status=Status.APPROVED, slug="iemand", kind=Kind.INDIVIDUAL)
    with_one = {address: _queries(client, address) for address in ADDRESSES}

    for number in range(4):
        factories.create_rule(key=f"regel-{number}", words=dict.fromkeys(("nl", "fr", "en"), f"regel-{number}"))
        factories.create_page(key=f"pagina-{number}")
        factories.create_helpline(key=f"lijn-{number}")
        factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL)
    for _number in range(70):
        factories.create_signatory(status=Status.APPROVED)
    with_many = {address: _queries(client, address) for address in ADDRESSES}

    assert with_many == with_one
    assert max(with_many.values()) <= MOST_QUERIES
    assert min(with_one.values()) >= 2


def _queries(client: Client, address: str) -> int:
    destinations.forget()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in (200, 302, 404)
    return len(queries)
