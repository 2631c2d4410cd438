"""Logs tell what happened, and nothing about whom it happened to."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from hierniet.logs import JsonFormatter
from signatories import tokens

SECRETS = ("lies@voorbeeld.example", "Lies Voorbeeld", "192.0.2.77", "geheim-token", "0202239951", "Mozilla")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any part of the site logs, as it would be written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_answer_is_told_by_the_name_of_its_route(client: Client, written):
    client.get("/healthz")

    (line,) = lines(written)
    assert line.pop("at").endswith("+00:00")
    assert line.pop("milliseconds") >= 0
    assert line == {
        "level": "info",
        "logger": "hierniet.requests",
        "message": "answered",
        "method": "GET",
        "route": "healthz",
        "status": 200,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "route"), [("/nl/mijn-dossier/geheim-token/", "signatories:my_file"), ("/nl/meedoen/bevestigen/geheim-token/", "signatories:confirm"), ("/geheim-token", "refer"), ("/a/b/geheim-token", "")])  # fmt: skip
def test_address_is_never_written(client: Client, written, address, route):
    client.get(address, {"q": "Lies Voorbeeld"}, headers={"user-agent": "Mozilla", "referer": "https://x.example/geheim-token"}, REMOTE_ADDR="192.0.2.77")  # fmt: skip

    assert [(line["route"], line["status"]) for line in lines(written) if line["logger"] == "hierniet.requests"] == [
        (route, 404)
    ]
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


@pytest.mark.pages
@pytest.mark.django_db
def test_of_an_exception_only_its_kind_and_place_are_written(written, monkeypatch):
    def fail(*_facts: object) -> None:
        try:
            {}["lies@voorbeeld.example"]
        except KeyError as error:
            raise ValueError("Key (contact_name)=(Lies Voorbeeld) already exists, 0202239951") from error

    monkeypatch.setattr(tokens, "find_signatory", fail)
    response = Client(raise_request_exception=False).get("/nl/mijn-dossier/geheim-token/", REMOTE_ADDR="192.0.2.77")

    told = [line for line in lines(written) if line["logger"] == "django.request"]
    assert response.status_code == 500
    assert [(line["message"], line["exception"], line["status_code"]) for line in told] == [
        ("not served", "ValueError", 500)
    ]
    assert told[0]["where"][-1].endswith(" fail")
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


@pytest.mark.pages
@pytest.mark.django_db
def test_refused_form_and_foreign_host_are_told_without_their_address(written, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    Client(enforce_csrf_checks=True).post("/nl/mijn-dossier/geheim-token/", {"name": "Lies Voorbeeld"})
    Client().get("/nl/mijn-dossier/geheim-token/", headers={"host": "geheim-token.example"})

    loggers = {line["logger"] for line in lines(written)}
    assert {"django.security.csrf", "django.security.DisallowedHost"} <= loggers
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


def test_what_our_own_code_adds_is_written(written):
    logging.getLogger("signatories.worker").warning("mail %s", "postponed", extra={"facts": {"mail": 7}})

    (line,) = lines(written)
    assert (line["level"], line["message"], line["facts"]) == ("warning", "mail postponed", {"mail": 7})


def test_other_facts_of_a_record_are_not_written(written):
    logging.getLogger("signatories.worker").warning(
        "x", extra={"request": "192.0.2.77", "email": "lies@voorbeeld.example"}
    )

    assert not [secret for secret in SECRETS if secret in written.getvalue()]


def test_line_break_in_a_message_does_not_make_a_second_line(written):
    logging.getLogger("signatories.worker").warning('een\n{"level": "error"}')

    assert [line["message"] for line in lines(written)] == ['een\n{"level": "error"}']
