"""Saving what the site says: all languages at once, nothing lost, nothing half."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guidance.models import ContentVersion, Helpline, HouseRule, Page, PageText, RuleText, RuleWord
from signatories.models import Reason, ReasonText
from tests.factories import create_helpline, create_page, create_reason, create_rule
from tests.guidance.editing import add_address, change_address, errors_of, open_form, save, sent, text_form


@pytest.fixture
def editor_client(admin_client: Client) -> Client:
    """Reasons belong to moderators and the rest to editors; what is held here is the same for both."""
    return admin_client


def create(model: type) -> object:
    return {HouseRule: create_rule, Page: create_page, Helpline: create_helpline, Reason: create_reason}[model]()


@pytest.mark.parametrize("model", [HouseRule, Page, Helpline, Reason])
def test_saving_without_a_change_changes_nothing(editor_client: Client, model: type) -> None:
    owner = create(model)
    version = ContentVersion.current()
    digests = [text.digest() for text in owner.texts.order_by("pk")]

    response = save(editor_client, owner)

    assert response.status_code == 302
    assert ContentVersion.current() == version
    assert owner.history.count() == 1
    assert [text.digest() for text in owner.texts.order_by("pk")] == digests
    assert [text.history.count() for text in owner.texts.all()] == [1, 1, 1]


@pytest.mark.parametrize("model", [HouseRule, Page, Helpline, Reason])
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_saving_one_language_writes_that_one_and_tells_who(
    editor_client: Client, admin_user: object, model: type, language: str
) -> None:
    owner = create(model)
    field = {HouseRule: "name", Page: "title", Helpline: "name", Reason: "label"}[model]
    version = ContentVersion.current()

    note = {f"{language}__change_note": "Een betere naam."} if model is HouseRule else {}
    response = save(editor_client, owner, **{f"{language}__{field}": "Nieuwe naam"}, **note)

    assert response.status_code == 302
    changed = {text.language for text in owner.texts.all() if getattr(text, field) == "Nieuwe naam"}
    assert changed == {language}
    assert {text.language: text.history.count() for text in owner.texts.all()} == {"nl": 1, "fr": 1, "en": 1} | {
        language: 2
    }
    assert owner.texts.get(language=language).history.first().history_user == admin_user
    assert ContentVersion.current() == version + 1


def test_saving_renders_the_markdown_that_the_public_sees(client: Client, editor_client: Client) -> None:
    page = create_page(slugs={"nl": "over", "fr": "a-propos-de", "en": "about-us"})

    save(editor_client, page, nl__body="## Kop\n\nMet **nadruk**.")

    assert "<strong>nadruk</strong>" in client.get("/nl/over/").content.decode()


def test_saving_writes_line_ends_as_files_do(editor_client: Client) -> None:
    page = create_page()

    save(editor_client, page, nl__body="Een.\r\n\r\nTwee.\rDrie.")

    assert page.texts.get(language="nl").body == "Een.\n\nTwee.\nDrie."


def test_saving_reads_examples_one_a_line(editor_client: Client) -> None:
    rule = create_rule()

    save(
        editor_client,
        rule,
        nl__welcome="  Dit kan.  \r\n\r\nEn dit ook.\n",
        nl__unwelcome="Dit n**t.",
        nl__is_correction="on",
    )

    text = rule.texts.get(language="nl")
    assert (text.welcome, text.unwelcome) == (["Dit kan.", "En dit ook."], ["Dit n**t."])


def test_saving_reads_sources_one_a_line(editor_client: Client) -> None:
    rule = create_rule()

    save(editor_client, rule, sources="Strafwetboek | art. 443 | https://wet.example/443\nhttps://unia.example/")

    rule.refresh_from_db()
    assert rule.sources == [
        {"title": "Strafwetboek | art. 443", "url": "https://wet.example/443"},
        {"title": "https://unia.example/", "url": "https://unia.example/"},
    ]


@pytest.mark.parametrize(
    "line", ["Zonder adres", "Titel | javascript:alert(1)", "Titel | www.voorbeeld.example", "Titel |"]
)
def test_saving_names_the_line_of_a_source_that_is_none(editor_client: Client, line: str) -> None:
    rule = create_rule()

    response = save(editor_client, rule, sources=f"Goed | https://goed.example/\n{line}")

    assert response.status_code == 200
    assert "2" in str(response.context["adminform"].form.errors["sources"])
    assert line in response.content.decode()


def test_saving_ticks_spoken_languages(editor_client: Client) -> None:
    helpline = create_helpline()

    save(editor_client, helpline, languages=["nl", "de"])

    helpline.refresh_from_db()
    assert helpline.languages == ["nl", "de"]


def test_saving_shows_a_helpline_only_with_the_date_of_its_check(editor_client: Client) -> None:
    helpline = create_helpline(to_verify=True)

    response = save(editor_client, helpline, to_verify="", checked_on="")

    assert "checked_on" in response.context["adminform"].form.errors
    helpline.refresh_from_db()
    assert helpline.to_verify


def test_saving_a_new_main_word_keeps_the_old_one_alive(client: Client, editor_client: Client) -> None:
    rule = create_rule()

    save(editor_client, rule, nl__slug="vloeken")

    assert set(rule.words.filter(language="nl").values_list("word", flat=True)) == {"schelden", "vloeken"}
    assert client.get("/schelden").headers["Location"] == "/nl/regels/vloeken/"


def test_saving_adds_short_words(client: Client, editor_client: Client) -> None:
    rule = create_rule()

    save(editor_client, rule, **{"words-0-language": "nl", "words-0-word": "uitschelden"})

    assert client.get("/uitschelden").headers["Location"] == "/nl/regels/schelden/"


@pytest.mark.parametrize("word", ["Schélden", "met blanks", "beheer", "haat", "schelden"])
def test_saving_refuses_words_that_are_taken_or_cannot_stand_in_an_address(editor_client: Client, word: str) -> None:
    rule = create_rule()
    create_rule(key="hate", words={"nl": "haat"})

    response = save(editor_client, rule, **{"words-0-language": "nl", "words-0-word": word})

    assert response.status_code == 200
    assert RuleWord.objects.filter(rule=rule, language="nl").count() == 1


def test_saving_never_changes_the_key_or_moves_a_text_to_another_language(editor_client: Client) -> None:
    rule = create_rule()

    save(editor_client, rule, key="anders", nl__language="fr", nl__name="Nieuw", nl__change_note="Nieuwe naam.")

    rule.refresh_from_db()
    assert rule.key == "insults"
    assert rule.texts.get(language="nl").name == "Nieuw"
    assert rule.texts.count() == 3


def test_publishing_is_refused_while_a_language_lacks_something_and_says_what(editor_client: Client) -> None:
    rule = create_rule(is_published=False)

    response = save(editor_client, rule, is_published="on", fr__summary="", fr__welcome="", en__mistake="")

    assert response.status_code == 200
    said = errors_of(response)
    for part in ("Frans", "Samenvatting", "Blijft welkom", "Engels"):
        assert part in said
    assert set(text_form(response, "fr").errors) == {"summary", "welcome"}
    assert set(text_form(response, "en").errors) == {"mistake"}
    rule.refresh_from_db()
    assert not rule.is_published


def test_publishing_is_refused_while_a_language_is_missing(editor_client: Client) -> None:
    rule = create_rule(is_published=False, words={"nl": "schelden", "en": "insults"})

    response = save(editor_client, rule, is_published="on")

    assert "Frans" in errors_of(response)
    rule.refresh_from_db()
    assert not rule.is_published


def test_what_is_published_cannot_lose_a_part_of_a_language(editor_client: Client) -> None:
    page = create_page()

    response = save(editor_client, page, en__description="")

    assert response.status_code == 200
    assert page.texts.get(language="en").description == "Beschrijving."


def test_a_draft_may_be_unfinished(editor_client: Client) -> None:
    response = editor_client.post(
        add_address(Page),
        open_form(editor_client, add_address(Page))
        | {"key": "nieuw", "position": "9", "owner": "editors", "texts-0-slug": "nieuw", "texts-0-title": "Nieuw"},
    )

    assert response.status_code == 302
    page = Page.objects.get(key="nieuw")
    assert [(text.language, text.title, text.body) for text in page.texts.all()] == [("nl", "Nieuw", "")]


def test_a_language_that_was_begun_needs_its_name(editor_client: Client) -> None:
    page = create_page(is_published=False, slugs={"nl": "nieuw"})

    response = save(editor_client, page, fr__body="Un texte.")

    assert set(text_form(response, "fr").errors) == {"slug", "title"}
    assert "Un texte." in response.content.decode()


def test_a_missing_language_is_made_beside_the_others(editor_client: Client) -> None:
    page = create_page(is_published=False, slugs={"en": "about-us"})
    address = change_address(page)

    forms = editor_client.get(address).context["inline_admin_formsets"][0].formset.by_language
    save(editor_client, page, nl__slug="over-ons", nl__title="Over ons")

    assert [form.text_language for form in forms] == ["nl", "fr", "en"]
    assert set(page.texts.values_list("language", flat=True)) == {"en", "nl"}


def test_a_reason_in_use_needs_words_in_every_language(editor_client: Client) -> None:
    reason = create_reason(is_active=False)
    reason.texts.filter(language="fr").delete()

    response = save(editor_client, reason, is_active="on")

    assert "Frans" in errors_of(response)
    reason.refresh_from_db()
    assert not reason.is_active


def test_a_helpline_is_shown_only_in_three_languages(editor_client: Client) -> None:
    helpline = create_helpline(to_verify=True)

    response = save(editor_client, helpline, to_verify="", en__what_for="")

    assert "Engels" in errors_of(response)
    helpline.refresh_from_db()
    assert helpline.to_verify


@pytest.mark.parametrize("model", [HouseRule, Page, Helpline, Reason])
def test_nothing_is_deleted(editor_client: Client, model: type) -> None:
    owner = create(model)
    name = f"admin:{owner._meta.app_label}_{owner._meta.model_name}"

    assert editor_client.post(reverse(f"{name}_delete", args=[owner.pk]), {"post": "yes"}).status_code == 403
    editor_client.post(
        reverse(f"{name}_changelist"), {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"}
    )
    save(editor_client, owner, **{"texts-0-DELETE": "on"})

    assert model.objects.count() == 1
    assert owner.texts.count() == 3


@pytest.mark.parametrize("model", [HouseRule, Page, Helpline, Reason])
@pytest.mark.parametrize("number", [1, 8])
def test_lists_take_the_same_queries_for_one_and_for_many(
    editor_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, model: type, number: int
) -> None:
    for turn in range(number):
        words = {"nl": f"een{turn}", "fr": f"un{turn}", "en": f"one{turn}"}
        if model is HouseRule:
            create_rule(key=f"k{turn}", words=words)
        elif model is Reason:
            create_reason()
        else:
            {Page: create_page, Helpline: create_helpline}[model](key=f"k{turn}")

    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    with django_assert_max_num_queries(8):
        assert editor_client.get(address).status_code == 200


def test_lists_find_what_is_incomplete_and_what_is_overdue(editor_client: Client) -> None:
    create_rule(key="heel", words={"nl": "a", "fr": "b", "en": "c"})
    create_rule(key="half", words={"nl": "d"})
    old = create_rule(key="oud", words={"nl": "e", "fr": "f", "en": "g"})
    old.checked_on = None
    old.save()
    address = reverse("admin:guidance_houserule_changelist")

    def keys(**query: str) -> list[str]:
        return [rule.key for rule in editor_client.get(address, query).context["cl"].result_list]

    assert keys(languages="incomplete") == ["half"]
    assert keys(facts="overdue") == ["oud"]


def test_saving_is_all_or_nothing(editor_client: Client) -> None:
    """An address that another page has in one language keeps the other two from being saved too."""
    create_page(key="press", slugs={"nl": "pers-en", "fr": "presse-fr", "en": "press-en"})
    page = create_page(key="about")

    response = save(editor_client, page, nl__title="Nieuw", en__slug="press-en")

    assert response.status_code == 200
    assert not PageText.objects.filter(title="Nieuw").exists()


def test_forms_send_models_that_exist() -> None:
    """The helper above knows the order of the rows; each model has the three that it counts on."""
    assert {RuleText, PageText, ReasonText}
    assert sent.__doc__
