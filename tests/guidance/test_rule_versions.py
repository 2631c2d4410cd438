"""Rules can be quoted: what was published keeps its number, its day and its words, whatever the rule says today."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from time_machine import travel

from guidance.loading.put import Report, put_text
from guidance.models import HouseRule, RuleText, RuleVersion
from guidance.models.rule_versions import CitedVersionsNeverChangeError
from tests import factories
from tests.guidance.editing import errors_of, save
from tests.protected import unprotected
from tests.site.documents import Document

pytestmark = pytest.mark.django_db

LIST = "/nl/regels/schelden/versies/"
BRUSSELS = ZoneInfo("Europe/Brussels")
FIRST, LAST = datetime(2030, 1, 1), datetime(2030, 12, 31)  # noqa: DTZ001  hypothesis adds the time zone


@pytest.fixture
def rule() -> HouseRule:
    return factories.create_rule()


def rewrite(rule: HouseRule, note: str = "", language: str = "nl", **words: object) -> RuleText:
    text = rule.texts.get(language=language)
    for name, value in words.items():
        setattr(text, name, value)
    text.change_note = note
    text.save()
    return text


def numbers(language: str = "nl") -> list[int]:
    return list(RuleVersion.objects.filter(language=language).order_by("number").values_list("number", flat=True))


def page(client: Client, address: str) -> Document:
    response = client.get(address)
    assert response.status_code == 200
    return Document(response.content.decode())


# What makes a version ----------------------------------------------------------------------------------------------


def test_published_rule_begins_with_version_one_in_each_language(rule):
    assert {(one.language, one.number) for one in RuleVersion.objects.all()} == {("nl", 1), ("fr", 1), ("en", 1)}
    assert RuleVersion.objects.get(language="fr").note == "La première version de cette règle."


def test_change_of_a_published_rule_is_a_version_in_its_language_alone(rule):
    rewrite(rule, "Korter.", lead="Kort.", law="Een *wet*.")

    assert (numbers("nl"), numbers("fr")) == ([1, 2], [1])
    version = RuleVersion.objects.get(language="nl", number=2)
    assert (version.lead, version.law_html, version.note) == ("Kort.", "<p>Een <em>wet</em>.</p>", "Korter.")


def test_saving_the_same_words_or_another_short_word_is_no_version(rule):
    rewrite(rule)
    rewrite(rule, slug="vloeken")
    rule.save()

    assert numbers() == [1]


def test_draft_makes_no_version_until_it_is_published():
    rule = factories.create_rule(is_published=False)
    rewrite(rule, lead="Een proef.")
    assert numbers() == []

    rule.is_published = True
    rule.save()

    assert numbers() == [1]
    assert RuleVersion.objects.get(language="nl").lead == "Een proef."
    assert rule.texts.get(language="nl").history.count() == 2


def test_rule_that_comes_back_unchanged_is_no_new_version(rule):
    for is_published in (False, True):
        rule.is_published = is_published
        rule.save()

    assert numbers() == [1]


def test_correction_is_no_version_and_does_not_become_one_later(rule):
    text = rule.texts.get(language="nl")
    text.lead, text.is_correction = "Inleiding van schelden!", True
    text.save()
    rule.is_published = False
    rule.save()
    rule.is_published = True
    rule.save()

    assert numbers() == [1]
    assert RuleVersion.objects.get(language="nl").lead == "Inleiding van schelden."


def test_shipped_change_says_that_it_came_with_the_site():
    rule = factories.create_rule(words={"nl": "schelden"})
    text = rule.texts.get()
    content = {name: getattr(text, name) for name in RuleText.content_fields}
    text.shipped_digest = text.digest()
    text.save()

    put_text(RuleText, {"rule": rule}, "nl", content | {"lead": "Beter."}, Report())

    assert RuleVersion.objects.get(number=2).note == "Bijgewerkt samen met de site zelf."


def test_version_and_change_come_together_or_not_at_all(rule):
    undone = transaction.savepoint()
    rewrite(rule, lead="Anders.")
    transaction.savepoint_rollback(undone)

    assert numbers() == [1]


# What never changes ------------------------------------------------------------------------------------------------


def test_version_can_be_neither_changed_nor_deleted(rule):
    version = RuleVersion.objects.get(language="nl")

    with pytest.raises(CitedVersionsNeverChangeError):
        version.save()
    with pytest.raises(CitedVersionsNeverChangeError):
        version.delete()
    with pytest.raises(ProtectedError):
        rule.delete()


def test_version_outlives_the_history(rule, client: Client):
    rewrite(rule, "Korter.", lead="Kort.")
    RuleText.history.all().delete()
    HouseRule.history.all().delete()

    assert "Inleiding van schelden." in page(client, f"{LIST}1/").main.text
    assert page(client, f"{LIST}1/").main.one("div", **{"class": "notice notice--sun"})


# As it read on -----------------------------------------------------------------------------------------------------


def test_citation_of_yesterday_shows_yesterdays_words(rule, client: Client, time_machine):
    time_machine.move_to(datetime(2031, 3, 1, 12, tzinfo=BRUSSELS), tick=False)
    rewrite(rule, "Nieuw jaar.", lead="Oude woorden.")
    time_machine.move_to(datetime(2031, 3, 2, 12, tzinfo=BRUSSELS), tick=False)
    rewrite(rule, "Beter.", lead="Nieuwe woorden.")

    yesterday = client.get(f"{LIST}op/2031-03-01/")
    today = client.get(f"{LIST}op/2031-03-02/")

    assert (yesterday.status_code, yesterday["Location"]) == (302, f"{LIST}2/")
    assert today["Location"] == f"{LIST}3/"
    assert "Oude woorden." in page(client, f"{LIST}2/").main.text
    assert "van 1 maart 2031 tot 2 maart 2031" in page(client, f"{LIST}2/").main.text
    assert "Nieuwe woorden." in page(client, "/nl/regels/schelden/").main.text


@pytest.mark.parametrize(
    ("published", "day", "is_there"),
    [
        (datetime(2031, 3, 1, 22, 59, tzinfo=UTC), "2031-03-01", True),  # 23.59 in Brussels
        (datetime(2031, 3, 1, 23, 0, tzinfo=UTC), "2031-03-01", False),  # midnight
        (datetime(2031, 6, 30, 22, 0, tzinfo=UTC), "2031-06-30", False),  # midnight in summer
        (datetime(2031, 3, 30, 0, 59, 59, tzinfo=UTC), "2031-03-30", True),  # just before the clocks go forward
    ],
)
def test_day_ends_at_midnight_in_brussels(client: Client, time_machine, published, day, is_there):
    time_machine.move_to(published, tick=False)
    factories.create_rule()
    time_machine.shift(timedelta(days=2))

    assert client.get(f"{LIST}op/{day}/").status_code == (302 if is_there else 404)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(st.datetimes(FIRST, LAST, timezones=st.just(UTC)), max_size=6),
    day=st.dates(date(2029, 12, 30), date(2031, 1, 2)),
)
def test_as_on_gives_the_last_version_published_on_or_before_that_day(moments, day):
    before = transaction.savepoint()
    rule = factories.create_rule(words={"nl": "schelden"}, is_published=False)
    for number, moment in enumerate(sorted(moments), start=1):
        words = rule.texts.get().words() | {"lead": f"Versie {number}."}
        RuleVersion.objects.create(rule=rule, language="nl", number=number, published_at=moment, **words)

    with travel(LAST.replace(tzinfo=UTC) + timedelta(days=3)):
        found = RuleVersion.objects.of(rule.pk, "nl").as_on(day).first()

    expected = sum(moment.astimezone(BRUSSELS).date() <= day for moment in moments)
    assert (found.number if found else 0) == expected
    transaction.savepoint_rollback(before)


@pytest.mark.parametrize("day", ["2020-03-01", "0001-01-01", "9999-12-31"])
def test_day_without_a_version_gets_a_page_that_helps(rule, client: Client, day):
    response = client.get(f"{LIST}op/{day}/")

    shown = Document(response.content.decode())
    assert response.status_code == 404
    assert shown.one("meta", name="robots")["content"] == "noindex"
    assert {"/nl/regels/schelden/", LIST} <= set(shown.links())


@pytest.mark.parametrize(
    "path",
    ["op/gisteren/", "op/2026-02-30/", "op/%00/", "op/" + "9" * 3000 + "/", "0/", "2/", "9" * 30 + "/",
     "vergelijk/1-2/", "vergelijk/0-1/", "vergelijk/1-" + "9" * 5000 + "/"],
)  # fmt: skip
def test_version_that_does_not_exist_is_not_found(rule, client: Client, path):
    assert client.get(LIST + path).status_code == 404


def test_old_word_leads_on_to_the_same_page(rule, client: Client):
    rewrite(rule, slug="vloeken")

    for path in ("", "1/", "op/2026-11-25/", "vergelijk/1-2/"):
        response = client.get(LIST + path)
        assert (response.status_code, response["Location"]) == (301, f"/nl/regels/vloeken/versies/{path}")
    assert client.get("/nl/regels/niets/versies/").status_code == 404


def test_versions_of_a_rule_that_is_taken_off_are_gone_with_it(rule, client: Client):
    rule.is_published = False
    rule.save()

    assert client.get(LIST).status_code == client.get(f"{LIST}1/").status_code == 404


# The pages ---------------------------------------------------------------------------------------------------------


def test_rule_says_which_version_it_is_and_how_to_quote_it(rule, client: Client, settings):
    settings.SITE_ADDRESS = "https://hierniet.example"
    rewrite(rule, "Korter.", lead="Kort.")

    shown = page(client, "/nl/regels/schelden/")

    assert "Versie 2, " in shown.main.text
    assert f"hierniet.example{LIST}2/" in shown.main.text
    assert LIST in shown.links()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_list_tells_newest_first_what_changed_and_why(rule, client: Client, language):
    rewrite(rule, "<b>Waarom</b>", language=language, lead="Kort.")
    address = rule.texts.get(language=language).get_absolute_url()
    word = {"nl": "versies", "fr": "versions", "en": "versions"}[language]

    shown = page(client, f"{address}{word}/")

    assert [heading.text[-1] for heading in shown.main.all("h2")] == ["2", "1"]
    assert "<b>Waarom</b>" in shown.main.text
    assert len(shown.alternates()) == 3


def test_list_leads_to_the_day_that_was_asked_for(rule, client: Client):
    assert client.get(LIST, {"day": "2026-11-25"})["Location"] == f"{LIST}op/2026-11-25/"
    for nonsense in ("x", "", "2026-99-99", "9" * 100_000, "\x00"):
        assert client.get(LIST, {"day": nonsense}).status_code == 200


def test_comparison_marks_what_went_and_what_came(rule, client: Client):
    rewrite(rule, "Zachter.", what_it_is="Wat het **niet** is.", welcome=["Dit mag <nog>."])

    shown = page(client, f"{LIST}vergelijk/1-2/").main

    assert [heading.text for heading in shown.all("h2")] == ["Blijft welkom", "Wat het is"]
    assert "niet" in [come.text for come in shown.all("ins")]
    assert "Zachter." in shown.text
    assert "*" not in shown.text
    assert "<nog>" in "".join(come.text for come in shown.all("ins"))


def test_comparison_shows_a_change_that_one_cannot_read(rule, client: Client):
    rewrite(rule, "Nadruk weg.", what_it_is="Wat het is.")

    assert "*" in "".join(gone.text for gone in page(client, f"{LIST}vergelijk/1-2/").main.all("del"))


def test_comparison_the_wrong_way_round_is_turned(rule, client: Client):
    rewrite(rule, lead="Kort.")

    assert client.get(f"{LIST}vergelijk/2-1/")["Location"] == f"{LIST}vergelijk/1-2/"
    assert client.get(f"{LIST}vergelijk/2-2/")["Location"] == f"{LIST}2/"


def test_version_is_kept_out_of_search_engines_and_its_list_is_not(rule, client: Client):
    assert page(client, f"{LIST}1/").all("meta", name="robots", content="noindex")
    assert not page(client, LIST).all("meta", name="robots")


def test_language_switch_leads_to_what_stood_there_at_that_time(rule, client: Client):
    rewrite(rule, lead="Kort.")
    rewrite(rule, language="fr", lead="Court.")

    first, second = page(client, f"{LIST}1/").alternates(), page(client, f"{LIST}2/").alternates()

    assert first["fr"].endswith("/fr/regles/insultes/versions/1/")
    assert second["fr"].endswith("/fr/regles/insultes/versions/2/")


@pytest.mark.parametrize("path", ["", "1/", "vergelijk/1-2/", "op/2020-01-01/"])
def test_number_of_queries_is_small_and_does_not_grow(
    rule, client: Client, path, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 60  # then asking for the content version counts too
    rewrite(rule, lead="Versie 2.")
    with django_assert_max_num_queries(6) as few:
        client.get(LIST + path)
    for number in range(5):
        rewrite(rule, lead=f"Nog {number}.")

    with django_assert_max_num_queries(len(few)):
        client.get(LIST + path)


def test_signatory_never_stands_in_the_way_of_the_versions(rule, client: Client):
    factories.create_signatory(status="approved", slug="versies")

    assert page(client, LIST).main.all("h2")


# In the back office ------------------------------------------------------------------------------------------------


def test_editor_must_say_what_changed_and_why(rule, editor_client: Client):
    response = save(editor_client, rule, nl__lead="Kort.")

    assert response.status_code == 200
    assert "tikfout" in errors_of(response) or "typing" in errors_of(response)
    assert numbers() == [1]


def test_editor_publishes_a_version_with_a_note(rule, editor_client: Client):
    response = save(editor_client, rule, nl__lead="Kort.", nl__change_note="Korter.")

    assert response.status_code == 302
    assert RuleVersion.objects.get(language="nl", number=2).note == "Korter."


def test_editor_mends_a_typing_error_without_a_version(rule, editor_client: Client):
    save(editor_client, rule, nl__lead="Inleiding van schelden!", nl__is_correction="on")
    save(editor_client, rule, position="4")

    assert numbers() == [1]
    assert rule.texts.get(language="nl").lead.endswith("!")


@pytest.mark.parametrize("more", [{}, {"nl__lead": "Kort.", "nl__is_correction": "on"}])
def test_note_that_nobody_would_read_is_not_lost_in_silence(rule, editor_client: Client, more):
    response = save(editor_client, rule, nl__change_note="Waarom.", **more)

    assert response.status_code == 200
    assert numbers() == [1]


def test_what_a_draft_said_before_the_form_that_published_it_is_no_version(editor_client: Client):
    rule = factories.create_rule(is_published=False)

    response = save(editor_client, rule, is_published="on", nl__lead="Klaar.")

    assert response.status_code == 302
    assert (numbers("nl"), numbers("fr")) == ([1], [1])
    assert RuleVersion.objects.get(language="nl").lead == "Klaar."


def test_rule_that_comes_back_with_other_words_needs_a_note(rule, editor_client: Client):
    save(editor_client, rule, is_published="", nl__lead="Onder elkaar.")
    rule.refresh_from_db()

    refused = save(editor_client, rule, is_published="on")
    taken = save(editor_client, rule, is_published="on", nl__change_note="Herwerkt.")

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert RuleVersion.objects.get(language="nl", number=2).note == "Herwerkt."
    assert numbers("fr") == [1]


def test_rule_that_comes_back_with_a_typing_error_mended_makes_no_version(rule, editor_client: Client):
    save(editor_client, rule, is_published="", nl__lead="Inleiding van schelden!")
    saved = rule.texts.get(language="nl")

    refused = save(editor_client, rule, is_published="on")
    taken = save(editor_client, rule, is_published="on", nl__is_correction="on")
    save(editor_client, rule, position="4")

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert numbers() == [1]
    assert rule.texts.get(language="nl").updated_at == saved.updated_at


@pytest.mark.parametrize("said", [{"nl__change_note": "Herwerkt."}, {"nl__is_correction": "on"}])
def test_what_is_said_of_words_that_were_saved_before_writes_no_history(rule, editor_client: Client, said):
    save(editor_client, rule, is_published="", nl__lead="Onder elkaar.")
    before = rule.texts.get(language="nl").history.count()

    assert save(editor_client, rule, is_published="on", **said).status_code == 302

    assert rule.texts.get(language="nl").history.count() == before


def test_only_the_first_version_does_without_a_word_on_what_changed(rule):
    """Whoever comes past the form leaves no note, and it could never be added."""
    for language, lead in (("nl", "Anders."), ("fr", "Autre chose."), ("en", "Something else.")):
        text = rule.texts.get(language=language)
        text.lead = lead
        text.save()

    assert dict(RuleVersion.objects.filter(number=2).values_list("language", "note")) == {
        "nl": "Niemand noteerde wat er veranderde: vergelijk met de versie ervoor.",
        "fr": "Personne n’a noté ce qui a changé\xa0: comparez avec la version précédente.",
        "en": "Nobody noted what changed: compare it with the version before.",
    }


# What was there before ---------------------------------------------------------------------------------------------


def test_first_versions_are_dated_by_what_is_known(time_machine):
    step = import_module("guidance.migrations.0008_first_versions_of_rules")
    time_machine.move_to(datetime(2030, 1, 1, 12, tzinfo=BRUSSELS), tick=False)
    rule = factories.create_rule(words={"nl": "schelden"}, is_published=False)
    time_machine.move_to(datetime(2030, 2, 1, 12, tzinfo=BRUSSELS), tick=False)
    rule.is_published = True
    rule.save()
    with unprotected():
        step.forget_them(apps, None)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guidance_ruleversion")
        assert cursor.fetchone() == (0,)
    step.make_first_versions(apps, None)

    version = RuleVersion.objects.get()
    assert (version.number, version.published_on, version.lead) == (1, date(2030, 2, 1), "Inleiding van schelden.")
    RuleText.objects.get().save()
    assert numbers() == [1]


def test_first_version_of_a_scheduled_rule_is_dated_when_it_becomes_public():
    step = import_module("guidance.migrations.0008_first_versions_of_rules")
    rule = factories.create_rule(words={"nl": "schelden"}, is_published=False)
    HouseRule.objects.update(is_published=True, publish_at=datetime.now(UTC) + timedelta(hours=1))

    step.make_first_versions(apps, None)

    assert RuleVersion.objects.get().published_at == HouseRule.objects.get(pk=rule.pk).publish_at


def test_going_back_is_refused_when_citations_would_be_lost(rule):
    step = import_module("guidance.migrations.0008_first_versions_of_rules")
    text = rewrite(rule, lead="Kort.")

    with unprotected():
        with pytest.raises(step.CitedVersionsWouldBeLostError, match="Version 2 of insults \\(nl\\)"):
            step.forget_them(apps, None)
        RuleVersion.objects.filter(number=2).delete()
        text.lead, text.is_correction = "Inleiding van schelden!", True
        text.save()
        with pytest.raises(step.CitedVersionsWouldBeLostError, match="Version 1 of insults \\(nl\\)"):
            step.forget_them(apps, None)

    assert numbers() == [1]
