"""What is the same of every answer: methods, language, form, and what may be kept."""

import gzip
import json
import re

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.enums import Kind, Status
from signatories.models import Signatory
from tests import factories
from tests.signatories.api.addresses import LISTS, all_addresses
from tests.signatories.logos import create_logo

LIST = "/api/v1/signatories"


@pytest.fixture
def signatory(db: None) -> Signatory:
    rule = factories.create_rule()
    factories.create_reply(rule=rule)
    factories.create_helpline()
    factories.create_page(key="open-data")
    found = factories.create_signatory(status=Status.APPROVED)
    factories.create_referrals(rule, visits=12, weeks_ago=6)
    return found


def test_every_answer_is_open_to_every_page_and_keeps_no_visitor(client: Client, signatory):
    for address in all_addresses(signatory):
        response = client.get(f"/api/v1/{address}")

        assert response.status_code == 200, address
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.has_header("Access-Control-Allow-Credentials")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=60")
        assert not response.cookies
        assert set(response["Vary"].split(", ")) <= {"Accept", "Accept-Language", "Accept-Encoding"}


def test_head_is_answered_as_get_is(client: Client, signatory):
    for address in all_addresses(signatory):
        asked = client.get(f"/api/v1/{address}")
        head = client.head(f"/api/v1/{address}")

        assert (head.status_code, head["ETag"]) == (200, asked["ETag"]), address
        assert head.content == b""


def test_page_on_the_web_may_ask_beforehand(client: Client, signatory):
    response = client.options(LIST, headers={"origin": "https://elders.example"})

    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.pages
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(signatory, method):
    strict = Client(enforce_csrf_checks=True)

    response = getattr(strict, method)(LIST)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["code"] == "only_to_be_read"


