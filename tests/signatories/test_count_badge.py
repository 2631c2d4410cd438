"""The picture of how many signed, for any page on the web."""

import hashlib
import re
from base64 import b64encode
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from signatories.enums import Kind, Status
from tests import factories

SVG = "{http://www.w3.org/2000/svg}"


def texts(content: bytes) -> list[str | None]:
    return [element.text for element in ET.fromstring(content).iter() if element.tag in (f"{SVG}title", f"{SVG}text")]  # noqa: S314


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["hier niet. 2 ondertekenaars", "hier niet", "2 ondertekenaars"]),
        ("fr", ["pas ici. 2 signataires", "pas ici", "2 signataires"]),
        ("en", ["not here. 2 signatories", "not here", "2 signatories"]),
    ],
)
def test_badge_says_how_many_signed(client: Client, language, said):
    factories.create_signatory(status=Status.APPROVED)
    factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL)
    factories.create_signatory(status=Status.SUBMITTED)

    response = client.get(f"/badge/count-{language}.svg", headers={"accept-language": "nl"})

    assert texts(response.content) == said
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Language"] == language


@pytest.mark.django_db
def test_badge_of_one(client: Client):
    factories.create_signatory(status=Status.APPROVED)

    assert texts(client.get("/badge/count-nl.svg").content)[2] == "1 ondertekenaar"


@pytest.mark.django_db
def test_badge_may_be_shown_anywhere_and_kept_for_an_hour(client: Client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/badge/count-nl.svg?v=1")

    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"].startswith("public, max-age=3600")
    assert not response.cookies
    assert not response.has_header("Vary")
    assert client.get("/badge/count-nl.svg", headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_only_the_style_of_the_badge_is_let_through(client: Client):
    response = client.get("/badge/count-nl.svg")

    style = re.search(r"<style>(.*)</style>", response.content.decode(), re.DOTALL)
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert response["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; sandbox"
    )
    assert "prefers-color-scheme:dark" in style[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/badge/count-de.svg", "/badge/count.svg", "/badge/count-nl.svg%0A", "/badge/count-nl.png"]
)
def test_other_badge_does_not_exist(client: Client, address):
    assert client.get(address).status_code == 404
