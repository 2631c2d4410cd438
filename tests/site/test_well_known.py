"""Small files that programs ask every site for."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from signatories.enums import Kind, Status
from tests import factories
from tests.site.documents import Document

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOSTS = {"nl": "https://hierniet.example", "fr": "https://pasici.example", "en": "https://hierniet.example"}


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.SITE_ADDRESS = "https://hierniet.example"
    settings.SITE_ADDRESSES = {"fr": "https://pasici.example"}
    settings.SECURITY_ADDRESS = "veilig@hierniet.example"


def test_robots_may_read_what_is_public_and_find_the_sitemap(client: Client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /beheer/\nDisallow: /api/\nSitemap: https://hierniet.example/sitemap.xml\n"
    )


def test_whom_to_tell_about_a_hole(client: Client):
    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields == {
        "Contact": "mailto:veilig@hierniet.example",
        "Preferred-Languages": "nl, fr, en",
        "Canonical": "https://hierniet.example/.well-known/security.txt",
    }
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=366)


@pytest.fixture
def sitemap(client: Client, db: None) -> dict[str, dict[str, str]]:
    """Address → its alternates by language, of a small site with something of everything."""
    factories.create_rule()
    factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub"})
    factories.create_rule(key="draft", words={"nl": "ontwerp"}, is_published=False)
    factories.create_page(key="sent-here")
    factories.create_page()
    factories.create_page(key="secret", is_published=False)
    factories.create_signatory(status=Status.APPROVED, slug="een")
    factories.create_signatory(status=Status.APPROVED, slug="iemand", kind=Kind.INDIVIDUAL)
    factories.create_signatory(status=Status.SUSPENDED, slug="weg")
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314  our own
    found = [
        (
            url.findtext("s:loc", namespaces=NAMES),
            {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NAMES)},
        )
        for url in root.findall("s:url", NAMES)
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_sitemap_has_every_public_page_in_every_language_and_nothing_else(sitemap):
    in_dutch = {address.removeprefix(HOSTS["nl"]) for address in sitemap if address.startswith(f"{HOSTS['nl']}/nl/")}

    assert in_dutch == {
        "/nl/", "/nl/gids/", "/nl/antwoorden/", "/nl/bewijslijst/", "/nl/huisregelmaker/", "/nl/zoeken/",
        "/nl/regels/", "/nl/ondertekenaars/", "/nl/cijfers/", "/nl/meedoen/", "/nl/hulplijnen/", "/nl/hierheen-gestuurd/",
        "/nl/regels/schelden/", "/nl/regels/spam/", "/nl/about-nl/", "/nl/ondertekenaars/een/", "/nl/ondertekenaars/iemand/",
    }  # fmt: skip
    assert len(sitemap) == 3 * len(in_dutch) - 1  # one rule has no English text


def test_what_the_sitemap_says_of_other_languages_is_said_on_both_sides(sitemap):
    for address, alternates in sitemap.items():
        assert address in alternates.values()
        assert {language: other.startswith(f"{HOSTS[language]}/{language}/") for language, other in alternates.items()} == dict.fromkeys(alternates, True)  # fmt: skip
        assert all(sitemap[other] == alternates for other in alternates.values())


@pytest.mark.whole
def test_every_address_of_the_sitemap_is_a_page_that_says_the_same(sitemap, client: Client):
    for address, alternates in sitemap.items():
        path = "/" + address.split("/", 3)[3]
        response = client.get(path)
        page = Document(response.content.decode())
        assert response.status_code == 200, address
        assert page.one("html")["lang"] == path.split("/")[1]
        assert page.canonical() == address
        assert page.alternates() == alternates


@pytest.mark.django_db
def test_sitemap_of_an_empty_site_is_valid(client: Client):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own

    assert len(root.findall("s:url", NAMES)) == 3 * 11
