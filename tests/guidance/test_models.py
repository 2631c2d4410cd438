"""What a rule, a page and a helpline promise by themselves: words that keep working, clean HTML, dated facts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from guidance.models import ContentVersion, HelplineText, HouseRule, PageAddress, PageText, RuleText, RuleWord
from guidance.models.facts import CHECK_EVERY, validate_sources
from tests import factories

pytestmark = pytest.mark.django_db


def rule_text(language: str = "nl", **words: object) -> RuleText:
    return factories.create_rule(**words).texts.get(language=language)


# Words of rules ----------------------------------------------------------------------------------------------------


def test_new_text_gives_its_rule_its_word():
    rule = factories.create_rule()

    assert sorted(rule.words.values_list("language", "word")) == [
        ("en", "insults"),
        ("fr", "insultes"),
        ("nl", "schelden"),
    ]


def test_renamed_text_keeps_its_old_word():
    text = rule_text()

    text.slug = "vloeken"
    text.save()

    words = RuleWord.objects.filter(language="nl").values_list("word", "rule")
    assert sorted(words) == [("schelden", text.rule_id), ("vloeken", text.rule_id)]


def test_text_and_word_are_saved_together_or_not_at_all(monkeypatch):
    text = rule_text()

    def fail(**_facts):
        raise RuntimeError

    monkeypatch.setattr(RuleWord.objects, "get_or_create", fail)
    text.slug = "vloeken"
    with pytest.raises(RuntimeError):
        text.save()

    assert RuleText.objects.get(pk=text.pk).slug == "schelden"


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_word_of_another_rule_is_refused(language):
    factories.create_rule()
    other = factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub"})
    word = RuleWord(rule=other, language=language, word="schelden")

    with pytest.raises(ValidationError) as refusal:
        word.full_clean()

    assert "word" in refusal.value.message_dict


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_slug_that_is_an_old_word_of_another_rule_is_refused(language):
    text = rule_text()
    text.slug = "vloeken"
    text.save()
    other = rule_text(key="spam", words={"nl": "spam", "fr": "pub"}, language=language)
    other.slug = "schelden"

    with pytest.raises(ValidationError) as refusal:
        other.full_clean()

    assert list(refusal.value.message_dict) == ["slug"]


def test_one_word_may_stand_in_two_languages_of_one_rule():
    rule = factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub"})

    RuleWord(rule=rule, language="fr", word="spam").full_clean()


def test_database_refuses_one_word_for_two_rules():
    factories.create_rule()
    other = HouseRule.objects.create(key="spam")

    with pytest.raises(IntegrityError), transaction.atomic():
        RuleWord.objects.create(rule=other, language="nl", word="schelden")


@pytest.mark.parametrize("slug", ["Schelden", "beheer", "schel den"])
def test_slug_that_cannot_stand_in_an_address_is_refused(slug):
    text = rule_text()
    text.slug = slug

    with pytest.raises(ValidationError) as refusal:
        text.full_clean()

    assert list(refusal.value.message_dict) == ["slug"]


@pytest.mark.parametrize("typed", ["schelden", "Schelden", "SCHÉLDEN", " schelden.", "schelden\u200b"])
def test_word_is_found_however_it_is_spelt(typed):
    factories.create_rule()

    assert [word.word for word in RuleWord.objects.spelt(typed)] == ["schelden"]


@pytest.mark.parametrize("typed", ["", "\x00", "scheld", "schelden2", "%", "пример"])
def test_other_word_is_not_found(typed):
    factories.create_rule()

    assert not RuleWord.objects.spelt(typed)


def test_addresses_of_a_rule(settings):
    settings.REFERENCE_HOSTS = {"nl": "hierniet.be", "fr": "pasici.be", "en": "hierniet.be"}
    rule = factories.create_rule()

    addresses = {
        text.language: (text.get_absolute_url(), text.reference_address, text.reference_url)
        for text in rule.texts.all()
    }

    assert addresses == {
        "nl": ("/nl/regels/schelden/", "hierniet.be/schelden", "/schelden"),
        "fr": ("/fr/regles/insultes/", "pasici.be/insultes", "/insultes"),
        "en": ("/en/rules/insults/", "hierniet.be/insults", "/insults"),
    }


# Addresses of pages ------------------------------------------------------------------------------------------------


def test_renamed_page_keeps_its_old_address():
    text = factories.create_page(slugs={"nl": "over"}).texts.get()

    text.slug = "over-ons"
    text.save()

    assert sorted(PageAddress.objects.values_list("slug", flat=True)) == ["over", "over-ons"]


def test_old_address_of_another_page_is_refused():
    text = factories.create_page(slugs={"nl": "over"}).texts.get()
    text.slug = "over-ons"
    text.save()
    other = factories.create_page(key="press", slugs={"nl": "pers"}).texts.get()
    other.slug = "over"

    with pytest.raises(ValidationError) as refusal:
        other.full_clean()

    assert list(refusal.value.message_dict) == ["slug"]


def test_address_of_another_page_in_another_language_is_fine():
    factories.create_page(slugs={"nl": "pers"})
    other = factories.create_page(key="press", slugs={"fr": "presse"}).texts.get()
    other.slug = "pers"

    other.full_clean()


@pytest.mark.parametrize(("language", "slug"), [("nl", "regels"), ("nl", "meedoen"), ("fr", "regles"), ("en", "helplines"), ("en", "sent-here"), ("nl", "a/b")])  # fmt: skip
def test_page_cannot_take_an_address_of_the_site_itself(language, slug):
    text = factories.create_page(slugs={language: "iets"}).texts.get()
    text.slug = slug

    with pytest.raises(ValidationError) as refusal:
        text.full_clean()

    assert list(refusal.value.message_dict) == ["slug"]


def test_page_that_stands_elsewhere_has_the_address_of_that_place():
    text = factories.create_page(key="sent-here", slugs={"nl": "hierheen-gestuurd"}).texts.get()

    text.full_clean()

    assert text.get_absolute_url() == "/nl/hierheen-gestuurd/"


# Stored HTML -------------------------------------------------------------------------------------------------------


def test_html_is_rendered_from_the_markdown_at_every_save():
    text = rule_text()

    text.what_it_is = "Nu *zo*."
    text.what_it_is_html = "<script>alert(1)</script>"
    text.law = ""
    text.save()
    text.refresh_from_db()

    assert text.what_it_is_html == "<p>Nu <em>zo</em>.</p>"
    assert text.law_html == ""


def test_html_goes_along_when_only_some_fields_are_saved():
    text = rule_text()

    RuleText.objects.update_or_create(pk=text.pk, defaults={"mistake": "Nu *zo*."})
    text.refresh_from_db()

    assert (text.mistake, text.mistake_html) == ("Nu *zo*.", "<p>Nu <em>zo</em>.</p>")


def test_every_markdown_field_is_rendered():
    text = rule_text()

    stored = {name: getattr(text, f"{name}_html") for name in RuleText.markdown_fields}

    assert stored == {
        "what_it_is": "<p>Wat het <strong>is</strong>.</p>",
        "what_happens_next": (
            "<ol>\n<li><strong>Eerst.</strong> Zo.</li>\n<li><strong>Dan.</strong> Zo.</li>\n"
            "<li><strong>Dan nog.</strong> Zo.</li>\n</ol>"
        ),
        "say_it_differently": "<p>Zeg het <em>anders</em>.</p>",
        "mistake": "<p>Een vergissing?</p>",
        "law": "<p>Wat de wet zegt.</p>",
    }


def test_html_of_a_page_is_cleaned():
    page = factories.create_page(slugs={"nl": "over"})
    text = page.texts.get()

    text.body = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **vet**"
    text.save()

    assert PageText.objects.get(pk=text.pk).body_html == (
        "<p>&lt;img src=x onerror=alert(1)&gt; [x](javascript:alert(1)) <strong>vet</strong></p>"
    )


def test_history_remembers_what_stood_there():
    text = rule_text()

    text.lead = "Anders."
    text.save()

    assert list(text.history.values_list("lead", flat=True)) == ["Anders.", "Inleiding van schelden."]


# Facts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_ago", "is_overdue"), [(0, False), (CHECK_EVERY.days, False), (CHECK_EVERY.days + 1, True)]
)
def test_fact_is_overdue_half_a_year_after_it_was_checked(days_ago, is_overdue, time_machine):
    time_machine.move_to("2026-11-22 23:30 +0100")
    rule = HouseRule(checked_on=date(2026, 11, 22) - timedelta(days=days_ago))

    assert rule.is_overdue is is_overdue


def test_fact_that_was_never_checked_is_overdue():
    assert HouseRule().is_overdue
    assert HouseRule().check_due_on is None


@pytest.mark.parametrize("sources", [[], [{"title": "Unia", "url": "https://www.unia.be/"}], [{"title": "Wet", "url": "http://wet.example"}]])  # fmt: skip
def test_good_sources(sources):
    validate_sources(sources)


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        ({"title": "Unia", "url": "https://www.unia.be/"}, "list"),
        ("https://www.unia.be/", "list"),
        (None, "list"),
        (["https://www.unia.be/"], "source"),
        ([{"title": "Unia"}], "source"),
        ([{"title": "", "url": "https://www.unia.be/"}], "source"),
        ([{"title": "Unia", "url": ""}], "source"),
        ([{"title": "Unia", "url": 1}], "source"),
        ([{"title": "Unia", "url": "https://www.unia.be/", "note": "x"}], "source"),
        ([{"title": "Unia", "url": "javascript:alert(1)"}], "address"),
        ([{"title": "Unia", "url": "//www.unia.be/"}], "address"),
        ([{"title": "Goed", "url": "https://x.example"}, {"title": "Fout", "url": "data:text/html,x"}], "address"),
    ],
)
def test_bad_sources_are_refused(sources, code):
    with pytest.raises(ValidationError) as refusal:
        validate_sources(sources)

    assert refusal.value.code == code


def test_rule_refuses_bad_sources():
    rule = factories.create_rule()
    rule.sources = [{"title": "x", "url": "javascript:alert(1)"}]

    with pytest.raises(ValidationError) as refusal:
        rule.full_clean()

    assert list(refusal.value.message_dict) == ["sources"]


@pytest.mark.parametrize("link", ["tel:106", "tel:+3280012800", "tel:1712"])
def test_good_phone_link(link):
    helpline = factories.create_helpline()
    helpline.phone_link = link

    helpline.full_clean()


@pytest.mark.parametrize("link", ["106", "javascript:alert(1)", "tel:0800 12 800", "tel:", "tel:106\n", ""])
def test_bad_phone_link_is_refused(link):
    helpline = factories.create_helpline()
    helpline.phone_link = link

    with pytest.raises(ValidationError) as refusal:
        helpline.full_clean()

    assert list(refusal.value.message_dict) == ["phone_link"]


# What is public ----------------------------------------------------------------------------------------------------


def test_only_published_rules_and_pages_are_public():
    factories.create_rule()
    factories.create_rule(key="spam", words={"nl": "spam"}, is_published=False)
    factories.create_page(slugs={"nl": "over"})
    factories.create_page(key="press", slugs={"nl": "pers"}, is_published=False)

    assert [text.slug for text in RuleText.objects.public().in_language("nl")] == ["schelden"]
    assert [text.slug for text in PageText.objects.public().in_language("nl")] == ["over"]


def test_helpline_is_hidden_until_it_is_verified():
    factories.create_helpline(key="zeker")
    factories.create_helpline(key="onzeker", to_verify=True)

    assert [text.name for text in HelplineText.objects.public().in_language("nl")] == ["zeker nl"]


# Content version ---------------------------------------------------------------------------------------------------


def _change_rule():
    HouseRule.objects.get(key="insults").save()


def _change_text():
    RuleText.objects.get(slug="schelden").save()


def _delete_text():
    RuleText.objects.get(slug="schelden").delete()


def _delete_rule():
    HouseRule.objects.get(key="draft").delete()  # nobody can have quoted it yet


def _create_page():
    factories.create_page()


def _create_helpline():
    factories.create_helpline()


@pytest.mark.parametrize(
    "change", [_change_rule, _change_text, _delete_text, _delete_rule, _create_page, _create_helpline]
)
def test_every_change_raises_the_content_version(change):
    factories.create_rule()
    factories.create_rule(key="draft", words={"nl": "ontwerp"}, is_published=False)
    before = ContentVersion.current()

    change()

    assert ContentVersion.current() > before


def test_version_of_a_change_that_is_undone_is_undone_too():
    rule = factories.create_rule()
    before = ContentVersion.current()

    undone = transaction.savepoint()
    rule.save()
    transaction.savepoint_rollback(undone)

    assert ContentVersion.current() == before


def test_content_version_is_one_row():
    ContentVersion.bump()
    ContentVersion.bump()

    assert ContentVersion.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ContentVersion.objects.create(pk=2)
