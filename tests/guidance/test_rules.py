"""The overview of the rules and the page of one rule, in three languages."""

import pytest
from django.test import Client

from tests import factories
from tests.site.documents import Document

pytestmark = pytest.mark.django_db

ADDRESSES = {"nl": "/nl/regels/schelden/", "fr": "/fr/regles/insultes/", "en": "/en/rules/insults/"}
OVERVIEWS = {"nl": "/nl/regels/", "fr": "/fr/regles/", "en": "/en/rules/"}
HERE_NOT = {"nl": "Hier niet.", "fr": "Pas ici.", "en": "Not here."}


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.SITE_ADDRESS = "https://hierniet.example"
    settings.SITE_ADDRESSES = {"fr": "https://pasici.example"}


def absolute(addresses: dict[str, str]) -> dict[str, str]:
    return {
        language: f"https://{'pasici' if language == 'fr' else 'hierniet'}.example{path}"
        for language, path in addresses.items()
    }


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_rule_shows_its_text_in_its_language(client: Client, language):
    text = factories.create_rule().texts.get(language=language)

    response = client.get(ADDRESSES[language])

    page = Document(response.content.decode())
    assert response.status_code == 200
    assert page.one("html")["lang"] == language
    assert page.one("h1").text.replace(" .", ".") == f"{text.question} {HERE_NOT[language]}"
    assert page.one("title").text == f"{text.question} {HERE_NOT[language]}"
    assert page.one("meta", name="description")["content"] == text.summary
    for words in (text.lead, *text.welcome, *text.unwelcome, "Wat het is .", "Zeg het anders .", "Een vergissing?"):
        assert words in page.main.text
    assert page.main.one("div", **{"class": "steps"}).all("li")[0].text == "Eerst. Zo."


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_rule_says_where_it_stands_in_every_language(client: Client, language):
    factories.create_rule()

    page = Document(client.get(ADDRESSES[language]).content.decode())

    assert page.alternates() == absolute(ADDRESSES)
    assert list(page.alternates()) == ["nl", "fr", "en"]
    assert page.canonical() == absolute(ADDRESSES)[language]


def test_language_in_which_the_rule_is_not_written_is_no_alternate(client: Client):
    factories.create_rule(words={"nl": "schelden", "en": "insults"})

    page = Document(client.get("/nl/regels/schelden/").content.decode())

    assert list(page.alternates()) == ["nl", "en"]
    assert client.get("/fr/regles/schelden/").status_code == 404


def test_rule_leads_to_the_other_rules_and_not_to_itself(client: Client):
    factories.create_rule(position=2)
    factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub"}, position=1)
    factories.create_rule(key="hate", words={"nl": "haat"}, position=3)
    factories.create_rule(key="draft", words={"nl": "ontwerp"}, is_published=False)

    page = Document(client.get("/nl/regels/schelden/").content.decode())

    own = ("/nl/regels/", "/nl/regels/schelden/versies/")
    assert [link for link in page.links() if link.startswith("/nl/regels/") and link not in own] == [
        "/nl/regels/spam/",
        "/nl/regels/haat/",
    ]


@pytest.mark.parametrize("is_serious", [True, False])
def test_serious_rule_says_that_referring_is_not_enough(client: Client, is_serious):
    factories.create_rule(is_serious=is_serious)

    page = Document(client.get("/nl/regels/schelden/").content.decode())

    assert ("/nl/hulplijnen/" in page.links()) is is_serious


@pytest.mark.parametrize(
    "typed",
    [
        "/nl/regels/vloeken/",
        "/nl/regels/Schelden/",
        "/nl/regels/SCHÉLDEN/",
        "/nl/regels/insultes/",
        "/nl/regels/schelden./",
    ],
)
def test_old_word_capitals_and_words_of_other_languages_lead_on(client: Client, typed):
    rule = factories.create_rule(words={"nl": "vloeken", "fr": "insultes"})
    text = rule.texts.get(language="nl")
    text.slug = "schelden"
    text.save()

    response = client.get(typed)

    assert (response.status_code, response["Location"]) == (301, "/nl/regels/schelden/")
    assert "max-age=0" in response["Cache-Control"]


def test_word_that_gets_its_old_name_back_does_not_go_round_in_circles(client: Client):
    text = factories.create_rule(words={"nl": "schelden"}).texts.get()
    for slug in ("vloeken", "schelden"):
        text.slug = slug
        text.save()

    assert client.get("/nl/regels/schelden/").status_code == 200
    assert client.get("/nl/regels/vloeken/")["Location"] == "/nl/regels/schelden/"


@pytest.mark.parametrize(
    "address",
    ["/nl/regels/onbekend/", "/nl/regels/%00/", "/nl/regels/a%00b/", "/nl/regels/%0d%0aX:1/", "/nl/regels/" + "a" * 300 + "/"],
)  # fmt: skip
def test_unknown_word_is_not_found_and_the_rules_are_listed(client: Client, address):
    factories.create_rule()

    response = client.get(address)

    assert response.status_code == 404
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=10"
    assert "/nl/regels/schelden/" in Document(response.content.decode()).links()


def test_rule_that_is_not_published_is_nowhere(client: Client):
    factories.create_rule(is_published=False)

    assert client.get("/nl/regels/schelden/").status_code == 404
    assert client.get("/schelden").status_code == 404
    assert "schelden" not in client.get("/nl/regels/").content.decode()
    assert "schelden" not in client.get("/nl/").content.decode()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_overview_lists_the_rules_in_their_order(client: Client, language):
    factories.create_rule(position=2)
    words = {"nl": "spam", "fr": "pub", "en": "spamming"}
    factories.create_rule(key="spam", words=words, position=1)

    page = Document(client.get(OVERVIEWS[language]).content.decode())

    assert page.one("html")["lang"] == language
    assert [link for link in page.links() if link.startswith(OVERVIEWS[language])] == [
        f"{OVERVIEWS[language]}{words[language]}/",
        ADDRESSES[language],
    ]
    assert page.alternates() == absolute(OVERVIEWS)
    assert page.canonical() == absolute(OVERVIEWS)[language]


def test_overdue_rule_says_so(client: Client, time_machine):
    time_machine.move_to("2026-11-22 12:00 +0100")
    factories.create_rule()
    fresh = client.get("/nl/regels/schelden/").content.decode()

    time_machine.shift(184 * 24 * 3600)

    assert 'class="overdue"' not in fresh
    assert 'class="overdue"' in client.get("/nl/regels/schelden/").content.decode()
