"""When something is not as it should be: calm pages, in the visitor's language, even when nothing else works."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.test import Client, RequestFactory

from hierniet import errors
from signatories import tokens
from tests import factories
from tests.site.documents import Document

LANGUAGES = ("nl", "fr", "en")
MY_FILE = {"nl": "/nl/mijn-dossier/x/", "fr": "/fr/mon-dossier/x/", "en": "/en/my-file/x/"}


@pytest.fixture
def visitor_of_broken_pages() -> Client:
    return Client(raise_request_exception=False)


def breaking(error: Exception) -> Callable[..., None]:
    def fail(*_facts: object, **_more: object) -> None:
        raise error

    return fail


def alone_and_whole(html: str) -> Document:
    """A page that needs nothing: no database, no context, no catalogue; it speaks three languages at once."""
    page = Document(html)
    assert page.problems == []
    assert [part["lang"] for part in page.main.all() if part["lang"]] == list(LANGUAGES)
    assert [link["href"] for link in page.main.all("a")] == ["/nl/", "/fr/", "/en/"]
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert "hier niet" not in html  # the template was rendered without a context
    return page


@pytest.mark.pages
@pytest.mark.django_db
def test_fault_of_ours_gives_a_page_that_needs_nothing(visitor_of_broken_pages, monkeypatch):
    monkeypatch.setattr(tokens, "find_signatory", breaking(RuntimeError("lies@voorbeeld.example")))

    for language, address in MY_FILE.items():
        response = visitor_of_broken_pages.get(address)

        assert response.status_code == 500, language
        assert "lies@" not in response.content.decode()
        alone_and_whole(response.content.decode())


@pytest.mark.pages
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/nl/", "/fr/regles/insultes/", "/schelden", "/en/join/", "/nl/bestaat-niet/", "/sitemap.xml"]
)
def test_without_a_database_every_page_says_so(visitor_of_broken_pages, monkeypatch, settings, tmp_path, address):
    settings.REFERRALS_FOLDER = str(tmp_path)  # where no link was followed before
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", breaking(OperationalError("no connection")))

    response = visitor_of_broken_pages.get(address)

    assert response.status_code == 500
    alone_and_whole(response.content.decode())


@pytest.mark.pages
@pytest.mark.django_db
def test_unknown_address_is_answered_without_a_database_too(visitor_of_broken_pages, monkeypatch):
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", breaking(OperationalError("no connection")))

    response = visitor_of_broken_pages.get("/a/b/c/")

    page = Document(response.content.decode())
    assert response.status_code == 404
    assert page.problems == []
    assert page.one("html")["lang"] == "nl"


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_address_gets_a_page_in_its_language_with_the_rules(client: Client, language):
    rule = factories.create_rule()
    addresses = {
        f"/{language}/a/b/c/": "de",
        f"/{language}/bestaat-niet/": "de",
        "/a/b/c/": language,
        "/bestaat-niet": language,
    }

    for address, browser in addresses.items():
        response = client.get(address, headers={"accept-language": browser})

        page = Document(response.content.decode())
        assert (response.status_code, response["Cache-Control"]) == (404, "public, max-age=0, s-maxage=10")
        assert page.one("html")["lang"] == language
        assert rule.texts.get(language=language).get_absolute_url() in page.links()


@pytest.mark.pages
@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_form_says_what_to_do(language, db):
    response = Client(enforce_csrf_checks=True).post(f"/{language}/", {"name": "Voorbeeld"})

    page = Document(response.content.decode())
    assert (response.status_code, response["Cache-Control"]) == (403, "no-store")
    assert page.one("html")["lang"] == language
    assert page.problems == []


@pytest.mark.pages
@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_door_has_a_way_back(visitor_of_broken_pages, monkeypatch, language):
    monkeypatch.setattr(tokens, "find_signatory", breaking(PermissionDenied()))

    response = visitor_of_broken_pages.get(MY_FILE[language])

    page = Document(response.content.decode())
    assert (response.status_code, page.one("html")["lang"]) == (403, language)
    assert f"/{language}/" in page.links()


@pytest.mark.django_db
def test_senseless_request_gets_a_page_that_needs_nothing(client: Client, visitor_of_broken_pages, monkeypatch):
    foreign = client.get("/nl/", headers={"host": "example.org"})
    monkeypatch.setattr(tokens, "find_signatory", breaking(SuspiciousOperation("geheim")))
    suspicious = visitor_of_broken_pages.get("/nl/mijn-dossier/x/")

    for response in (foreign, suspicious):
        assert (response.status_code, response["Cache-Control"]) == (400, "no-store")
        assert "geheim" not in response.content.decode()
        alone_and_whole(response.content.decode())


@pytest.mark.parametrize("view", [errors.server_error, errors.bad_request])
def test_page_that_needs_nothing_asks_nothing_of_the_database(view):
    """This test may not touch the database, and would fail if it did."""
    request: HttpRequest = RequestFactory().get("/")

    response = view(request) if view is errors.server_error else view(request, Exception())

    assert response.status_code in (400, 500)
    alone_and_whole(response.content.decode())
