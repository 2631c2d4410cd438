"""The page on which editors see what waits: each reason with its number, the oldest first, and the way to the rest."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidance.editing import waiting
from guidance.editing.waiting import CHAPTERS, SHOWN
from guidance.models import Helpline, Page
from hierniet.languages import LANGUAGES
from tests.factories import (
    create_aid,
    create_article,
    create_helpline,
    create_outcome,
    create_page,
    create_question,
    create_reply,
    create_rule,
)
from tests.guidance.kinds import fall_behind
from tests.site.documents import Document

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def address() -> str:
    return reverse("admin:guidance_work")


def sections(client: Client) -> dict[str, Any]:
    return {section["key"]: section for section in client.get(address()).context["sections"]}


def names(section: Any) -> list[str]:
    return [one["item"].name for group in section["groups"] for one in group["items"]]


def reasons(section: Any) -> list[str]:
    return [one["why"] for group in section["groups"] for one in group["items"]]


def change(thing: Any, **facts: Any) -> Any:
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save()
    return thing


def test_page_says_calmly_that_nothing_waits(editor_client: Client) -> None:
    create_page()

    response = editor_client.get(address())

    assert {section["key"]: section["number"] for section in response.context["sections"]} == dict.fromkeys(
        [chapter.key for chapter in CHAPTERS], 0
    )
    for sentence in (
        "Geen enkele taal loopt achter op een andere.",
        "Er zijn geen ontwerpen.",
        "Er staat niets gepland.",
    ):
        assert sentence in response.content.decode()


def test_overdue_lists_every_kind_that_has_facts_the_oldest_first(editor_client: Client) -> None:
    today = timezone.localdate()
    create_page()  # checked today
    change(create_rule(), checked_on=today - timedelta(days=200))
    change(create_article(), checked_on=today - timedelta(days=400))
    change(create_aid(), checked_on=today - timedelta(days=300))
    change(create_helpline(key="oud"), checked_on=None)
    change(create_helpline(key="verborgen"), checked_on=None, to_verify=True)

    section = sections(editor_client)["overdue"]

    assert names(section) == ["oud nl", "Artikel first-hour nl", "Hulp nl", "Naam schelden"]
    assert section["number"] == 4
    assert reasons(section)[0] == "nooit nagekeken"


@pytest.mark.parametrize(("days", "number"), [(183, 0), (184, 1)])
def test_overdue_is_what_the_site_itself_calls_overdue(editor_client: Client, days: int, number: int) -> None:
    page = change(create_page(), checked_on=timezone.localdate() - timedelta(days=days))

    assert sections(editor_client)["overdue"]["number"] == number
    assert page.is_overdue == bool(number)


def test_stale_lists_each_language_apart_the_longest_first(clock: Any, editor_client: Client) -> None:
    first, second = create_page(key="een"), create_article(key="twee")
    for thing, language, days in ((first, "fr", 2), (second, "fr", 5), (second, "en", 1)):
        thing.texts.get(language=language).fall_behind("nl", since=NOW - timedelta(days=days))

    section = sections(editor_client)["stale"]

    assert [(group["language"], group["number"]) for group in section["groups"]] == [("Frans", 2), ("Engels", 1)]
    assert names(section) == ["Artikel twee nl", "Titel een-nl", "Artikel twee nl"]
    assert reasons(section)[0] == "ouder dan het Nederlands sinds 26 november 2026"
    assert section["number"] == 3


def test_days_are_those_of_belgium(editor_client: Client) -> None:
    """At eleven in the evening in Greenwich it is tomorrow here."""
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    create_page().texts.get(language="fr").fall_behind("nl", since=late)

    assert reasons(sections(editor_client)["stale"]) == ["ouder dan het Nederlands sinds 26 november 2026"]


def test_missing_names_the_languages(editor_client: Client) -> None:
    create_page(slugs={"nl": "een", "fr": "un"}, is_published=False)
    reply = create_reply()
    change(reply.texts.get(language="nl"), long="")
    change(reply.texts.get(language="en"), short="")

    section = sections(editor_client)["missing"]

    assert dict(zip(names(section), reasons(section), strict=True)) == {
        "Titel een": "ontbreekt of is onvolledig: Engels",
        "Naam schelden – vriendelijk": "ontbreekt of is onvolledig: Nederlands, Engels",
    }


def test_steps_that_were_taken_out_of_an_aid_are_no_work(editor_client: Client) -> None:
    aid = create_aid()
    for step in (aid.questions.first(), aid.outcomes.first()):
        fall_behind(step)
        step.texts.get(language="en").delete()
    change(aid.outcomes.first(), is_used=False)

    found = sections(editor_client)

    assert (names(found["stale"]), names(found["missing"])) == (["Vraag danger nl?"], ["Vraag danger nl?"])


def test_scheduled_lists_what_comes_out_soonest_first(clock: Any, editor_client: Client) -> None:
    for key, days in (("later", 9), ("eerst", 2), ("al", -1)):
        change(create_page(key=key), publish_at=NOW + timedelta(days=days))
    change(create_page(key="ontwerp"), publish_at=NOW + timedelta(days=1), is_published=False)

    section = sections(editor_client)["scheduled"]

    assert names(section) == ["Titel eerst-nl", "Titel later-nl"]
    assert reasons(section)[0] == "vanaf 3 december, 13:00"


def test_drafts_list_what_has_been_lying_longest_first(clock: Any, editor_client: Client) -> None:
    for key, days in (("nieuw", 1), ("oud", 30)):
        clock.move_to(NOW - timedelta(days=days))
        for text in create_page(key=key, is_published=False).texts.all():
            text.save()
    clock.move_to(NOW)

    section = sections(editor_client)["drafts"]

    assert names(section) == ["Titel oud-nl", "Titel nieuw-nl"]
    assert reasons(section) == ["laatst gewijzigd op 1 november 2026", "laatst gewijzigd op 30 november 2026"]


def test_draft_without_a_word_goes_by_its_key(editor_client: Client) -> None:
    Page.objects.create(key="leeg", checked_on=timezone.localdate())

    section = sections(editor_client)["drafts"]

    assert (names(section), reasons(section)) == (["leeg"], ["nog niets geschreven"])


def test_to_verify_lists_hidden_helplines_and_numbers_of_facts(editor_client: Client) -> None:
    create_helpline(key="lijn", to_verify=True)
    change(create_article(), to_verify=["Een?", "Twee?"])
    change(create_aid(), to_verify=["Een?"])

    section = sections(editor_client)["verify"]

    assert dict(zip(names(section), reasons(section), strict=True)) == {
        "lijn nl": "verborgen tot het nagekeken is",
        "Artikel first-hour nl": "2 feiten",
        "Hulp nl": "1 feit",
    }


def make_something_of_everything(turn: int) -> None:
    """Of every kind and for every reason one; and beside them steps that were taken out, which wait for nobody."""
    rule = create_rule(key=f"r{turn}", words={language: f"{language}{turn}" for language in LANGUAGES})
    aid = create_aid(key=f"d{turn}")
    helpline = create_helpline(key=f"h{turn}", to_verify=True)
    taken_out = [create_question(aid=aid, key="oud", targets=[]), create_outcome(aid=aid, key="oud")]
    things = [
        rule, create_page(key=f"p{turn}"), create_article(key=f"a{turn}"), create_reply(rule=rule), aid, helpline,
        aid.questions.first(), aid.outcomes.first(),
    ]  # fmt: skip
    for thing in [*things, *taken_out]:
        fall_behind(thing)
        thing.texts.get(language="en").delete()
    for thing in things[:5]:
        change(thing, publish_at=timezone.now() + timedelta(days=1))
    for thing in (rule, things[1], things[2], aid, create_helpline(key=f"o{turn}")):
        change(thing, checked_on=None)
    for thing in (things[2], aid):
        change(thing, to_verify=["Wat?"])
    create_page(key=f"w{turn}", is_published=False)
    create_reply(
        rule=create_rule(key=f"x{turn}", words={one: f"x{one}{turn}" for one in LANGUAGES}, is_published=False),
        is_published=False,
    )
    create_article(key=f"y{turn}", is_published=False)
    create_aid(key=f"z{turn}", is_published=False)


@pytest.mark.parametrize("number", [0, 1, 4])
def test_page_takes_the_same_queries_whatever_there_is(
    editor_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    """Session, user, two for the rights, one for each chapter, and one for all names if there is something to name."""
    for turn in range(number):
        make_something_of_everything(turn)

    with django_assert_num_queries(4 + len(CHAPTERS) + bool(number)):
        editor_client.get(address())


def test_rest_is_found_in_lists_that_hold_as_many_as_they_say(editor_client: Client) -> None:
    for turn in range(3):
        make_something_of_everything(turn)

    seen = 0
    for key, section in sections(editor_client).items():
        for group in section["groups"]:
            assert len(group["items"]) <= SHOWN
            assert group["number_left_out"] == group["number"] - len(group["items"])
            assert sum(number for _label, number, _url in group["lists"]) == group["number"]
            for _label, number, url in group["lists"]:
                assert len(editor_client.get(url).context["cl"].result_list) == number, (key, url)
                seen += 1
    assert seen > 20


def test_what_is_left_out_is_counted_and_linked(editor_client: Client) -> None:
    for turn in range(SHOWN + 2):
        create_page(key=f"p{turn}", is_published=False)

    document = Document(editor_client.get(address()).content.decode())

    [more] = [paragraph for paragraph in document.all("p") if paragraph["class"] == "work-more"]
    assert "En nog 2" in more.text
    assert [link["href"] for link in more.all("a")] == [f"{reverse('admin:guidance_page_changelist')}?public=no"]


def test_every_item_leads_to_its_form(editor_client: Client) -> None:
    make_something_of_everything(0)

    for section in sections(editor_client).values():
        for group in section["groups"]:
            for one in group["items"]:
                assert editor_client.get(one["item"].url).status_code == 200


@pytest.mark.pages
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_in_the_language_of_the_reader(editor: User, language: str) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(editor)
    create_page(is_published=False)

    assert names(sections(client)["drafts"]) == [f"Titel about-{language}"]


def test_names_are_in_another_language_where_the_own_one_is_missing(editor_client: Client) -> None:
    create_page(is_published=False, slugs={"fr": "nouveau"})

    assert names(sections(editor_client)["drafts"]) == ["Titel nouveau"]


def test_names_are_escaped(editor_client: Client) -> None:
    change(create_page(is_published=False).texts.get(language="nl"), title="<script>alert(1)</script>")

    assert "<script>alert" not in editor_client.get(address()).content.decode()


@pytest.mark.pages
def test_page_shows_only_what_its_reader_may_write(visitor: User) -> None:
    visitor.is_staff = True
    visitor.save()
    visitor.user_permissions.add(Permission.objects.get(codename="change_question"))
    client = Client()
    client.force_login(visitor)
    make_something_of_everything(0)

    found = sections(client)

    assert {key: section["number"] for key, section in found.items() if section["number"]} == {"stale": 1, "missing": 1}


@pytest.mark.pages
def test_right_to_see_is_not_enough(visitor: User) -> None:
    visitor.is_staff = True
    visitor.save()
    visitor.user_permissions.add(Permission.objects.get(codename="view_page"))
    client = Client()
    client.force_login(visitor)

    assert client.get(address()).status_code == 403


def test_page_changes_nothing(editor_client: Client) -> None:
    make_something_of_everything(0)
    before = [*Page.objects.values(), *Helpline.objects.values()]

    editor_client.get(address())

    assert [*Page.objects.values(), *Helpline.objects.values()] == before


def test_numbers_are_those_of_the_page(editor: User, editor_client: Client) -> None:
    make_something_of_everything(0)

    counted = {chapter.key: number for chapter, number in waiting.numbers(editor)}

    assert counted == {key: section["number"] for key, section in sections(editor_client).items()}
    assert all(counted.values())


def test_numbers_are_nobody_elses(moderator: User) -> None:
    create_page(is_published=False)

    assert list(waiting.numbers(moderator)) == []


@pytest.mark.pages
@pytest.mark.parametrize("right", ["change_page", "change_outcome", "view_houserule"])
def test_menu_leads_to_it_whoever_may_open_it(visitor: User, right: str) -> None:
    visitor.is_staff = True
    visitor.save()
    visitor.user_permissions.add(Permission.objects.get(codename=right))
    client = Client()
    client.force_login(visitor)

    may_open = client.get(address()).status_code == 200

    assert (f'href="{address()}"' in client.get(reverse("admin:index")).content.decode()) == may_open
    assert may_open == right.startswith("change")


def test_editors_come_to_it_from_every_page(editor_client: Client, moderator_client: Client) -> None:
    inside, outside = (
        client.get(reverse("admin:index")).content.decode() for client in (editor_client, moderator_client)
    )

    assert f'href="{address()}"' in inside
    assert f'href="{address()}"' not in outside
