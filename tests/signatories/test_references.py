"""`/schelden/voorbeeldbedrijf`: the link under a comment, which must always lead somewhere that makes sense."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories import actions
from signatories.enums import Decision, Status
from signatories.models import Signatory
from tests import factories
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def dupont() -> Signatory:
    factories.create_rule()
    return factories.create_signatory(status=Status.APPROVED, name="Dupont & Fils", slug="dupont")


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("/schelden/dupont", "/nl/regels/schelden/dupont/"),
        ("/schelden/dupont/", "/nl/regels/schelden/dupont/"),
        ("/insultes/dupont", "/fr/regles/insultes/dupont/"),
        ("/insults/dupont", "/en/rules/insults/dupont/"),
        ("/Schelden/DUPONT", "/nl/regels/schelden/dupont/"),
        ("/schelden/Dupônt", "/nl/regels/schelden/dupont/"),
    ],
)
def test_reference_link_leads_to_the_rule_on_behalf_of_the_signatory(client, dupont, link, target):
    response = client.get(link)

    assert (response.status_code, response["Location"]) == (302, target)
    page = client.get(target)
    assert page.status_code == 200
    assert "Dupont & Fils" in Page(page).text
    assert page.context["on_behalf_of"] == dupont


def test_reference_link_is_kept_by_nobody_and_tells_nobody(client, dupont):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/schelden/dupont")

    assert len(queries) <= 3
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}
    assert client.head("/schelden/dupont").status_code == 302
    assert client.post("/schelden/dupont").status_code == 405


@pytest.mark.parametrize("status", [status for status in Status if status != Status.APPROVED])
def test_reference_link_of_who_is_not_public_leads_to_the_plain_rule(client, dupont, status):
    factories.create_signatory(status=status, name="Weg", slug="weg")

    response = client.get("/schelden/weg")

    assert (response.status_code, response["Location"]) == (302, "/nl/regels/schelden/")
    onward = client.get("/nl/regels/schelden/weg/")
    assert (onward.status_code, onward["Location"]) == (302, "/nl/regels/schelden/")


HOSTILE = [
    "onbekend", "%00", "dupont%00", "a%0d%0aSet-Cookie:%20x=1", "%e2%80%aedupont", "%ff%fe", "..", "%2e%2e", "é" * 80,
    "%F0%9F%94%A5", "'%20OR%201=1--", "%25", "_", "<script>", "dupont%20", "%09dupont", "https:%5c%5cevil.example", "@evil",
    "ﷺ" * 26,
]  # fmt: skip


def test_reference_link_of_somebody_made_up_leads_to_a_rule_of_ours(client, dupont):
    rules = ("/nl/regels/schelden/", "/nl/regels/schelden/dupont/")

    answers = {signatory: client.get(f"/schelden/{signatory}") for signatory in HOSTILE}

    lost = {signatory for signatory, answer in answers.items() if answer.get("Location") not in rules or answer.cookies}
    assert lost == set()
    assert {answer.status_code for answer in answers.values()} == {302}


def test_reference_link_of_another_shape_is_not_found(client, dupont):
    shapes = ["x" * 81, "x" * 8_000, "dupont/meer", "//evil.example", "a/../../etc"]

    assert {client.get(f"/schelden/{signatory}").status_code for signatory in shapes} == {404}


def test_reference_link_of_a_word_that_is_no_rule_is_not_found(client, dupont):
    assert client.get("/onbekend/dupont").status_code == 404


@pytest.mark.parametrize("seconds", [0, 3600])
def test_rule_on_behalf_is_gone_at_once_after_a_suspension(client, dupont, moderator, settings, seconds):
    settings.PAGE_CACHE_SECONDS = seconds
    for _visit in range(2):
        assert client.get("/nl/regels/schelden/dupont/").status_code == 200

    actions.suspend(dupont, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))

    assert client.get("/nl/regels/schelden/dupont/").status_code == 302
    assert client.get("/schelden/dupont")["Location"] == "/nl/regels/schelden/"


def test_rule_on_behalf_costs_few_queries_leaves_no_cookie_and_points_at_the_plain_rule(client, dupont):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/nl/regels/schelden/dupont/")

    assert len(queries) <= 6
    assert response.cookies == {}
    assert "cookie" not in response.get("Vary", "").lower()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/nl/regels/schelden/">' in response.content.decode()
