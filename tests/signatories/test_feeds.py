"""Atom feeds of who signed last, and of changed rules."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidance.models import RuleText
from signatories.enums import Kind, Status
from tests import factories
from tests.site.documents import Document

ATOM = "{http://www.w3.org/2005/Atom}"
NEW = "/nl/ondertekenaars/nieuw.atom"
CHANGED = "/nl/regels/gewijzigd.atom"


def feed_at(client: Client, address: str) -> ET.Element:
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314  our own


def entries(feed: ET.Element) -> list[dict[str, str | None]]:
    return [
        {
            "title": entry.findtext(f"{ATOM}title"),
            "id": entry.findtext(f"{ATOM}id"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "link": entry.find(f"{ATOM}link").attrib["href"],
            "summary": entry.findtext(f"{ATOM}summary"),
        }
        for entry in feed.iter(f"{ATOM}entry")
    ]


@pytest.mark.django_db
def test_new_signatories(client: Client):
    old = factories.create_signatory(
        status=Status.APPROVED, approved_at=datetime(2026, 1, 1, 8, tzinfo=UTC), name="Oud"
    )
    new = factories.create_signatory(status=Status.APPROVED, name="Nieuw & co", slug="nieuw", kind=Kind.CARE)
    factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, name="Iemand")
    factories.create_signatory(status=Status.SUBMITTED, name="Wacht")
    factories.create_signatory(status=Status.APPROVED, lapsed_at=timezone.now(), name="Weg")

    feed = feed_at(client, NEW)

    assert [entry["id"] for entry in entries(feed)] == [
        f"tag:hierniet.be,2026:signatory/{one.public_id}" for one in (new, old)
    ]
    assert entries(feed)[0]["title"] == "Nieuw & co"
    assert entries(feed)[0]["link"] == "http://127.0.0.1:8000/nl/ondertekenaars/nieuw/"
    assert entries(feed)[0]["summary"] == "Zorg en gezondheid"
    assert entries(feed)[1]["updated"] == "2026-01-01T08:00:00+00:00"


@pytest.mark.django_db
@pytest.mark.parametrize("address", [NEW, CHANGED, "/fr/signataires/nouveaux.atom", "/en/rules/changed.atom"])
def test_feed_says_what_it_is_even_when_it_is_empty(client: Client, address):
    feed = feed_at(client, address)

    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    language = address.split("/")[1]
    assert links["self"] == f"http://127.0.0.1:8000{address}"
    assert links["alternate"].startswith(f"http://127.0.0.1:8000/{language}/")
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    assert feed.findtext(f"{ATOM}id").startswith("tag:hierniet.be,2026:")
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("title", "subtitle", "updated"))
    assert entries(feed) == []


@pytest.mark.django_db
def test_changed_rules(client: Client):
    rule = factories.create_rule()
    factories.create_rule(key="draft", words={"nl": "klad"}, is_published=False)
    text = RuleText.objects.get(rule=rule, language="nl")
    text.lead, text.change_note = "Anders.", "Korter & beter."
    text.save()

    found = entries(feed_at(client, CHANGED))

    assert [entry["id"] for entry in found] == [f"tag:hierniet.be,2026:rule/insults/nl/{number}" for number in (2, 1)]
    assert found[0]["title"] == "Naam schelden: versie 2"
    assert found[0]["summary"] == "Korter & beter."
    assert found[0]["link"] == "http://127.0.0.1:8000/nl/regels/schelden/versies/2/"
    assert len(entries(feed_at(client, "/fr/regles/modifiees.atom"))) == 1


@pytest.mark.django_db
def test_feed_holds_fifty_and_costs_the_same_for_one_and_for_many(client: Client):
    factories.create_rule()
    factories.create_signatory(status=Status.APPROVED)
    with_one = {address: _queries(client, address) for address in (NEW, CHANGED)}

    for number in range(60):
        factories.create_signatory(status=Status.APPROVED)
        factories.create_rule(key=f"r-{number}", words={"nl": f"r-{number}"})

    assert {address: _queries(client, address) for address in (NEW, CHANGED)} == with_one
    assert max(with_one.values()) <= 3
    assert [len(entries(feed_at(client, address))) for address in (NEW, CHANGED)] == [50, 50]


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "feed"), [("/nl/ondertekenaars/", NEW), ("/fr/regles/", "/fr/regles/modifiees.atom")])
def test_browser_finds_the_feed(client: Client, page, feed):
    document = Document(client.get(page).content.decode())

    assert [link["href"] for link in document.all("link", type="application/atom+xml")] == [feed]
