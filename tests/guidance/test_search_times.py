"""What is public from a set time on is found from that second on, by itself, and nothing tells of it before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidance.enums import SearchKind
from guidance.models import Aid, Article, HouseRule, Page, Reply, SearchEntry, SearchWord
from guidance.search import index
from guidance.search.finding import Answer, find
from guidance.search.kinds import KINDS
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
THEN = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
# Words of the things below: whole, begun, mistyped, further off, as a part, written together, with others.
QUESTIONS = [
    "schelden", "sche", "shcelden", "schelldenn", "elde", "scheldenschelden", "schelden kwikstaart", "naam schelden",
    "about", "abuot", "artikel", "artikle", "artikkell", "antwoord", "vriendelijk", "uitkomst threat", "vraag danger",
    "hulp", "kort", "inleiding", "titel artikel uitkomst", "scherm",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _saved_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index follows saves; what the factories make at once would pass it by."""
    monkeypatch.setattr(factories, "_create_texts", factories.save_each)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def schedule(thing: Any, at: datetime | None = THEN) -> Any:
    thing.is_published, thing.publish_at = True, at
    thing.save()
    return thing


def create_everything() -> list[Any]:
    """One of each thing that can be published; the aid's outcome is about the rule."""
    rule = factories.create_rule()
    aid = factories.create_aid()
    outcome = aid.outcomes.get(key="threat")
    outcome.rule_keys = [rule.key]
    outcome.save()
    return [rule, factories.create_reply(rule=rule), factories.create_page(), factories.create_article(), aid]


def answers() -> dict[str, Answer]:
    """Everything that somebody could learn, without the marks that PostgreSQL gives."""
    return {question: find(question, "nl") for question in QUESTIONS}


def pages(client: Client) -> list[str]:
    return [client.get("/nl/zoeken/", {"q": question}).content.decode() for question in QUESTIONS]


def found(question: str) -> set[str]:
    entries = SearchEntry.objects.filter(pk__in=find(question, "nl").keys)
    return {f"{entry.kind} {entry.get_absolute_url()}" for entry in entries}


MAKE: dict[str, Callable[[], Any]] = {
    "rule": factories.create_rule,
    "page": factories.create_page,
    "article": factories.create_article,
    "aid": factories.create_aid,
    "reply": lambda: factories.create_reply(rule=factories.create_rule()),
}


@pytest.mark.whole
@pytest.mark.parametrize("kind", MAKE)
def test_scheduled_text_is_found_from_that_second_on_without_a_save(clock: Any, kind: str):
    thing = MAKE[kind]()
    public = answers()
    schedule(thing)

    clock.move_to(THEN - SECOND)
    before = answers()
    clock.move_to(THEN)

    assert before != public
    assert _without_keys(answers()) == _without_keys(public)
    assert all(len(answers()[question].keys) == len(public[question].keys) for question in QUESTIONS)


@pytest.mark.whole
@pytest.mark.parametrize("kind", MAKE)
def test_nothing_tells_of_a_scheduled_text_before_its_time(clock: Any, client: Client, kind: str):
    """To the letter what the search says while it is a draft, for whatever is asked."""
    thing = MAKE[kind]()
    thing.is_published = False
    thing.save()
    as_draft = pages(client)

    schedule(thing)
    clock.move_to(THEN - SECOND)

    assert pages(client) == as_draft
    clock.move_to(THEN)
    assert pages(client) != as_draft


@pytest.mark.parametrize("model", [HouseRule, Reply, Page, Article, Aid])
def test_entries_that_are_public_are_those_of_the_texts_that_are(clock: Any, model: Any):
    """Whatever a text waits for: the twin of `public()` in every kind. See Kind.waits_for."""
    create_everything()
    factories.create_helpline()
    schedule(model.objects.get())

    for moment in (NOW, THEN - SECOND, THEN, THEN + SECOND):
        clock.move_to(moment)
        for kind in KINDS:
            entries = SearchEntry.objects.public().filter(kind=kind.key)
            texts = kind.model._default_manager.public()
            assert set(entries.values_list("source", flat=True)) == {text.pk for text in texts}
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == set(SearchKind)


