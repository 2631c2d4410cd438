"""The page of the search: everything public is found, nothing else is, and no question breaks it."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidance.enums import SearchKind
from guidance.loading import load_content
from guidance.models import HouseRule, RuleText, SearchEntry
from guidance.search.finding import find
from guidance.search.words import EMPTY_WORDS, all_words, one_typo_away
from hierniet.languages import LANGUAGES
from tests import factories
from tests.site.documents import Document

ADDRESSES = {"nl": "/nl/zoeken/", "fr": "/fr/recherche/", "en": "/en/search/"}


@pytest.fixture(autouse=True)
def _saved_each(monkeypatch):
    """The index follows saves; what the factories make at once would pass it by."""
    monkeypatch.setattr(factories, "_create_texts", factories.save_each)


def ask(client: Client, question: str, language: str = "nl", **more: str) -> Document:
    response = client.get(ADDRESSES[language], {"q": question, **more})
    assert response.status_code == 200
    return Document(response.content.decode())


def links(page: Document) -> list[str]:
    return [link["href"] for hit in page.all("li", **{"class": "hit"}) for link in hit.all("a")]


def status(page: Document) -> str:
    return " ".join(page.one("div", role="status").one("h2").text.split())


@pytest.mark.django_db
def test_search_finds_a_rule_by_its_name_with_its_kind_and_marks(client: Client):
    factories.create_rule()

    page = ask(client, "schelden")

    assert links(page) == ["/nl/regels/schelden/"]
    assert status(page) == "1 resultaat voor “schelden”"
    assert page.one("p", **{"class": "hit-kind"}).text == "Huisregel"
    assert {mark.text for mark in page.all("mark")} == {"schelden"}


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["SCHELDEN", "schêlden", " schelden! ", "scheld", "scheldt", "sche", "schelde", "shcelden"])  # fmt: skip
def test_search_forgives_how_it_is_written(client: Client, question):
    factories.create_rule()
    factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub", "en": "spam"})

    assert links(ask(client, question)) == ["/nl/regels/schelden/"]


@pytest.mark.django_db
def test_search_says_what_it_looked_for_instead(client: Client):
    factories.create_rule()

    page = ask(client, "shcelden")

    assert "“shcelden” komt hier niet voor. We zochten naar: schelden." in page.main.text


@pytest.mark.django_db
def test_search_finds_a_rule_by_an_old_short_word(client: Client):
    text = RuleText.objects.get(rule=factories.create_rule(), language="nl")
    text.slug = "beledigen"
    text.save()

    assert links(ask(client, "schelden")) == ["/nl/regels/beledigen/"]


@pytest.mark.django_db
def test_search_stays_in_the_language_of_the_reader(client: Client):
    factories.create_page(slugs={"nl": "over", "fr": "sur", "en": "about"})

    assert links(ask(client, "titel", "fr")) == ["/fr/sur/"]


@pytest.mark.django_db
def test_title_comes_before_text_and_whole_words_before_beginnings():
    page = factories.create_page(key="een")
    for number, (title, body) in enumerate([("Niets", "Een giraf."), ("Giraffen", "Niets."), ("De giraf", "Niets.")]):
        other = factories.create_page(key=f"dier-{number}")
        text = other.texts.get(language="nl")
        text.title, text.body = title, body
        text.save()

    keys = find("giraf", "nl").keys

    titles = [SearchEntry.objects.get(pk=key).title for key in keys]
    assert titles == ["De giraf", "Giraffen", "Niets"]
    assert page.texts.get(language="nl").title not in titles


@pytest.mark.django_db
def test_some_of_the_words_are_better_than_none(client: Client):
    factories.create_rule()

    page = ask(client, "schelden kwikstaart")

    assert links(page) == ["/nl/regels/schelden/"]
    assert "Nergens staan al deze woorden samen." in page.main.text


@pytest.mark.django_db
def test_nothing_found_leads_on(client: Client):
    factories.create_rule()

    page = ask(client, "kwikstaart")

    assert status(page) == "Niets gevonden voor “kwikstaart”"
    assert "/nl/regels/schelden/" in {link["href"] for link in page.main.all("a")}


@pytest.mark.django_db
def test_nothing_found_asks_what_was_meant(client: Client):
    factories.create_rule()

    page = ask(client, "schelldenn")

    (link,) = page.one("p", **{"class": "meant"}).all("a")
    assert link["href"] == "?q=schelden"


@pytest.mark.django_db
def test_pages_that_are_no_text_are_offered_too(client: Client):
    page = ask(client, "hulplijnen")

    assert "/nl/hulplijnen/" in {
        link["href"] for link in page.one("nav", **{"aria-label": "Rechtstreeks naar"}).all("a")
    }


@pytest.mark.django_db
def test_results_are_kept_out_of_search_engines_and_the_page_itself_is_not(client: Client):
    bare = Document(client.get("/nl/zoeken/").content.decode())

    assert ask(client, "iets").all("meta", name="robots", content="noindex")
    assert not bare.all("meta", name="robots")


@pytest.mark.django_db
def test_many_results_come_in_pages(client: Client):
    for number in range(25):
        factories.create_page(key=f"pagina-{number}")

    first, second = ask(client, "titel"), ask(client, "titel", page="2")

    assert (len(links(first)), len(links(second))) == (20, 5)
    assert not set(links(first)) & set(links(second))
    assert status(first) == status(second) == "25 resultaten voor “titel”"
    assert links(ask(client, "titel", page="onzin")) == links(first)


@pytest.mark.django_db
def test_queries_do_not_grow(client: Client):
    questions = ["titel", "titel pagina", "tietl", "kwikstaart", "titel kwikstaart pgaina", "a b c d e f g h i j k"]
    factories.create_page(key="pagina-x")
    few = {question: _queries(client, question) for question in questions}

    for number in range(25):
        factories.create_page(key=f"pagina-{number}")
        factories.create_helpline(key=f"titel-{number}")

    for question in questions:
        assert _queries(client, question) <= max(few[question], 6), question


def _queries(client: Client, question: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask(client, question)
    assert len(queries) <= 6
    return len(queries)


HOSTILE = [
    "\x00", "'", '"', "\\", "'; DROP TABLE x; --", "a & b | !c", "a:*", "schelden:A & !spam", "<->", "(((", "%", "_",
    "<script>alert(1)</script>", "<mark>schelden</mark>", "&lt;b&gt;", "😀", "\u202eschelden", "sch\u200belden", "=",
    "=scheld", "٣", "مرحبا", "你好", "ﬁ", "½", "ſ", "İ", "ß", "a" * 5000, "a " * 5000, "’", "l’", "--", "\ud800",
]  # fmt: skip


@pytest.mark.django_db
def test_hostile_question_is_answered(client: Client):
    factories.create_rule()

    for question in HOSTILE:
        for data in ({"q": question}, {"q": question, "page": question}):
            response = client.get(
                "/nl/zoeken/", {key: value.encode("utf-8", "surrogatepass") for key, value in data.items()}
            )
            assert response.status_code == 200, question
            assert Document(response.content.decode()).problems == []


@pytest.mark.django_db
def test_endless_question_is_cut(client: Client):
    factories.create_rule()

    response = client.get("/nl/zoeken/", {"q": "schelden " * 1_200_000})

    assert response.status_code == 200
    assert len(response.content) < 40_000


@pytest.mark.django_db
def test_what_was_typed_is_shown_as_text(client: Client):
    factories.create_rule()

    page = ask(client, "<b>schelden</b> <img src=x onerror=alert(1)>")

    assert not page.main.all("b", "img", "script")
    assert "<b>schelden</b>" in page.main.text


@pytest.mark.django_db
def test_what_an_editor_wrote_is_shown_as_text(client: Client):
    text = factories.create_page().texts.get(language="nl")
    text.title, text.body = "Een <b>giraf</b> & co", "Giraf <script>alert(1)</script> `<i>` 1 < 2"
    text.save()

    page = ask(client, "giraf")

    assert not page.main.all("b", "script", "i")
    assert "Een <b> giraf </b> & co" in page.main.text
    assert {mark.text for mark in page.all("mark")} == {"giraf", "Giraf"}


@pytest.mark.django_db
def test_browser_can_add_the_search(client: Client):
    (link,) = ask(client, "").all("link", rel="search")
    response = client.get(link["href"])

    (template,) = [
        url.attrib["template"]
        for url in ElementTree.fromstring(response.content).findall("{http://a9.com/-/spec/opensearch/1.1/}Url")  # noqa: S314  our own
        if url.attrib["type"] == "text/html"
    ]
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    assert template.endswith("/nl/zoeken/?q={searchTerms}")


@pytest.fixture
def loaded(db: None) -> None:
    load_content()


@pytest.mark.whole
def test_every_public_text_is_found_by_its_own_title(loaded: None):
    lost = [
        (entry.kind, entry.language, entry.title)
        for entry in SearchEntry.objects.defer("vector", "title_vector")
        if entry.pk not in find(entry.title, entry.language).keys[:20]
    ]

    assert lost == []
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == set(SearchKind)


@pytest.mark.whole
def test_every_word_of_a_rule_finds_it_first(loaded: None):
    wrong = []
    for rule in HouseRule.objects.prefetch_related("words", "texts"):
        texts = {text.language: text.pk for text in rule.texts.all()}
        for word in rule.words.all():
            keys = find(word.word, word.language).keys
            entry = SearchEntry.objects.get(pk=keys[0])
            if (entry.kind, entry.source) != (SearchKind.RULE, texts[word.language]):
                wrong.append((word.word, word.language, entry.title))

    assert wrong == []


@pytest.mark.whole
def test_every_result_leads_to_a_page(loaded: None, client: Client):
    addresses = {entry.get_absolute_url() for entry in SearchEntry.objects.defer("vector", "title_vector")}

    wrong = {address for address in addresses if client.get(re.split("[#?]", address)[0]).status_code != 200}

    assert wrong == set()
    assert len(addresses) > 200


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=300), language=st.sampled_from(LANGUAGES))
def test_any_question_is_answered_without_its_own_html(db: None, client: Client, question: str, language: str):
    response = client.get(ADDRESSES[language], {"q": question.encode("utf-8", "surrogatepass")})

    page = Document(response.content.decode())
    assert response.status_code == 200
    assert page.problems == []
    assert not page.main.all("script", "img", "iframe", "style")


@pytest.mark.whole
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_typo_is_forgiven_in_any_word_of_five_letters(loaded: None, data: st.DataObject):
    entry = data.draw(st.sampled_from(_titles()))
    words = [word for word in all_words(entry.title) if len(word) >= 5 and word not in EMPTY_WORDS[entry.language]]
    if not words:
        return
    typed = data.draw(st.sampled_from(sorted(one_typo_away(data.draw(st.sampled_from(words))))))

    assert find(typed, entry.language).keys


def _titles() -> list[SearchEntry]:
    return list(SearchEntry.objects.defer("vector", "title_vector", "body").order_by("language", "title"))


@pytest.mark.whole
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_capitals_and_accents_are_forgiven_in_any_title(loaded: None, data: st.DataObject):
    entry = data.draw(st.sampled_from(_titles()))
    plain = re.sub(r"[^a-z0-9]+", " ", " ".join(all_words(entry.title)))

    assert find(plain.upper(), entry.language).keys == find(entry.title, entry.language).keys
