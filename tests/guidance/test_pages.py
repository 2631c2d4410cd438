"""Content pages, and the page for somebody who was sent here."""

import pytest
from django.test import Client

from guidance.models import PageText
from tests import factories
from tests.site.documents import Document

pytestmark = pytest.mark.django_db


def rename(text: PageText, slug: str) -> None:
    text.slug = slug
    text.save()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_page_shows_its_text_in_its_language(client: Client, settings, language):
    settings.SITE_ADDRESS = "https://hierniet.example"
    factories.create_page()

    page = Document(client.get(f"/{language}/about-{language}/").content.decode())

    assert page.one("html")["lang"] == language
    assert page.one("h1").text == f"Titel about-{language} ."
    assert "Een tekst ." in page.main.text
    assert page.one("meta", name="description")["content"] == "Beschrijving."
    assert page.alternates() == {code: f"https://hierniet.example/{code}/about-{code}/" for code in ("nl", "fr", "en")}
    assert page.canonical() == f"https://hierniet.example/{language}/about-{language}/"


@pytest.mark.parametrize("address", ["/nl/over-ons/", "/nl/about/", "/nl/a-propos/"])
def test_old_address_and_that_of_another_language_lead_on(client: Client, address):
    page = factories.create_page(slugs={"nl": "over-ons", "fr": "a-propos", "en": "about"})
    rename(page.texts.get(language="nl"), "over")

    response = client.get(address)

    assert (response.status_code, response["Location"]) == (301, "/nl/over/")


@pytest.mark.parametrize("first", ["about", "press"])
def test_page_of_our_own_language_wins_an_address_that_two_pages_have(client: Client, first):
    for key in sorted(("about", "press"), key=lambda key: key != first):
        factories.create_page(
            key=key, slugs={"about": {"nl": "pers", "fr": "a-propos"}, "press": {"nl": "over", "fr": "pers"}}[key]
        )

    assert Document(client.get("/nl/pers/").content.decode()).one("h1").text == "Titel pers ."
    assert client.get("/nl/pers/").context["page"].page.key == "about"
    assert client.get("/fr/pers/").context["page"].page.key == "press"


def test_page_that_is_not_published_or_not_in_this_language_is_not_found(client: Client):
    factories.create_page(key="press", slugs={"nl": "pers"}, is_published=False)
    factories.create_page(slugs={"nl": "over"})

    assert client.get("/nl/pers/").status_code == 404
    assert client.get("/fr/over/").status_code == 404
    assert client.get("/nl/onbekend/").status_code == 404


def test_menu_and_footer_lead_only_to_what_is_published(client: Client):
    factories.create_page(slugs={"nl": "over", "fr": "a-propos"})
    factories.create_page(key="press", slugs={"nl": "pers"}, is_published=False)

    page = Document(client.get("/nl/over/").content.decode())
    footer = [link["href"] for link in page.one("footer").all("a")]

    assert footer == ["/nl/over/", "/nl/hulplijnen/", "/nl/zoeken/"]
    assert page.one("footer").all("a")[0]["aria-current"] == "page"


@pytest.mark.parametrize(("language", "address"), [("nl", "/nl/hierheen-gestuurd/"), ("fr", "/fr/on-vous-a-envoye-ici/"), ("en", "/en/sent-here/")])  # fmt: skip
def test_who_was_sent_here_sees_the_rules(client: Client, language, address):
    factories.create_page(key="sent-here")
    rule = factories.create_rule()
    factories.create_rule(key="draft", words={"nl": "ontwerp", "fr": "ebauche", "en": "draft"}, is_published=False)

    page = Document(client.get(address).content.decode())

    assert page.one("html")["lang"] == language
    assert page.links() == [rule.texts.get(language=language).get_absolute_url()]
    assert [path.rpartition("8000")[2] for path in page.alternates().values()] == [
        "/nl/hierheen-gestuurd/",
        "/fr/on-vous-a-envoye-ici/",
        "/en/sent-here/",
    ]


def test_page_with_a_place_of_its_own_is_not_served_twice(client: Client):
    page = factories.create_page(key="sent-here")

    response = client.get("/nl/sent-here-nl/")

    assert page.texts.get(language="nl").slug == "sent-here-nl"
    assert (response.status_code, response["Location"]) == (301, "/nl/hierheen-gestuurd/")


def test_sent_here_before_its_text_is_published_is_not_found(client: Client):
    assert client.get("/nl/hierheen-gestuurd/").status_code == 404
