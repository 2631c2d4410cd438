"""The public page of one signatory."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hierniet.languages import LANGUAGES
from signatories.enums import Kind, Status
from tests import factories
from tests.signatories.applications import address
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "Dupont & Fils <vzw>", "slug": "dupont", "website": "https://www.dupont.example/?a=1&b=2",
    "contact_name": "Geheim Persoon", "contact_role": "Geheime Rol", "contact_email": "geheim@dupont.example",
    "contact_phone": "0470 99 99 99", "own_words": "Geheime nota", "enterprise_number": "0202239951",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_signatory_shows_its_public_facts_and_nothing_of_the_person(client, language):
    factories.create_rule()
    signatory = factories.create_signatory(status=Status.APPROVED, **FACTS)

    response = client.get(address("signatory", language, slug="dupont"))

    page, source = Page(response), response.content.decode()
    assert page.language == language
    assert "Dupont & Fils <vzw>" in page.text
    assert "<vzw>" not in source
    assert "https://www.dupont.example/?a=1&b=2" in page.links
    assert not any(
        secret in source for secret in ("Geheim", "geheim", "0470", signatory.receipt_number, signatory.file_key)
    )
    assert signatory.public_id.hex not in source
    assert {address("signatory", other, slug="dupont") for other in LANGUAGES} <= set(page.links)


@pytest.mark.parametrize(
    ("language", "host", "links"),
    [
        ("nl", "hierniet.be", ["/schelden/dupont", "/reclame/dupont"]),
        ("fr", "pasici.be", ["/insultes/dupont"]),
        ("en", "hierniet.be", ["/insults/dupont"]),
    ],
)
def test_signatory_has_a_reference_link_for_every_rule_in_the_language_of_the_page(client, language, host, links):
    factories.create_rule()
    factories.create_rule(key="spam", words={"nl": "reclame"}, position=2)
    factories.create_rule(key="hate", words={"nl": "haat"}, is_published=False)
    factories.create_signatory(status=Status.APPROVED, **FACTS)

    response = client.get(address("signatory", language, slug="dupont"))

    offered = response.context["reference_links"]
    assert [link["url"] for link in offered] == links
    assert [link["address"] for link in offered] == [host + link for link in links]
    for link in links:
        assert client.get(link).status_code == 302


@pytest.mark.parametrize("status", [status for status in Status if status not in Status.shown_once])
def test_signatory_that_was_never_in_the_list_or_left_is_not_named(client, status):
    factories.create_signatory(status=status, slug="dupont")

    response = client.get(address("signatory", slug="dupont"))

    assert response.status_code == 404
    assert "Voorbeeld" not in response.content.decode()


@pytest.mark.parametrize("slug", ["onbekend", "DUPONT", "dupont-", "x" * 300, "_", "-"])
def test_signatory_with_another_name_is_another(client, slug):
    factories.create_signatory(status=Status.APPROVED, **FACTS)

    assert client.get(f"/nl/ondertekenaars/{slug}/").status_code == 404


@pytest.mark.parametrize("kind", Kind)
def test_signatory_of_every_kind_and_without_website_has_a_page(client, kind):
    factories.create_signatory(
        status=Status.APPROVED, slug="dupont", kind=kind, website="", source_url="https://bron.example/"
    )

    assert "https://bron.example/" in Page(client.get(address("signatory", slug="dupont"))).links


def test_signatory_costs_few_queries_and_leaves_no_cookie(client, settings):
    settings.PAGE_CACHE_SECONDS = 3600
    factories.create_rule()
    factories.create_signatory(status=Status.APPROVED, **FACTS)

    with CaptureQueriesContext(connection) as cold:
        response = client.get(address("signatory", slug="dupont"))
    with CaptureQueriesContext(connection) as warm:
        client.get(address("signatory", slug="dupont"))

    assert len(cold) <= 6
    assert len(warm) == 1
    assert response.cookies == {}
    assert "cookie" not in response.get("Vary", "").lower()
    assert client.post(address("signatory", slug="dupont")).status_code == 405
