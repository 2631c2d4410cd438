"""Articles of the guide: the list by moment, one article, its contents and its neighbours."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidance.markdown import headings, render
from guidance.models import Article, ArticleText
from tests import factories
from tests.site.documents import Document

pytestmark = pytest.mark.django_db


def page_at(client: Client, address: str) -> Document:
    return Document(client.get(address).content.decode())


def test_guide_lists_articles_by_the_moment_they_are_needed(client: Client):
    factories.create_article(key="late", moment="after")
    factories.create_article(key="second", moment="before", position=2)
    factories.create_article(key="first", moment="before", position=1)
    factories.create_article(key="hidden", moment="during", is_published=False)

    groups = client.get("/nl/gids/").context["groups"]

    assert [(group["moment"], [text.article.key for text in group["articles"]]) for group in groups] == [
        ("before", ["first", "second"]),
        ("after", ["late"]),
    ]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_article_shows_its_text_and_leads_to_its_other_languages(client: Client, settings, language):
    settings.SITE_ADDRESS = "https://hierniet.example"
    factories.create_article(key="ladder")

    page = page_at(client, f"/{language}/{'gids' if language == 'nl' else 'guide'}/ladder-{language}/")

    assert page.one("h1").text == f"Artikel ladder {language} ."
    assert "Een tekst ." in page.main.text
    assert page.one("meta", name="description")["content"] == "Beschrijving ladder."
    assert set(page.alternates()) == {"nl", "fr", "en"}


def test_article_has_a_table_of_contents_whose_links_arrive(client: Client):
    factories.create_article(key="ladder")

    html = client.get("/nl/gids/ladder-nl/").content.decode()

    assert '<a href="#eerst-dit">Eerst dit</a>' in html
    assert '<a href="#dan-dat">Dan &amp; dat</a>' in html
    assert html.count('id="eerst-dit"') == html.count('id="dan-dat"') == 1


def test_headings_of_the_same_name_or_of_the_page_itself_get_an_anchor_of_their_own():
    html = render("## Main\n\n## Main\n\n## 😀\n\n## <script>x</script>", anchors=True)

    assert [heading.anchor for heading in headings(html)] == ["main-2", "main-3", "part", "scriptxscript"]
    assert [heading.title for heading in headings(html)] == ["Main", "Main", "😀", "<script>x</script>"]
    assert "<script" not in html


def test_text_without_anchors_has_none():
    assert render("## Kop") == "<h2>Kop</h2>"


def test_article_knows_what_comes_before_and_after_it(client: Client):
    for position, key in enumerate(("one", "two", "three")):
        factories.create_article(key=key, position=position)

    contexts = [client.get(f"/nl/gids/{key}-nl/").context for key in ("one", "two", "three")]

    names = [tuple(str(context[side] or "") for side in ("before", "after")) for context in contexts]
    assert names == [("", "Artikel two nl"), ("Artikel one nl", "Artikel three nl"), ("Artikel two nl", "")]


def test_article_leads_to_its_house_rules_and_their_replies(client: Client):
    factories.create_rule()
    factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub", "en": "spam"}, is_published=False)
    factories.create_article(key="ladder", rule_keys=("insults", "spam"))

    page = client.get("/nl/gids/ladder-nl/")

    assert [rule.rule.key for rule in page.context["rules"]] == ["insults"]
    assert "/nl/antwoorden/?rule=insults" in page.content.decode()


def test_article_refuses_a_house_rule_that_does_not_exist():
    article = Article(key="x", moment="before", rule_keys=["bestaat-niet"])

    with pytest.raises(ValidationError) as refusal:
        article.full_clean()

    assert set(refusal.value.message_dict) == {"rule_keys"}


def test_old_address_of_an_article_leads_on_for_ever_and_is_nobody_elses(client: Client):
    text = factories.create_article(key="ladder").texts.get(language="nl")
    text.slug = "nieuw"
    text.save()

    response = client.get("/nl/gids/ladder-nl/")

    assert (response.status_code, response["Location"]) == (301, "/nl/gids/nieuw/")
    other = factories.create_article(key="other").texts.get(language="nl")
    other.slug = "ladder-nl"
    with pytest.raises(ValidationError):
        other.full_clean()


@pytest.mark.parametrize("address", ["/nl/gids/bestaat-niet/", "/nl/gids/ladder-fr/", "/fr/guide/hidden-fr/"])
def test_article_that_is_not_there_is_not_found(client: Client, address: str):
    factories.create_article(key="ladder")
    factories.create_article(key="hidden", is_published=False)

    assert client.get(address).status_code == 404


def test_reading_time_is_a_whole_number_of_minutes_and_at_least_one():
    assert ArticleText(body="kort").reading_minutes == 1
    assert ArticleText(body="woord " * 700).reading_minutes == 4  # 3.5, as people round


def test_articles_cost_the_same_queries_however_many_there_are(client: Client):
    factories.create_article(key="ladder")
    few = _queries(client)
    for number in range(12):
        factories.create_article(key=f"more-{number}", position=number)

    assert _queries(client) == few


def _queries(client: Client) -> list[int]:
    counts = []
    for address in ("/nl/gids/", "/nl/gids/ladder-nl/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    return counts
