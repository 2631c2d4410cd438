"""The list of who signed, as data."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from signatories.enums import Kind, Status
from signatories.models import Signatory
from tests import factories
from tests.signatories.logos import create_logo

LIST = "/api/v1/signatories"


def create_full(**facts: object) -> Signatory:
    everything: dict[str, object] = {
        "status": Status.APPROVED,
        "name": "Stad Voorbeeld",
        "kind": Kind.MUNICIPALITY,
        "slug": "stad-voorbeeld",
        "enterprise_number": "0202239951",
        "social_accounts": ["https://www.facebook.com/voorbeeld"],
        "approved_at": datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
    }
    return factories.create_signatory(**(everything | facts))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_signatory_is_what_its_page_shows(client: Client):
    signatory = create_full()

    answer = client.get(f"{LIST}/{signatory.public_id}").json()

    assert answer == {
        "id": str(signatory.public_id),
        "name": "Stad Voorbeeld",
        "short_name": "stad-voorbeeld",
        "kind": "municipality",
        "kind_name": "Stad of gemeente",
        "website": "https://www.voorbeeld.example/",
        "enterprise_number": "0202.239.951",
        "social_accounts": ["https://www.facebook.com/voorbeeld"],
        "signed_on": "2026-04-01",
        "listed_on": "2026-04-01",
        "stance": "signed",
        "source_url": None,
        "source_title": None,
        "pages": {
            "nl": "http://127.0.0.1:8000/nl/ondertekenaars/stad-voorbeeld/",
            "fr": "http://127.0.0.1:8000/fr/signataires/stad-voorbeeld/",
            "en": "http://127.0.0.1:8000/en/signatories/stad-voorbeeld/",
        },
        "proof": f"http://127.0.0.1:8000/api/v1/signatories/{signatory.public_id}/proof",
        "logo": None,
    }


@pytest.mark.django_db
def test_signatory_of_a_public_source_has_not_signed_here(client: Client):
    source = {"source_url": "https://bron.example/", "source_title": "Bron", "source_says": "supports"}
    signatory = create_full(**source)

    answer = client.get(f"{LIST}/{signatory.public_id}").json()

    assert (answer["signed_on"], answer["listed_on"], answer["stance"]) == (None, "2026-04-01", "supports")
    assert (answer["source_url"], answer["source_title"]) == ("https://bron.example/", "Bron")


@pytest.mark.django_db
def test_signatory_shows_the_logo_in_use_and_no_other(client: Client):
    signatory = create_full()
    create_logo(signatory, state="waiting")
    used = create_logo(signatory, state="used")

    answer = client.get(f"{LIST}/{signatory.public_id}").json()

    assert answer["logo"] == f"http://127.0.0.1:8000/logo/{used.plainest}"
    assert client.get(answer["logo"].removeprefix("http://127.0.0.1:8000"))["Content-Type"] == "image/png"


@pytest.mark.django_db
@pytest.mark.parametrize("status", [status for status in Status if status != Status.APPROVED])
def test_who_is_not_public_is_nowhere(client: Client, status):
    signatory = factories.create_signatory(status=status)

    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}/{signatory.public_id}").status_code == 404


@pytest.mark.django_db
def test_individuals_come_only_when_they_are_asked_for(client: Client):
    organisation = create_full()
    person = factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL)

    answers = {question: client.get(f"{LIST}?{question}").json()["results"] for question in ("", "q=voorbeeld", "kind=individual")}  # fmt: skip

    found = {question: [one["id"] for one in results] for question, results in answers.items()}
    assert found == {
        "": [str(organisation.public_id)],
        "q=voorbeeld": [str(organisation.public_id)],
        "kind=individual": [str(person.public_id)],
    }


@pytest.mark.django_db
def test_merged_signatory_is_the_one_that_goes_on(client: Client):
    into = create_full()
    merged = factories.create_signatory(status=Status.WITHDRAWN, merged_into=into, approved_at=into.approved_at)
    never_listed = factories.create_signatory(status=Status.WITHDRAWN, merged_into=into)

    assert client.get(f"{LIST}/{merged.public_id}").json()["id"] == str(into.public_id)
    assert client.get(f"{LIST}/{never_listed.public_id}").status_code == 404


@pytest.mark.django_db
def test_list_is_paged(client: Client):
    for letter in "abc":
        create_full(name=letter, slug=letter)

    second = client.get(f"{LIST}?page_size=1&page=2&q=")

    body = second.json()
    start = "http://127.0.0.1:8000/api/v1/signatories?"
    assert [one["name"] for one in body.pop("results")] == ["b"]
    assert body == {
        "count": 3, "page": 2, "page_size": 1, "pages": 3,
        "next": f"{start}page=3&page_size=1&q=", "previous": f"{start}page=1&page_size=1&q=",
    }  # fmt: skip
    assert second["Link"] == f'<{body["next"]}>; rel="next", <{body["previous"]}>; rel="prev"'


@pytest.mark.django_db
def test_page_after_the_last_is_empty_and_leads_back(client: Client):
    create_full()

    body = client.get(f"{LIST}?page=99").json()

    assert (body["results"], body["next"]) == ([], None)
    assert body["previous"].endswith("?page=1")


@pytest.mark.django_db
def test_newest_first(client: Client):
    create_full(name="Oud", slug="oud")
    create_full(name="Zeer nieuw", slug="nieuw", approved_at=datetime(2026, 6, 1, tzinfo=UTC))

    assert [one["name"] for one in client.get(f"{LIST}?order=newest").json()["results"]] == ["Zeer nieuw", "Oud"]


@pytest.mark.django_db
def test_csv_says_the_same_and_is_no_formula(client: Client):
    create_full(name='=HYPERLINK("https://kwaad.example")')

    response = client.get(f"{LIST}?format=csv&lang=fr")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    shown = client.get(f"{LIST}?lang=fr").json()["results"][0]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows) == 1
    assert rows[0]["name"] == '\'=HYPERLINK("https://kwaad.example")'
    assert rows[0]["pages_fr"] == shown["pages"]["fr"]
    assert rows[0]["kind_name"] == shown["kind_name"] == "Ville ou commune"
    assert rows[0]["logo"] == ""


@pytest.mark.django_db
def test_csv_of_nobody_has_its_columns(client: Client):
    answer = client.get(f"{LIST}?format=csv").content.decode()

    assert answer.startswith("\ufeffid,name,short_name,kind,")
    assert answer.count("\r\n") == 1