@pytest.mark.parametrize(
    ("question", "header", "language"),
    [
        ("lang=fr", "en", "fr"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de, fr;q=0.5", "fr"),
        ("", "de", "nl"),
        ("", "", "nl"),
    ],
)
def test_language(client: Client, signatory, question, header, language):
    response = client.get(f"/api/v1/rules?{question}", headers={"accept-language": header})

    assert response["Content-Language"] == language
    assert response.json()["results"][0]["name"] == f"Naam {factories.WORDS[language]}"
    assert ("Accept-Language" in response["Vary"]) is (question == "")


def test_language_that_is_remembered_elsewhere_does_not_count(client: Client, signatory):
    client.cookies["django_language"] = "fr"

    assert client.get(LIST)["Content-Language"] == "nl"


@pytest.mark.parametrize(
    ("question", "header", "form"),
    [
        ("format=csv", "application/json", "text/csv; charset=utf-8"),
        ("format=json", "text/csv", "application/json; charset=utf-8"),
        ("", "text/csv", "text/csv; charset=utf-8"),
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json; charset=utf-8"),
        ("", "", "application/json; charset=utf-8"),
    ],
)
def test_form(client: Client, signatory, question, header, form):
    response = client.get(f"{LIST}?{question}", headers={"accept": header} if header else {})

    assert response["Content-Type"] == form
    assert ("Accept" in response["Vary"].split(", ")) is (question == "")


def test_form_that_does_not_exist_is_refused_in_a_sentence(client: Client, signatory):
    response = client.get(LIST, headers={"accept": "image/png"})

    assert response.status_code == 406
    assert response.json() == {
        "status": 406, "code": "not_in_that_form", "message": "Dit bestaat alleen als: application/json, text/csv.",
    }  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_a_table_too(client: Client, signatory, address):
    body = client.get(f"/api/v1/{address}").json()
    lines = client.get(f"/api/v1/{address}?format=csv").content.decode("utf-8-sig").splitlines()

    assert len(body["results"]) >= 1
    assert len(lines) >= 1 + len(body["results"])
    assert lines[0].split(",")[0] == next(iter(body["results"][0]))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("pagesize=3", "unknown_parameter"),
        ("page=1&page=2", "repeated_parameter"),
        ("page=0", "wrong_value"),
        ("page=x", "wrong_value"),
        ("page_size=1001", "wrong_value"),
        ("page=99999999999999999999", "wrong_value"),
        ("kind=party", "wrong_value"),
        ("lang=de", "wrong_value"),
        ("format=xml", "wrong_value"),
        (f"q={'x' * 201}", "wrong_value"),
        ("&".join(f"p{number}=1" for number in range(600)), "too_many"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(client: Client, signatory, question, code):
    response = client.get(f"{LIST}?{question}", headers={"accept-language": "fr"})

    assert response.status_code == 400
    assert response.json()["code"] == code
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["nix", "signatories/", "signatories/x", "rules/Insults/versions", "rules/insults/versions/0", "rules/insults/versions/9", "docs"])  # fmt: skip
def test_what_is_not_there_is_said_in_a_sentence(client: Client, signatory, address):
    response = client.get(f"/api/v1/{address}", headers={"accept-language": "en"})

    assert response.status_code == 404
    assert response.json()["message"] == "There is nothing here, or not any more."
    assert response["Access-Control-Allow-Origin"] == "*"


def test_who_holds_the_answer_is_told_so_by_one_query(client: Client, signatory):
    for address in all_addresses(signatory):
        tag = client.get(f"/api/v1/{address}")["ETag"]

        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/api/v1/{address}", headers={"if-none-match": f'"other", {tag}'})

        assert (response.status_code, response.content) == (304, b""), address
        assert response["ETag"] == tag
        assert response["Cache-Control"].startswith("public")
        assert len(queries) == 1 or address.startswith("counts/")


def test_tag_is_of_one_question_and_one_edition(client: Client, signatory):
    questions = ("", "?lang=fr", "?format=csv", "?page_size=2", "?q=x")
    tags = {client.get(f"{LIST}{question}")["ETag"] for question in questions}
    factories.create_rule(key="hate", words={"nl": "haat"})
    tags.add(client.get(LIST)["ETag"])

    assert len(tags) == len(questions) + 1
    assert all(re.fullmatch(r'W/"[0-9a-f]{32}"', tag) for tag in tags)
    assert client.get(LIST, headers={"if-none-match": "*"}).status_code == 200


def test_visits_are_told_anew_when_the_worker_has_counted(client: Client, signatory):
    before = client.get("/api/v1/counts/visits")
    factories.create_referrals(factories.create_rule(key="hate", words={"nl": "haat"}), visits=40, weeks_ago=6)

    after = client.get("/api/v1/counts/visits", headers={"if-none-match": before["ETag"]})

    assert after.status_code == 200
    assert after.json()["count"] == before.json()["count"] * 2


def test_answer_is_compressed_for_who_can_read_that(client: Client, signatory):
    plain = client.get("/api/v1/openapi.json")

    packed = client.get("/api/v1/openapi.json", headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == plain.json()
    assert packed["ETag"] == plain["ETag"]


def test_queries_are_few_and_the_same_for_one_and_for_many(client: Client, signatory):
    create_logo(signatory, has_files=False)
    factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL)
    addresses = [f"/api/v1/{address}" for address in all_addresses(signatory)]
    with_one = {address: _queries(client, address) for address in addresses}

    for number in range(4):
        rule = factories.create_rule(key=f"regel-{number}", words=dict.fromkeys(("nl", "fr", "en"), f"regel-{number}"))
        factories.create_reply(rule=rule)
        factories.create_helpline(key=f"lijn-{number}")
        factories.create_referrals(rule, visits=12, weeks_ago=6)
    for _number in range(40):
        create_logo(factories.create_signatory(status=Status.APPROVED), has_files=False)

    assert {address: _queries(client, address) for address in addresses} == with_one
    assert max(with_one.values()) <= 6


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_is_away_is_told_in_the_form_that_programs_read(client: Client, signatory, monkeypatch, error):
    def refuse() -> None:
        raise error("could not connect to server at 10.0.0.1")

    monkeypatch.setattr("signatories.api.answers.edition", refuse)

    for address in all_addresses(signatory):
        response = client.get(f"/api/v1/{address}", headers={"accept-language": "nl"})

        assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "60", "no-store")
        assert response.json()["code"] == "out_of_order", address
        assert response["Access-Control-Allow-Origin"] == "*"
        assert b"10.0.0.1" not in response.content


def test_mistake_of_ours_stays_an_error_that_is_noticed(client: Client, signatory, monkeypatch):
    def break_down() -> None:
        raise ProgrammingError("column does not exist")

    monkeypatch.setattr("signatories.api.answers.edition", break_down)

    with pytest.raises(ProgrammingError):
        client.get(LIST)