def test_text_waits_for_the_latest_of_what_it_hangs_on(clock: Any):
    reply = factories.create_reply(rule=factories.create_rule())
    schedule(reply)
    schedule(reply.rule, THEN + timedelta(days=1))

    assert set(SearchEntry.objects.filter(kind="reply").values_list("public_from", flat=True)) == {
        THEN + timedelta(days=1)
    }
    schedule(reply.rule, None)
    assert set(SearchEntry.objects.filter(kind="reply").values_list("public_from", flat=True)) == {THEN}


def test_moved_time_counts_from_the_save_on(clock: Any):
    page = schedule(factories.create_page())

    schedule(page, THEN + timedelta(days=1))
    clock.move_to(THEN)
    assert not found("about")

    schedule(page, THEN)
    assert found("about") == {"page /nl/about-nl/"}

    schedule(page, THEN + SECOND)
    assert not found("about")
    page.is_published = False
    page.save()
    assert not SearchEntry.objects.exists()
    assert not SearchWord.objects.exists()


def test_word_is_known_as_soon_as_one_public_text_has_it(clock: Any):
    waiting, public = schedule(factories.create_page(key="giraf")), factories.create_page(key="okapi")
    moments = dict(SearchWord.objects.filter(language="nl").values_list("word", "public_from"))
    assert (moments["giraf"], moments["okapi"], moments["titel"]) == (THEN, None, None)

    public.delete()

    moments = dict(SearchWord.objects.filter(language="nl").values_list("word", "public_from"))
    assert (moments["giraf"], moments["titel"]) == (THEN, THEN)
    assert "okapi" not in moments
    assert find("tietl", "nl").corrected == ()
    schedule(waiting, None)
    assert find("tietl", "nl").keys


@pytest.mark.parametrize("is_published", [True, False])
def test_outcome_does_not_give_away_the_words_of_a_rule_that_nobody_sees(clock: Any, is_published: bool):
    rule = create_everything()[0]
    assert "outcome /nl/beslissen/comment-nl/threat-nl/" in found("schelden")

    schedule(rule)
    rule.is_published = is_published
    rule.save()

    assert found("schelden") == set()
    assert "outcome /nl/beslissen/comment-nl/threat-nl/" in found("threat")


def test_rebuild_gives_the_same_times_as_the_saves_and_then_writes_nothing(clock: Any):
    for number, thing in enumerate(create_everything()):
        schedule(thing, THEN + timedelta(hours=number))
    entries = set(SearchEntry.objects.values_list("kind", "source", "public_from", "digest"))
    words = set(SearchWord.objects.values_list("language", "word", "public_from"))
    SearchEntry.objects.update(public_from=None, digest="")
    SearchWord.objects.update(public_from=None)

    index.rebuild()
    with CaptureQueriesContext(connection) as queries:
        index.rebuild()

    assert set(SearchEntry.objects.values_list("kind", "source", "public_from", "digest")) == entries
    assert set(SearchWord.objects.values_list("language", "word", "public_from")) == words
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.whole
def test_step_back_to_where_search_knows_no_time_forgets_what_waits():
    """On the real clock, as the migrations of others are; they are all in the transaction of this test."""
    later = timezone.now() + timedelta(days=1)
    schedule(factories.create_page(key="giraf"), later)
    schedule(factories.create_page(key="zebra"), timezone.now() - SECOND)
    factories.create_page(key="okapi")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    MigrationExecutor(connection).migrate([("guidance", "0010_search_over_everything")])

    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM guidance_searchentry WHERE language = 'nl' ORDER BY title")
        assert cursor.fetchall() == [("Titel okapi-nl",), ("Titel zebra-nl",)]
        cursor.execute("SELECT word FROM guidance_searchword WHERE language = 'nl'")
        words = {word for (word,) in cursor}
    assert {"okapi", "zebra", "titel"} <= words
    assert "giraf" not in words


@pytest.mark.parametrize("number", [1, 9])
def test_scheduled_texts_cost_no_query(clock: Any, client: Client, number: int):
    factories.create_page()
    with CaptureQueriesContext(connection) as few:
        client.get("/nl/zoeken/", {"q": "titel abuot"})

    for turn in range(number):
        schedule(factories.create_page(key=f"p{turn}"), THEN + timedelta(hours=turn))

    with CaptureQueriesContext(connection) as more:
        client.get("/nl/zoeken/", {"q": "titel abuot"})
    assert len(more) == len(few)


def _without_keys(told: dict[str, Answer]) -> dict[str, Answer]:
    return {question: replace(answer, keys=()) for question, answer in told.items()}
