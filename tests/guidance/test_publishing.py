"""Published at a time: not a second before, without any job, and kept nowhere beyond it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidance.models import Aid, Article, HouseRule, Page, PageText, QuestionText, RuleText
from guidance.models.publishing import Edition, edition
from tests.factories import create_aid, create_editor, create_page, create_rule
from tests.guidance.editing import change_address, open_form, save

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
THEN = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)  # nine o'clock in Belgium
ADDRESS = "/nl/regels/schelden/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def schedule(thing: Any, at: datetime | None = THEN) -> Any:
    thing.publish_at = at
    thing.save()
    return thing


def test_scheduled_rule_is_public_from_that_second_on(client: Client, clock: Any):
    schedule(create_rule())

    for moment, status in ((THEN - timedelta(seconds=1), 404), (THEN, 200)):
        clock.move_to(moment)
        assert client.get(ADDRESS).status_code == status
        assert client.get("/schelden").status_code == (302 if status == 200 else 404)
        assert ("schelden" in client.get("/sitemap.xml").content.decode()) == (status == 200)


@pytest.mark.parametrize(("at", "is_shown"), [(None, True), (NOW, True), (NOW + timedelta(seconds=1), False)])
@pytest.mark.parametrize("is_published", [True, False])
def test_public_takes_both_the_tick_and_the_time(clock: Any, at: datetime | None, is_shown: bool, is_published: bool):
    for thing in (create_rule(), create_page(), create_aid()):
        thing.is_published = is_published
        schedule(thing, at)
        assert thing.is_public == (is_shown and is_published)

    expected = 3 if is_shown and is_published else 0
    assert RuleText.objects.public().count() == expected
    assert PageText.objects.public().count() == expected
    assert QuestionText.objects.public().count() == 2 * expected


@pytest.mark.parametrize("make", [create_rule, create_page, create_aid])
def test_edition_changes_by_itself_when_the_time_comes(clock: Any, make: Any):
    schedule(make())
    before = edition()

    clock.move_to(THEN)

    assert before.until == THEN
    assert edition().until is None
    assert edition().number == before.number
    assert str(edition()) != str(before)


def test_edition_counts_every_one_of_many_times(clock: Any):
    moments = [THEN + timedelta(hours=number) for number in range(4)]
    for number, moment in enumerate(moments):
        schedule(create_page(key=f"p{number}"), moment)
    seen = [str(edition())]

    for moment in moments:
        clock.move_to(moment)
        seen.append(str(edition()))

    assert len(set(seen)) == len(seen)


def test_edition_does_not_wait_for_drafts(clock: Any):
    schedule(create_page(is_published=False))

    assert edition().until is None


@pytest.mark.parametrize("number", [0, 1, 9])
def test_edition_costs_one_query(number: int, django_assert_num_queries: DjangoAssertNumQueries):
    for turn in range(number):
        schedule(create_page(key=f"p{turn}"), timezone.now() + timedelta(days=turn + 1))

    with django_assert_num_queries(1):
        assert (edition().until is None) == (number == 0)


def test_page_that_was_kept_is_not_served_after_the_time(client: Client, clock: Any, settings: Any):
    """The list of rules stands in memory from before; nothing was saved meanwhile."""
    settings.PAGE_CACHE_SECONDS = 3600
    create_rule(key="spam", words={"nl": "spam", "fr": "spam", "en": "spam"})
    schedule(create_rule(), NOW + timedelta(minutes=5))
    assert "schelden" not in client.get("/nl/regels/").content.decode()

    clock.move_to(NOW + timedelta(minutes=5))

    assert "schelden" in client.get("/nl/regels/").content.decode()


@pytest.mark.parametrize(
    ("left", "kept"),
    [(3600, (60, 60)), (120, (60, 60)), (119, (60, 59)), (61, (60, 1)), (60, (60, 0)), (30, (30, 0)), (0.4, (1, 0))],
)
def test_proxies_keep_nothing_beyond_the_time(
    client: Client, clock: Any, settings: Any, left: float, kept: tuple[int, int]
):
    settings.PAGE_CACHE_SECONDS = 3600
    create_rule()
    schedule(create_page(), NOW + timedelta(seconds=left))

    said = {client.get(ADDRESS)["Cache-Control"] for _visit in range(2)}

    assert said == {f"public, max-age=0, s-maxage={kept[0]}, stale-while-revalidate={kept[1]}, stale-if-error=86400"}


def test_edition_of_an_empty_site_is_one_too():
    assert str(Edition(0, None)) == "0"


def test_reply_waits_for_its_rule_too(clock: Any):
    from guidance.models import Reply, ReplyText

    rule = schedule(create_rule())
    reply = Reply.objects.create(rule=rule, tone="firm", is_published=True)
    ReplyText.objects.create(reply=reply, language="nl", short="{link}", medium="{link}", long="{link}")
    assert ReplyText.objects.public().count() == 0

    clock.move_to(THEN)

    assert ReplyText.objects.public().count() == 1


@pytest.mark.pages
def test_editor_sets_a_belgian_time_and_sees_it_in_the_list(clock: Any):
    client = _client()
    page = create_page()

    response = save(client, page, publish_at="2026-12-03T09:00")

    assert response.status_code == 302
    page.refresh_from_db()
    assert page.publish_at == THEN
    listed = client.get(reverse("admin:guidance_page_changelist")).content.decode()
    assert "vanaf 3 december, 9:00" in listed
    assert page.texts.first().get_absolute_url() not in client.get(change_address(page)).content.decode()


@pytest.mark.pages
def test_form_shows_the_time_again_and_saving_it_changes_nothing(clock: Any):
    client = _client()
    page = schedule(create_page())

    opened = open_form(client, change_address(page))
    html = client.get(change_address(page)).content.decode()
    client.post(change_address(page), opened | {"publish_at": "2026-12-03T09:00"})

    assert 'value="2026-12-03T09:00"' in html
    assert 'type="datetime-local"' in html
    assert page.history.count() == 2


@pytest.mark.pages
@pytest.mark.parametrize("written", ["morgen", "2026-13-40T99:00", "\x00", "x" * 5000])
def test_nonsense_for_a_time_is_refused(written: str):
    client = _client()
    page = create_page()

    response = save(client, page, publish_at=written)

    assert "publish_at" in response.context["adminform"].form.errors


@pytest.mark.pages
def test_time_that_only_the_other_set_is_taken_over(clock: Any):
    anna, ben = _client("Anna"), _client("Ben")
    page = create_page()
    opened = open_form(ben, change_address(page))
    save(anna, page, publish_at="2026-12-03T09:00")

    response = ben.post(change_address(page), opened | {"owner": "Ben"})

    form = response.context["adminform"].form
    assert response.status_code == 200
    assert form["publish_at"].value() == "2026-12-03T09:00"
    assert ben.post(change_address(page), _again(response)).status_code == 302
    page.refresh_from_db()
    assert (page.publish_at, page.owner) == (THEN, "Ben")


@pytest.mark.pages
@pytest.mark.parametrize(("value", "keys"), [("now", ["a"]), ("later", ["b"]), ("no", ["c"]), ("x", ["a", "b", "c"])])
def test_list_finds_what_is_public_now_later_or_not(clock: Any, value: str, keys: list[str]):
    create_page(key="a")
    schedule(create_page(key="b"))
    create_page(key="c", is_published=False)

    page = _client().get(reverse("admin:guidance_page_changelist"), {"public": value})

    assert sorted(row.key for row in page.context["cl"].result_list) == keys


def test_everything_that_can_be_published_can_be_scheduled():
    from guidance.models.publishing import _publishable

    assert {model.__name__ for model in _publishable()} == {"Aid", "Article", "HouseRule", "Page", "Reply"}
    assert {Aid, Article, HouseRule, Page} < set(_publishable())


def _client(name: str = "Anna") -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(create_editor(name=name))
    return client


def _again(response: Any) -> dict[str, Any]:
    """What a browser would send of the form that came back."""
    from tests.guidance.editing import _values

    fields = _values(response.context["adminform"].form)
    for wrapped in response.context["inline_admin_formsets"]:
        fields |= _values(wrapped.formset.management_form)
        for form in wrapped.formset.forms:
            fields |= _values(form)
    return fields
