"""Proof that somebody signed: by signatory, and by domain."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from signatories.api.domains import clean_domain, websites_at
from signatories.enums import Kind, Status
from signatories.models import Signatory
from tests import factories

NOBODY = {"name": None, "website": None, "since": None, "stance": None, "pages": None}


def proof_of(client: Client, signatory: Signatory) -> dict[str, object]:
    return client.get(f"/api/v1/signatories/{signatory.public_id}/proof").json()


def by_domain(client: Client, domain: str) -> dict[str, object]:
    return client.get("/api/v1/proof", {"domain": domain}).json()


@pytest.mark.django_db
@time_machine.travel(datetime(2026, 11, 26, 9, 0, tzinfo=UTC), tick=False)
def test_who_is_in_the_list_signed(client: Client):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeld", slug="voorbeeld")

    assert proof_of(client, signatory) == {
        "id": str(signatory.public_id),
        "signed": True,
        "status": "signed",
        "name": "Voorbeeld",
        "website": "https://www.voorbeeld.example/",
        "since": "2026-11-26",
        "stance": "signed",
        "pages": {
            "nl": "http://127.0.0.1:8000/nl/ondertekenaars/voorbeeld/",
            "fr": "http://127.0.0.1:8000/fr/signataires/voorbeeld/",
            "en": "http://127.0.0.1:8000/en/signatories/voorbeeld/",
        },
        "proof": f"http://127.0.0.1:8000/api/v1/signatories/{signatory.public_id}/proof",
        "checked_at": "2026-11-26T09:00:00Z",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"status": Status.WITHDRAWN}, "former"),
        ({"status": Status.SUSPENDED}, "not_listed"),
        ({"status": Status.APPROVED, "lapsed_at": timezone.now()}, "not_listed"),
        ({"status": Status.SUBMITTED}, "not_listed"),
        ({"status": Status.DECLINED}, "not_listed"),
    ],
)
def test_of_an_organisation_that_was_in_the_list_only_that_is_told(client: Client, facts, status):
    signatory = factories.create_signatory(approved_at=timezone.now(), name="Geheim", **facts)

    answer = proof_of(client, signatory)

    assert (answer["signed"], answer["status"]) == (False, status)
    assert {name: answer[name] for name in NOBODY} == NOBODY


@pytest.mark.django_db
def test_suspended_and_lapsed_cannot_be_told_apart(client: Client):
    suspended = factories.create_signatory(status=Status.SUSPENDED)
    lapsed = factories.create_signatory(status=Status.APPROVED, lapsed_at=timezone.now())

    answers = [proof_of(client, signatory) for signatory in (suspended, lapsed)]

    of_its_own = {"id", "proof", "checked_at"}
    assert [{name: one[name] for name in one if name not in of_its_own} for one in answers] == [
        {"signed": False, "status": "not_listed", **NOBODY}
    ] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("status", [status for status in Status if status != Status.APPROVED])
def test_person_who_is_not_in_the_list_was_never_there(client: Client, status):
    once = {"approved_at": timezone.now()}
    person = factories.create_signatory(status=status, kind=Kind.INDIVIDUAL, **once)
    lapsed = factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, lapsed_at=timezone.now())

    unknown = client.get("/api/v1/signatories/7d0f6b26-3c0e-4c87-9d3f-2f2a6e1d8c11/proof")
    for one in (person, lapsed):
        response = client.get(f"/api/v1/signatories/{one.public_id}/proof")
        assert (response.status_code, response.content) == (404, unknown.content)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.UNCONFIRMED, Status.QUARANTINED, Status.SUBMITTED, Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN])  # fmt: skip
def test_who_was_never_in_the_list_is_nowhere(client: Client, status):
    signatory = factories.create_signatory(status=status)

    assert client.get(f"/api/v1/signatories/{signatory.public_id}/proof").status_code == 404
    assert by_domain(client, "voorbeeld.example")["signatories"] == []


@pytest.mark.django_db
def test_merged_signatory_has_the_proof_of_the_one_that_goes_on(client: Client):
    into = factories.create_signatory(status=Status.APPROVED)
    merged = factories.create_signatory(status=Status.WITHDRAWN, merged_into=into, approved_at=timezone.now())

    assert proof_of(client, merged)["id"] == str(into.public_id)


@pytest.mark.django_db
def test_domain_finds_all_that_have_it_and_those_that_left(client: Client):
    first = factories.create_signatory(status=Status.APPROVED, name="A")
    second = factories.create_signatory(
        status=Status.APPROVED, name="B", website="http://voorbeeld.example:8080/nl?x=1"
    )
    left = factories.create_signatory(status=Status.WITHDRAWN, name="C", approved_at=timezone.now())
    factories.create_signatory(status=Status.SUSPENDED, name="D")
    factories.create_signatory(status=Status.APPROVED, name="E", lapsed_at=timezone.now())
    factories.create_signatory(status=Status.APPROVED, name="F", kind=Kind.INDIVIDUAL)

    answer = by_domain(client, " WWW.Voorbeeld.Example. ")

    assert (answer["domain"], answer["signed"]) == ("voorbeeld.example", True)
    found = [(one["id"], one["status"]) for one in answer["signatories"]]
    assert found == [
        (str(first.public_id), "signed"), (str(second.public_id), "signed"), (str(left.public_id), "former"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_domain_of_who_left_did_not_sign(client: Client):
    factories.create_signatory(status=Status.WITHDRAWN, approved_at=timezone.now())

    assert by_domain(client, "voorbeeld.example")["signed"] is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    "website",
    [
        "https://winkel.voorbeeld.example/",
        "https://voorbeeld.example.kwaad.example/",
        "https://kwaad.example/voorbeeld.example",
        "https://kwaad.example/?https://voorbeeld.example/",
        "https://voorbeeld.example@kwaad.example/",
        "https://voorbeeldxexample/",
        "https://vооrbeeld.example/",
        "",
    ],
)
def test_other_host_proves_nothing(client: Client, website):
    """The last but one is written with Cyrillic letters that look like ours."""
    factories.create_signatory(status=Status.APPROVED, website=website)

    assert by_domain(client, "voorbeeld.example")["signatories"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("domain", ["winkel.voorbeeld.example", "example", "facebook.com", "www.facebook.com", "127.0.0.1", "a b.be", ".*", "%", "x\r\nX-Evil: 1.be", "\x00.be", "\u202evoorbeeld.example", "vооrbeeld.example", "x." * 120 + "be"])  # fmt: skip
def test_other_domain_is_not_proven(client: Client, domain):
    factories.create_signatory(status=Status.APPROVED, website="https://www.facebook.com/voorbeeld")
    factories.create_signatory(status=Status.APPROVED)

    answer = by_domain(client, domain)

    assert (answer["signed"], answer["signatories"]) == (False, [])


@pytest.mark.django_db
@pytest.mark.parametrize("domain", ["xn--a.be", "xn--0.be", "xn--strae-oqa.de", "xn--.be", f"xn--{'9' * 59}.be"])
def test_domain_that_python_cannot_read_as_letters_is_answered_calmly(client: Client, domain):
    factories.create_signatory(status=Status.APPROVED, website=f"https://{domain}/")

    assert by_domain(client, domain)["signed"] is bool(clean_domain(domain))


@pytest.mark.django_db
@pytest.mark.parametrize("domain", ["straße.example", "stra\u200bsse.example", "stra\u200dsse.example", "stra\u00adsse.example", "ςtrasse.example"])  # fmt: skip
def test_letter_that_browsers_read_as_another_domain_proves_nothing(client: Client, domain):
    factories.create_signatory(status=Status.APPROVED, website="https://strasse.example/")
    factories.create_signatory(status=Status.APPROVED, website="https://σtrasse.example/")

    assert by_domain(client, domain)["signed"] is False


@given(st.from_regex(r"(xn--)?[a-z0-9-]{1,20}(\.xn--[a-z0-9-]{1,20}){0,2}\.(be|xn--[a-z0-9]{1,8})", fullmatch=True))
def test_any_domain_makes_a_pattern_that_can_be_asked(typed):
    host = clean_domain(typed)

    assert not host or re.compile(websites_at(host))


@pytest.mark.django_db
@pytest.mark.parametrize("website", ["https://bücher.example/", "https://xn--bcher-kva.example"])
@pytest.mark.parametrize("domain", ["bücher.example", "xn--bcher-kva.example", "BÜCHER.example"])
def test_domain_with_an_accent_is_found_either_way(client: Client, website, domain):
    factories.create_signatory(status=Status.APPROVED, website=website)

    answer = by_domain(client, domain)

    assert (answer["domain"], answer["signed"]) == ("xn--bcher-kva.example", True)


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("voorbeeld.be", "voorbeeld.be"),
        ("WWW.VOORBEELD.BE.", "voorbeeld.be"),
        ("www.be", ""),
        ("https://voorbeeld.be", ""),
        ("voorbeeld.be/nl", ""),
        ("-x.be", ""),
        ("localhost", ""),
        ("", ""),
        ("x.com", ""),
        ("a" * 64 + ".be", ""),
    ],
)
def test_clean_domain(typed, domain):
    assert clean_domain(typed) == domain


@pytest.mark.django_db
def test_proof_costs_as_much_for_one_as_for_many(client: Client, django_assert_num_queries):
    for _number in range(5):
        factories.create_signatory(status=Status.APPROVED)

    with django_assert_num_queries(2):
        assert len(by_domain(client, "voorbeeld.example")["signatories"]) == 5
