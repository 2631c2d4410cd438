"""Decision aids: one question a page, outcomes, the way back, and the whole on one page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidance.models import Outcome, QuestionText
from tests import factories
from tests.site.documents import Document

pytestmark = pytest.mark.django_db
SHAPE = {"danger": ["outcome:threat", "question:words"], "words": ["outcome:insult", "outcome:fine"]}
START = "/nl/beslissen/comment-nl/"


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def answers(html: str) -> list[str]:
    return re.findall(r'class="answer" href="([^"]+)"', html)


def test_aid_begins_with_its_first_question(client: Client):
    factories.create_aid(questions=SHAPE)

    html = html_of(client, START)

    assert Document(html).one("h1").text == "Vraag danger nl?"
    assert answers(html) == [f"{START}threat-nl/?via=danger.1", f"{START}words-nl/?via=danger.2"]


def test_answers_lead_on_and_the_way_back_stands_in_the_address(client: Client):
    factories.create_aid(questions=SHAPE)

    second = html_of(client, answers(html_of(client, START))[1])
    outcome = html_of(client, answers(second)[0])

    assert Document(outcome).one("h1").text.startswith("Uitkomst insult nl")
    assert "Antwoord 1 nl" in outcome
    assert f'href="{START}words-nl/?via=danger.2"' in outcome
    assert f'href="{START}"' in outcome


@pytest.mark.parametrize(
    "via",
    [
        "",
        "danger.1",
        "danger.9",
        "words.1",
        "danger.2~danger.2",
        "a.1b.2",
        "a.11.2",
        "danger.2~",
        "x" * 5_000,
        "%00",
        "<b>",
    ],
)
def test_way_that_does_not_lead_here_is_left_out_and_the_page_stands(client: Client, via: str):
    factories.create_aid(questions=SHAPE)

    response = client.get(f"{START}words-nl/", {"via": via})

    assert response.status_code == 200
    assert response.context["turns"] == []
    assert "<b>" not in response.content.decode()


def test_every_step_is_a_permalink_in_each_language(client: Client, settings):
    settings.SITE_ADDRESS = "https://hierniet.example"
    factories.create_aid(questions=SHAPE)

    for address in (f"{START}words-nl/", f"{START}fine-nl/"):
        page = Document(html_of(client, f"{address}?via=danger.2~words.2"))
        assert page.canonical() == f"https://hierniet.example{address}"
        assert set(page.alternates()) == {"nl", "fr", "en"}


def test_question_says_how_many_are_left_at_most(client: Client):
    factories.create_aid(
        first="a",
        questions={
            "a": ["question:b", "question:c"],
            "b": ["question:c", "outcome:x"],
            "c": ["outcome:x", "outcome:y"],
        },
    )

    assert client.get(START).context["still"] == 3
    assert client.get(f"{START}c-nl/?via=a.2").context["still"] == 1


@pytest.mark.parametrize(
    ("evidence", "says"),
    [("never", "Maak nooit een kopie"), ("after", "Eerst weghalen"), ("before", "Eerst het bewijs"), ("none", "")],
)
def test_outcome_says_first_what_to_do_about_evidence(client: Client, evidence: str, says: str):
    factories.create_aid(questions=SHAPE)
    Outcome.objects.filter(key="threat").update(evidence=evidence)

    html = html_of(client, f"{START}threat-nl/")

    every = {"Maak nooit een kopie", "Eerst weghalen", "Eerst het bewijs"}
    assert {words for words in every if words in html} == ({says} if says else set())


def test_outcome_offers_replies_helplines_articles_and_the_rungs_that_fit(client: Client):
    factories.create_aid(questions=SHAPE)
    factories.create_reply(rule=factories.create_rule(), tone="firm", says="Kordaat gezegd.")
    factories.create_reply(
        rule=factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub", "en": "ads"}), tone="firm"
    )
    factories.create_helpline(key="unia")
    factories.create_helpline(key="other")
    factories.create_article(key="ladder")
    Outcome.objects.filter(key="threat").update(
        rule_keys=["insults"], tones=["firm"], helpline_keys=["unia"], article_keys=["ladder"], moves=["refer", "block"]
    )

    context = client.get(f"{START}threat-nl/").context

    assert [reply.text for reply in context["replies"]] == ["Kordaat gezegd. Dank je. hierniet.be/schelden"]
    assert [text.helpline.key for text in context["helplines"]] == ["unia"]
    assert [text.article.key for text in context["articles"]] == ["ladder"]
    assert [str(move) for move, fits in context["ladder"] if fits] == ["refer", "block"]


def test_outcome_stays_within_six_queries(client: Client):
    factories.create_aid(questions=SHAPE)
    factories.create_reply(rule=factories.create_rule())
    factories.create_helpline(key="unia")
    factories.create_article(key="ladder")
    Outcome.objects.filter(key="threat").update(
        rule_keys=["insults"], tones=["friendly"], helpline_keys=["unia"], article_keys=["ladder"]
    )

    counts = {}
    for address in (START, f"{START}words-nl/", f"{START}threat-nl/", f"{START}overzicht/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)

    assert max(counts.values()) <= 6, counts


def test_overview_draws_and_writes_out_the_same(client: Client):
    factories.create_aid(questions=SHAPE)

    html = html_of(client, f"{START}overzicht/")

    drawn = set(re.findall(r'<a href="([^"]+)" class="flow-box', html))
    written = set(re.findall(r'<a href="([^"]+)">', html.partition("written-tree")[2].partition("</ol>")[0]))
    assert drawn == written | {START}
    assert html.count("<rect") == 2 + 4  # two questions, and a goal for each of four answers
    assert "style=" not in html


def test_step_that_is_not_used_or_that_was_renamed_leads_to_the_beginning(client: Client):
    factories.create_aid(questions=SHAPE)
    text = QuestionText.objects.get(question__key="words", language="nl")
    text.slug = "anders"
    text.save()

    assert client.get(f"{START}words-nl/")["Location"] == START
    assert client.get(f"{START}bestaat-niet/").status_code == 404


def test_aid_that_is_not_published_is_not_found(client: Client):
    factories.create_aid(questions=SHAPE, is_published=False)

    for address in (START, f"{START}words-nl/", f"{START}overzicht/"):
        assert client.get(address).status_code == 404


def test_nothing_that_is_answered_is_kept(client: Client):
    factories.create_aid(questions=SHAPE)

    response = client.get(f"{START}words-nl/?via=danger.2")

    assert not response.cookies
    assert not client.session.keys()
    assert response["Cache-Control"] == "private, no-store"
    assert "s-maxage" in client.get(f"{START}words-nl/")["Cache-Control"]
