"""A version exists for what was really public: before its time it follows every change, and after it none."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from importlib import import_module
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import InternalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidance.models import HouseRule, RuleText, RuleVersion
from tests import factories
from tests.guidance.editing import errors_of, save
from tests.site.documents import Document

pytestmark = pytest.mark.django_db

LIST = "/nl/regels/schelden/versies/"
HOUR = timedelta(hours=1)
Row = tuple[int, datetime, str, str]


@pytest.fixture
def clock() -> Iterator[Any]:
    """From now on, as the clock of the database goes on by itself."""
    with time_machine.travel(timezone.now(), tick=False) as travelling:
        yield travelling


def schedule(rule: HouseRule, at: datetime | None) -> HouseRule:
    rule.is_published, rule.publish_at = True, at
    rule.save()
    return rule


def withdraw(rule: HouseRule) -> None:
    rule.is_published = False
    rule.save()


def rewrite(rule: HouseRule, lead: str, note: str = "", **how: bool) -> RuleText:
    text = RuleText.objects.get(rule=rule, language="nl")
    text.lead, text.change_note = lead, note
    for name, value in how.items():
        setattr(text, name, value)
    text.save()
    return text


def rows(language: str = "nl") -> list[Row]:
    versions = RuleVersion.objects.filter(language=language).order_by("number")
    return list(versions.values_list("number", "published_at", "lead", "note"))


def draft() -> HouseRule:
    return factories.create_rule(is_published=False)


FIRST = "De eerste versie van deze regel."
NO_NOTE = "Niemand noteerde wat er veranderde: vergelijk met de versie ervoor."
SAID = "Inleiding van schelden."


# Before its time ---------------------------------------------------------------------------------------------------


def test_scheduled_rule_has_one_version_that_waits(clock: Any):
    later = timezone.now() + 3 * HOUR
    schedule(draft(), later)

    assert rows() == [(1, later, SAID, FIRST)]
    assert rows("fr")[0][:2] == (1, later)


def test_changes_before_the_time_are_one_version_with_the_last_words(clock: Any):
    later = timezone.now() + 3 * HOUR
    rule = schedule(draft(), later)

    for number in range(4):
        clock.shift(HOUR / 2)
        rewrite(rule, f"Poging {number}.", is_correction=number == 3)

    assert rows() == [(1, later, "Poging 3.", FIRST)]
    clock.move_to(later)
    rule.save()
    assert rows() == [(1, later, "Poging 3.", FIRST)]


@pytest.mark.parametrize("hours", [1, 5])
def test_version_follows_the_moved_time(clock: Any, hours: int):
    rule = schedule(draft(), timezone.now() + 3 * HOUR)
    moved = timezone.now() + hours * HOUR

    schedule(rule, moved)

    assert rows() == [(1, moved, SAID, FIRST)]
    assert rows("fr")[0][:2] == (1, moved)


@pytest.mark.parametrize("back", [None, -HOUR])
def test_version_of_a_rule_that_becomes_public_at_once_is_dated_now(clock: Any, back: timedelta | None):
    rule = schedule(draft(), timezone.now() + 3 * HOUR)
    clock.shift(HOUR)

    schedule(rule, back and timezone.now() + back)

    assert rows() == [(1, timezone.now(), SAID, FIRST)]


def test_rule_that_is_taken_back_before_its_time_never_had_a_version(clock: Any):
    rule = schedule(draft(), timezone.now() + 3 * HOUR)

    withdraw(rule)
    assert not RuleVersion.objects.exists()

    clock.shift(HOUR)
    schedule(rule, None)
    assert rows() == [(1, timezone.now(), SAID, FIRST)]


def test_what_was_public_before_stays_and_keeps_its_number(clock: Any):
    begun = timezone.now()
    rule = factories.create_rule()
    clock.shift(HOUR)
    later = timezone.now() + 3 * HOUR
    schedule(rule, later)
    assert rows() == [(1, begun, SAID, FIRST)]

    rewrite(rule, "Beter.", "Waarom.")
    rewrite(rule, "Nog beter.")
    assert rows()[1:] == [(2, later, "Nog beter.", "Waarom.")]

    withdraw(rule)
    assert rows() == [(1, begun, SAID, FIRST)]

    schedule(rule, None)
    assert rows()[1:] == [(2, timezone.now(), "Nog beter.", NO_NOTE)]


def test_words_that_go_back_to_what_was_read_are_no_version(clock: Any):
    rule = schedule(factories.create_rule(), timezone.now() + HOUR)

    rewrite(rule, "Anders.")
    rewrite(rule, SAID)
    clock.shift(2 * HOUR)
    rule.save()

    assert [row[0] for row in rows()] == [1]


def test_version_of_a_text_that_is_deleted_before_its_time_goes_with_it(clock: Any):
    rule = schedule(draft(), timezone.now() + HOUR)

    rule.texts.get(language="nl").delete()

    assert (rows("nl"), len(rows("fr"))) == ([], 1)


def test_change_after_the_time_is_the_next_version(clock: Any):
    later = timezone.now() + HOUR
    rule = schedule(draft(), later)

    clock.move_to(later)
    rewrite(rule, "Te laat.", "Waarom.")

    assert rows() == [(1, later, SAID, FIRST), (2, later, "Te laat.", "Waarom.")]


def test_rule_taken_back_after_its_time_keeps_its_version(clock: Any):
    later = timezone.now() + HOUR
    rule = schedule(draft(), later)
    clock.move_to(later)

    withdraw(rule)

    assert rows() == [(1, later, SAID, FIRST)]


def test_time_that_passed_is_not_moved_any_more(clock: Any):
    later = timezone.now() + HOUR
    rule = schedule(draft(), later)
    clock.move_to(later)

    schedule(rule, later + HOUR)

    assert rows() == [(1, later, SAID, FIRST)]


def test_saver_who_read_it_before_somebody_else_saved_makes_a_version_too():
    rule = factories.create_rule()
    stale = RuleText.objects.get(rule=rule, language="nl")
    rewrite(rule, "Van een ander.")

    stale.save()

    assert [row[2] for row in rows()] == [SAID, "Van een ander.", SAID]


# Nobody sees it ----------------------------------------------------------------------------------------------------


def test_public_pages_never_show_a_version_that_waits(clock: Any, client: Client):
    """One that could be seen: the rule is public, as it would be for a moment between two queries."""
    rule = factories.create_rule()
    text = rule.texts.get(language="nl")
    later = timezone.now() + HOUR / 60
    words = text.words() | {"lead": "Nog geheim."}
    RuleVersion.publish(rule_id=rule.pk, language="nl", words=words, note="Geheim.", at=later)
    day = timezone.localdate(later).isoformat()

    assert "Versie 1, " in _page(client, "/nl/regels/schelden/").main.text
    assert [heading.text[-1] for heading in _page(client, LIST).main.all("h2")] == ["1"]
    assert client.get(f"{LIST}2/").status_code == client.get(f"{LIST}vergelijk/1-2/").status_code == 404
    assert client.get(f"{LIST}op/{day}/")["Location"] == f"{LIST}1/"
    assert "Geheim" not in client.get(LIST).content.decode()

    clock.move_to(later)

    assert "Versie 2, " in _page(client, "/nl/regels/schelden/").main.text
    assert [heading.text[-1] for heading in _page(client, LIST).main.all("h2")] == ["2", "1"]
    assert client.get(f"{LIST}2/").status_code == client.get(f"{LIST}vergelijk/1-2/").status_code == 200


def test_preview_of_a_scheduled_rule_quotes_nothing(clock: Any, editor_client: Client):
    rule = schedule(draft(), timezone.now() + HOUR)

    shown = editor_client.get(reverse("admin:guidance_houserule_as_public", args=[rule.pk, "nl"]))

    assert shown.status_code == 200
    assert f"{LIST}1/" not in shown.content.decode()


# In the back office ------------------------------------------------------------------------------------------------


def test_editor_owes_no_note_for_what_nobody_has_read(clock: Any, editor_client: Client):
    rule = schedule(draft(), timezone.now() + HOUR)

    response = save(editor_client, rule, nl__lead="Beter.")

    assert response.status_code == 302
    assert [row[2:] for row in rows()] == [("Beter.", FIRST)]


def test_editor_owes_one_note_for_what_changes_at_the_time(clock: Any, editor_client: Client):
    rule = schedule(factories.create_rule(), timezone.now() + HOUR)

    refused = save(editor_client, rule, nl__lead="Beter.")
    taken = save(editor_client, rule, nl__lead="Beter.", nl__change_note="Waarom.")
    again = save(editor_client, rule, nl__lead="Nog beter.")

    assert (refused.status_code, taken.status_code, again.status_code) == (200, 302, 302)
    assert "change_note" in errors_of(refused)
    assert [row[2:] for row in rows()[1:]] == [("Nog beter.", "Waarom.")]


def test_form_that_moves_the_time_and_changes_the_words_leaves_one_version(clock: Any, editor_client: Client):
    rule = schedule(draft(), timezone.now() + HOUR)
    moved = (timezone.localtime(timezone.now()) + 5 * HOUR).replace(second=0, microsecond=0)

    response = save(editor_client, rule, nl__lead="Beter.", publish_at=moved.strftime("%Y-%m-%dT%H:%M"))

    assert response.status_code == 302
    assert rows() == [(1, moved, "Beter.", FIRST)]
    assert rows("fr")[0][:2] == (1, moved)


def test_tick_counts_for_words_that_were_changed_while_a_version_waited(clock: Any, editor_client: Client):
    """Decision 40: that the first one was a typing error is forgotten with the version, so the form asks again."""
    rule = factories.create_rule()
    save(editor_client, rule, nl__lead="Met komma.", nl__is_correction="on")
    later = timezone.localtime(timezone.now() + HOUR).strftime("%Y-%m-%dT%H:%M")
    save(editor_client, rule, publish_at=later, nl__lead="Anders.", nl__change_note="Waarom.")
    save(editor_client, rule, is_published="", nl__lead="Met komma.")
    assert [row[0] for row in rows()] == [1]

    refused = save(editor_client, rule, is_published="on", publish_at="")
    taken = save(editor_client, rule, is_published="on", publish_at="", nl__is_correction="on")

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert [row[2] for row in rows()] == [SAID]


# In the database ---------------------------------------------------------------------------------------------------

TAMPER = [
    "UPDATE guidance_ruleversion SET lead = 'Anders'",
    "UPDATE guidance_ruleversion SET published_at = published_at + interval '1 year'",
    "DELETE FROM guidance_ruleversion",
]


@pytest.mark.parametrize("statement", TAMPER)
def test_database_refuses_to_change_or_delete_what_was_read(statement: str):
    factories.create_rule()

    with pytest.raises(InternalError, match="somebody has cited it"), transaction.atomic():
        _execute(statement)

    assert rows()[0][2] == SAID


@pytest.mark.parametrize("statement", TAMPER)
def test_database_lets_a_version_that_waits_be_changed_and_deleted(statement: str):
    schedule(draft(), timezone.now() + HOUR)

    _execute(statement)

    assert RuleVersion.objects.filter(lead=SAID, published_at__lt=timezone.now() + 2 * HOUR).count() == 0


@pytest.mark.parametrize("tables", ["guidance_ruleversion", "guidance_houserule CASCADE"])
def test_database_refuses_to_empty_the_table(tables: str):
    """Django does so after tests that commit, so the trigger is off in test databases: see tests/protected.py."""
    factories.create_rule()
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    _execute("ALTER TABLE guidance_ruleversion ENABLE TRIGGER ruleversion_never_emptied")

    with pytest.raises(InternalError, match="never emptied"), transaction.atomic():
        _execute(f"TRUNCATE {tables}")

    assert rows()


def test_step_back_gives_the_trigger_that_was_there_before():
    factories.create_rule()
    step = import_module("guidance.migrations.0012_versions_cannot_be_taken_away")
    _execute("SET CONSTRAINTS ALL IMMEDIATE")

    _execute(step.REFUSE_UPDATES_ONLY)
    with pytest.raises(InternalError, match="never changes"), transaction.atomic():
        _execute(TAMPER[0])
    with transaction.atomic():
        _execute("DELETE FROM guidance_ruleversion WHERE language = 'fr'")

    _execute(step.REFUSE_CHANGES)
    with pytest.raises(InternalError, match="never changes"), transaction.atomic():
        _execute("DELETE FROM guidance_ruleversion")
    assert (len(rows("nl")), len(rows("fr"))) == (1, 0)


def test_migration_keeps_one_of_the_versions_that_wait(clock: Any):
    """What saves made until then: one each time, dated by the time that was set just then."""
    rule = factories.create_rule(words={"nl": "schelden"})
    later = timezone.now() + HOUR
    words = rule.texts.get().words()
    for number in (2, 3, 4):
        facts = words | {"lead": f"Versie {number}.", "published_at": later + number * HOUR}
        RuleVersion.objects.create(rule=rule, language="nl", number=number, **facts)
    HouseRule.objects.update(publish_at=later)

    keep_the_newest()

    assert [row[:3] for row in rows()[1:]] == [(2, later, "Versie 4.")]


@pytest.mark.parametrize("back", [None, -HOUR])
def test_migration_dates_the_version_of_a_rule_that_is_public_already(clock: Any, back: timedelta | None):
    """Whoever emptied the time, or set it back, left the version dated at the time that had been set before."""
    rule = wait_as_before(draft(), timezone.now() + 9 * HOUR)
    HouseRule.objects.update(is_published=True, publish_at=back and timezone.now() + back)

    keep_the_newest()

    assert [row[:3] for row in rows()] == [(1, timezone.now(), SAID)]
    rule.refresh_from_db()
    clock.shift(HOUR)
    rule.save()
    assert len(rows()) == 1


def test_migration_drops_the_version_of_a_rule_that_was_taken_back(clock: Any):
    rule = wait_as_before(draft(), timezone.now() + 9 * HOUR)

    keep_the_newest()

    assert not RuleVersion.objects.exists()
    schedule(rule, None)
    assert rows() == [(1, timezone.now(), SAID, FIRST)]


def test_migration_settles_a_rule_that_was_taken_back_on_what_was_read_last(clock: Any):
    begun = timezone.now()
    rule = factories.create_rule(words={"nl": "schelden"})
    HouseRule.objects.update(is_published=False)
    RuleText.objects.update(lead="Beter.")
    clock.shift(HOUR)
    wait_as_before(rule, timezone.now() + 9 * HOUR, number=2)

    keep_the_newest()

    assert rows() == [(1, begun, SAID, FIRST)]
    assert RuleText.objects.get().cited_digest == RuleText(**RuleVersion.objects.get().words()).words_digest()
    schedule(HouseRule.objects.get(), None)
    assert [row[:3] for row in rows()[1:]] == [(2, timezone.now(), "Beter.")]


def wait_as_before(rule: HouseRule, at: datetime, *, number: int = 1) -> HouseRule:
    """As every save of a scheduled rule left it until then; whatever became of the rule did not touch the version."""
    for text in rule.texts.all():
        RuleVersion.objects.create(rule=rule, language=text.language, number=number, published_at=at, **text.words())
        RuleText.objects.filter(pk=text.pk).update(cited_digest=text.words_digest())
    return rule


def keep_the_newest() -> None:
    import_module("guidance.migrations.0013_one_version_waits_for_its_time").keep_the_newest(apps, None)


# Two at once -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_twin_when_many_save_at_once():
    """The rule and its texts, each of which writes the other's rows: nobody waits in a circle."""
    rule = factories.create_rule()
    start = Barrier(4)

    def save_text(who: int) -> None:
        start.wait()
        for number in range(6):
            rewrite(rule, f"{who} {number}.", f"{who}.")

    def save_rule(_who: int) -> None:
        start.wait()
        for number in range(12):
            changed = HouseRule.objects.get(pk=rule.pk)
            changed.is_published = bool(number % 2)
            changed.save()

    with ThreadPoolExecutor(max_workers=4) as threads:
        work = [save_text, save_text, save_rule, save_rule]
        done = [threads.submit(_and_leave, job, who) for who, job in enumerate(work)]
    for job in done:
        job.result()
    schedule(HouseRule.objects.get(pk=rule.pk), None)

    assert [row[0] for row in rows()] == list(range(1, len(rows()) + 1))
    assert rows()[-1][2] == RuleText.objects.get(rule=rule, language="nl").lead


def _and_leave(job: Callable[[int], None], who: int) -> None:
    try:
        job(who)
    finally:
        connections.close_all()


def _page(client: Client, address: str) -> Document:
    response = client.get(address)
    assert response.status_code == 200
    return Document(response.content.decode())


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
