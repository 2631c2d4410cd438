"""Words that are meant to break something, in parameters, headers, paths and names."""

import json
import logging
import string
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hierniet.logs import JsonFormatter
from signatories.enums import Kind, Status
from signatories.models import Signatory
from tests import factories

HOSTILE = [
    "\r\nX-Evil: 1", "\x00", "x" * 8_192, "\u202egnp.elif", "vооrbeeld", "<script>alert(1)</script>", "{{ 7*7 }}",
    "%s%n", "'; DROP TABLE x; --", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "../../etc/passwd",
    "=1+1", "\\", '"', "\u2028", "NaN", "-1", "1e9", "٣", "null",
]  # fmt: skip
NAME = "Kwaad\u202e <b>\"&'</b> {{ x }} \x0b\ud7ff"
QUESTIONS = (
    "signatories?q=", "signatories?kind=", "signatories?order=", "signatories?page=", "signatories?page_size=",
    "signatories?lang=", "signatories?format=", "proof?domain=", "replies?rule=", "replies?tone=", "replies?platform=",
    "helplines?need=", "helplines?region=", "helplines?speaks=", "rules?page=", "counts?", "rules/", "signatories/",
    "rules/insults/versions/", "",
)  # fmt: skip
SAFE = set(string.printable) - set("\r\n\x0b\x0c\t")


@pytest.fixture
def _something(db: None) -> None:
    factories.create_signatory(status=Status.APPROVED)
    factories.create_reply(rule=factories.create_rule())
    factories.create_helpline()


def _assert_calm(client: Client, start: str, words: str, **headers: str) -> None:
    name, _sign, parameter = start.partition("?")
    asked = {parameter.removesuffix("="): words} if parameter else None
    address = f"/api/v1/{name}" if asked or start.endswith("?") else f"/api/v1/{start}{_quoted(words)}"
    response = client.get(address, asked, headers=headers)

    assert response.status_code in (200, 400, 404, 406)
    assert "X-Evil" not in response
    assert all(set(value) <= SAFE and len(value) < 4_096 for value in response.headers.values())
    if response["Content-Type"].startswith("application/json"):
        json.loads(response.content)


def _quoted(words: str) -> str:
    return "".join(f"%{byte:02X}" for byte in words.encode(errors="surrogatepass"))


@pytest.mark.parametrize("start", QUESTIONS)
@pytest.mark.usefixtures("_something")
def test_hostile_words_in_what_is_asked(client: Client, caplog, start):
    caplog.set_level(logging.DEBUG)

    for words in HOSTILE:
        _assert_calm(client, start, words)

    lines = JsonFormatter()
    told = "\n".join(lines.format(record) for record in caplog.records if record.name != "django.db.backends")
    assert [words for words in HOSTILE[:8] if words in told or json.dumps(words)[1:-1] in told] == []


@pytest.mark.parametrize("header", ["accept", "accept-language", "if-none-match", "origin", "referer", "user-agent"])
@pytest.mark.usefixtures("_something")
def test_hostile_words_in_headers(client: Client, header):
    for words in HOSTILE:
        if "\r" not in words and "\x00" not in words:  # no server lets these through
            _assert_calm(client, "signatories?q=", "x", **{header: words})


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(start=st.sampled_from(QUESTIONS), words=st.text(max_size=300), language=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60))  # fmt: skip
@pytest.mark.usefixtures("_something")
def test_any_words_at_all(client: Client, start, words, language):
    _assert_calm(client, start, words, **{"accept-language": language, "accept": language or "*/*"})


@pytest.fixture
def evil(db: None) -> Signatory:
    """Names pass a form; this one came by another way."""
    made = factories.create_signatory(status=Status.APPROVED, kind=Kind.COMPANY, slug="kwaad")
    Signatory.objects.filter(pk=made.pk).update(name=NAME, website='https://kwaad.example/"><script>')
    return made


def test_hostile_name_stays_a_name(client: Client, evil):
    answer = client.get(f"/api/v1/signatories/{evil.public_id}")
    proof = client.get(f"/api/v1/signatories/{evil.public_id}/proof")

    assert answer.json()["name"] == proof.json()["name"] == NAME
    assert answer["Content-Type"].startswith("application/json")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_hostile_name_does_not_break_a_feed(client: Client, evil):
    feed = ET.fromstring(client.get("/nl/ondertekenaars/nieuw.atom").content)  # noqa: S314  our own

    titles = [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1] == NAME.replace("\x0b", "")
