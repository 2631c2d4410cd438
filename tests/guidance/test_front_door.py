"""`/` opens in the language of the host, else of the browser, else in Dutch."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", "hierniet.example", "pasici.example", "duits.example", "[::1]"]
    settings.HOST_LANGUAGES = {"hierniet.example": "nl", "pasici.example": "fr", "duits.example": "de"}


@pytest.mark.parametrize(
    ("host", "languages", "target"),
    [
        ("hierniet.example", "fr", "/nl/"),
        ("pasici.example", "nl", "/fr/"),
        ("pasici.example:8000", "en", "/fr/"),
        ("PasIci.Example", "en", "/fr/"),
        ("duits.example", "fr", "/fr/"),
        ("testserver", "fr-BE,nl;q=0.5", "/fr/"),
        ("testserver", "nl-BE,fr;q=0.5", "/nl/"),
        ("testserver", "en-US,en;q=0.9", "/en/"),
        ("testserver", "de-AT,de;q=0.9,en;q=0.1", "/en/"),
        ("testserver", "de", "/nl/"),
        ("testserver", "*", "/nl/"),
        ("testserver", "", "/nl/"),
        ("testserver", ";;;,,,=", "/nl/"),
        ("[::1]:8000", "fr", "/fr/"),
    ],
)
def test_language(client: Client, host, languages, target):
    response = client.get("/", headers={"host": host, "accept-language": languages})

    assert (response.status_code, response["Location"]) == (302, target)


def test_no_proxy_decides_for_everybody(client: Client):
    response = client.get("/")

    assert response["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_foreign_host_is_refused(client: Client):
    response = client.get("/", headers={"host": "example.org"})

    assert response.status_code == 400
    assert "example.org" not in str(response.headers)
