"""A language is older than its source when another one was changed after it: who follows whom, in every kind of text."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from guidance.editing.history import later_changes, versions
from guidance.models import HouseRule, PageText
from guidance.models.texts import STILL_RIGHT
from guidance.staleness import Standing, settled
from hierniet.languages import LANGUAGES
from tests.factories import create_editor, create_page
from tests.guidance.editing import change_address, errors_of, open_form, save, sent, text_form
from tests.guidance.kinds import MAKERS, lags
from tests.signatories.threads import together
from tests.site.documents import Document

# The rule, without a database


@pytest.mark.parametrize(
    ("before", "changed", "confirmed", "after"),
    [
        ({}, {"nl"}, set(), {"fr": "nl", "en": "nl"}),
        ({}, {"nl", "fr"}, set(), {"en": "nl"}),
        ({}, {"fr", "en"}, set(), {"nl": "fr"}),
        ({}, {"nl", "fr", "en"}, set(), {}),
        ({}, set(), set(), {}),
        # French catches up with Dutch: neither Dutch nor an English that was confirmed has to follow it.
        ({"fr": "nl", "en": "nl"}, {"fr"}, set(), {"en": "nl"}),
        ({"fr": "nl"}, {"fr"}, set(), {}),
        ({"fr": "nl", "en": "nl"}, {"fr", "en"}, set(), {}),
        # One that is up to date moves on while another lags: the first debt stays, the source has one now.
        ({"fr": "nl"}, {"en"}, set(), {"nl": "en", "fr": "nl"}),
        ({"fr": "nl"}, {"nl"}, set(), {"fr": "nl", "en": "nl"}),
        ({"fr": "nl"}, {"nl", "fr"}, set(), {"en": "nl"}),
        # What somebody says is still right, is so even beside a change in the same save.
        ({"fr": "nl", "en": "nl"}, set(), {"fr"}, {"en": "nl"}),
        ({"fr": "nl"}, {"nl"}, {"fr"}, {"en": "nl"}),
        ({"fr": "nl", "en": "nl"}, {"fr"}, {"fr", "en"}, {}),
    ],
)
def test_rule_says_who_follows_whom(before: dict[str, str], changed: set[str], confirmed: set[str], after: Any) -> None:
    standing = {language: Standing(before.get(language, "")) for language in LANGUAGES}

    found = settled(standing, changed=changed, confirmed=confirmed)

    assert found == {language: after.get(language, "") for language in LANGUAGES}


def test_rule_lets_nobody_follow_a_text_that_was_not_complete_before() -> None:
    standing = {"nl": Standing(), "fr": Standing(is_complete=False), "en": Standing()}

    assert settled(standing, changed={"fr"}) == {"nl": "", "fr": "", "en": ""}


languages = st.sampled_from(LANGUAGES)
standings = st.fixed_dictionaries(
    {
        language: st.builds(Standing, st.sampled_from(["", *LANGUAGES]).filter(language.__ne__), st.booleans())
        for language in LANGUAGES
    }
)


@given(standings, st.sets(languages), st.sets(languages))
def test_rule_keeps_its_promises(before: dict[str, Standing], changed: set[str], confirmed: set[str]) -> None:
    after = settled(before, changed=changed, confirmed=confirmed)

    untouched = set(LANGUAGES) - changed - confirmed
    sources = {language for language in changed if before[language].can_be_a_source}
    assert all(after[language] == "" for language in changed | confirmed)
    assert all(after[language] != language for language in LANGUAGES)
    assert all(after[language] == before[language].older_than for language in untouched if before[language].older_than)
    fresh = {language for language in untouched if not before[language].older_than}
    assert {language for language in fresh if after[language]} == (fresh if sources else set())
    assert {after[language] for language in fresh} <= (sources or {""})


@given(standings, languages)
def test_changing_a_language_again_leaves_what_lags_where_it_is(before: dict[str, Standing], language: str) -> None:
    once = settled(before, changed={language})
    now = {one: Standing(lag, is_complete=before[one].is_complete) for one, lag in once.items()}
    twice = settled(now, changed={language})

    assert twice[language] == ""
    assert {one: twice[one] for one, lag in once.items() if lag} == {one: lag for one, lag in once.items() if lag}


# Every kind of text, as editors save it

# What to change in it, and into what.
WORDS = {
    "houserule": ("lead", "Nieuw."),
    "page": ("lead", "Nieuw."),
    "article": ("lead", "Nieuw."),
    "reply": ("long", "Nieuw. {link}"),
    "helpline": ("what_for", "Nieuw."),
    "aid": ("lead", "Nieuw."),
    "question": ("answers", "Ja\nNee"),
    "outcome": ("now", "1. Nieuw."),
    "reason": ("explanation", "Nieuw."),
}


def change(client: Client, owner: Any, *changed: str, **others: Any) -> None:
    """New words in these languages, whatever kind of thing it is."""
    field, words = WORDS[owner._meta.model_name]
    fields = {f"{language}__{field}": words for language in changed}
    if isinstance(owner, HouseRule):
        fields |= {f"{language}__change_note": "Om te proberen." for language in changed}
    response = save(client, owner, **(fields | others))
    assert response.status_code == 302, errors_of(response)


@pytest.mark.parametrize("kind", WORDS)
def test_changed_words_leave_the_other_languages_behind_in_every_kind_of_text(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()

    change(admin_client, owner, "nl")

    assert lags(owner) == {"fr": "nl", "en": "nl"}
    assert {text.older_since for text in owner.texts.exclude(language="nl")} == {
        owner.texts.get(language="nl").updated_at
    }


@pytest.mark.parametrize("kind", WORDS)
def test_save_without_a_change_leaves_nobody_behind(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()

    assert save(admin_client, owner).status_code == 302

    assert lags(owner) == {}


@pytest.mark.parametrize("kind", ["houserule", "page", "article", "aid", "question", "outcome"])
def test_new_address_leaves_nobody_behind_and_catches_nobody_up(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()
    save(admin_client, owner, nl__slug="iets-anders")
    assert lags(owner) == {}
    change(admin_client, owner, "nl")

    save(admin_client, owner, fr__slug="autre-chose")

    assert owner.texts.get(language="fr").slug == "autre-chose"
    assert lags(owner) == {"fr": "nl", "en": "nl"}


@pytest.mark.parametrize("kind", ["houserule", "page", "reason"])
def test_typing_error_leaves_nobody_behind_and_catches_nobody_up(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()
    field = WORDS[kind][0]
    save(admin_client, owner, **{f"nl__{field}": "Een komma.", "nl__is_correction": "on"})
    assert lags(owner) == {}
    change(admin_client, owner, "nl")

    response = save(admin_client, owner, **{f"fr__{field}": "Une virgule.", "fr__is_correction": "on"})

    assert response.status_code == 302
    assert getattr(owner.texts.get(language="fr"), field) == "Une virgule."
    assert lags(owner) == {"fr": "nl", "en": "nl"}


def test_other_facts_of_a_thing_leave_no_language_behind(editor_client: Client) -> None:
    page = create_page()

    save(editor_client, page, position="7", checked_on="2026-01-02")

    assert lags(page) == {}


def test_languages_that_are_changed_together_leave_only_the_third_behind(editor_client: Client) -> None:
    page = create_page()

    change(editor_client, page, "nl", "fr")

    assert lags(page) == {"en": "nl"}


def test_catching_up_makes_nobody_older(editor_client: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")

    change(editor_client, page, "fr")
    assert lags(page) == {"en": "nl"}
    change(editor_client, page, "en")

    assert lags(page) == {}


def test_text_that_is_up_to_date_leads_again(editor_client: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")
    change(editor_client, page, "fr")

    save(editor_client, page, fr__lead="Encore autre chose.")

    assert lags(page) == {"nl": "fr", "en": "nl"}


def test_second_change_of_the_source_does_not_shorten_how_long_the_others_lag(editor_client: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")
    since = page.texts.get(language="fr").older_since

    save(editor_client, page, nl__lead="Nog eens.")

    assert page.texts.get(language="fr").older_since == since


def test_language_that_is_written_for_the_first_time_leaves_nobody_behind(editor_client: Client) -> None:
    page = create_page(is_published=False, slugs={"nl": "nieuw", "en": "new"})

    save(editor_client, page, fr__slug="nouveau", fr__title="Nouveau")
    save(editor_client, page, fr__description="Une description.", fr__title="Nouveau titre")

    assert set(page.texts.values_list("language", flat=True)) == set(LANGUAGES)
    assert lags(page) == {}


def test_falling_behind_is_no_change_of_the_text(client: Client, editor_client: Client) -> None:
    """The public page, its date and its history stay as they were."""
    page = create_page()
    before = page.texts.get(language="fr")
    address = before.get_absolute_url()
    shown = client.get(address).content

    change(editor_client, page, "nl")

    after = page.texts.get(language="fr")
    assert after.older_than == "nl"
    assert after.updated_at == before.updated_at
    assert after.history.count() == 1
    assert client.get(address).content == shown


def test_restored_words_leave_the_others_behind(editor_client: Client) -> None:
    page = create_page()
    save(editor_client, page, nl__lead="Nieuw.")
    save(editor_client, page, fr__is_confirmed="on", en__is_confirmed="on")
    old = page.texts.get(language="nl").history.last()

    fields = open_form(editor_client, f"{change_address(page)}?version={old.history_id}")
    editor_client.post(change_address(page), fields)

    assert page.texts.get(language="nl").lead == "Inleiding."
    assert lags(page) == {"fr": "nl", "en": "nl"}


# “This text is still right”


def test_tick_settles_its_language_and_changes_no_word(editor_client: Client, editor: User) -> None:
    page = create_page()
    change(editor_client, page, "nl")
    before = page.texts.get(language="fr")

    assert save(editor_client, page, fr__is_confirmed="on").status_code == 302

    after = page.texts.get(language="fr")
    assert lags(page) == {"en": "nl"}
    assert (after.older_since, after.updated_at, after.digest()) == (None, before.updated_at, before.digest())
    record = after.history.first()
    assert (record.history_change_reason, record.history_user) == (STILL_RIGHT, editor)


def test_tick_stands_in_the_history_by_name(editor_client: Client, editor: User) -> None:
    page = create_page()
    change(editor_client, page, "nl")
    save(editor_client, page, fr__is_confirmed="on")

    told = versions(page)[0]
    html = editor_client.get(reverse("admin:guidance_page_history", args=[page.pk])).content.decode()

    assert (told.is_confirmation, told.language, told.by) == (True, "fr", editor)
    assert html.count("Herlezen, en het klopt nog.") == 1


def test_tick_beside_a_change_of_the_source_holds(editor_client: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")

    save(editor_client, page, nl__lead="Nog eens.", fr__is_confirmed="on")

    assert lags(page) == {"en": "nl"}


def test_tick_is_offered_only_where_a_language_lags(editor_client: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")

    formset = editor_client.get(change_address(page)).context["inline_admin_formsets"][0].formset

    assert [form.text_language for form in formset.forms if "is_confirmed" in form.fields] == ["fr", "en"]


def test_tick_of_a_language_that_does_not_lag_does_nothing(editor_client: Client) -> None:
    page = create_page()

    save(editor_client, page, fr__is_confirmed="on")

    assert page.texts.get(language="fr").history.count() == 1


def test_form_says_beside_each_language_how_it_stands(editor_client: Client) -> None:
    page = create_page(is_published=False, slugs={"nl": "nieuw", "fr": "nouveau"})
    change(editor_client, page, "nl")

    document = Document(editor_client.get(change_address(page)).content.decode())

    marks = [head.all("span")[0].text for head in document.all("div") if head["class"] == "language-head"]
    assert marks == ["volledig", "ouder dan het Nederlands", "ontbreekt"]


def test_form_that_is_refused_says_how_each_language_stands_in_the_database(editor_client: Client) -> None:
    page = create_page()

    response = save(editor_client, page, fr__description="")

    assert response.status_code == 200
    assert str(text_form(response, "fr").mark.words) == "volledig"


def test_form_names_what_changed_since_and_leads_to_its_comparison(editor_client: Client, editor: User) -> None:
    page, other = create_page(), create_page(key="other")
    save(editor_client, page, en__lead="Before.")
    save(editor_client, page, nl__is_confirmed="on", fr__is_confirmed="on")
    change(editor_client, page, "nl")
    change(editor_client, other, "en")
    change(editor_client, page, "en")
    save(editor_client, page, nl__lead="Nog eens.")

    form = Document(editor_client.get(change_address(page)).content.decode())

    changes = later_changes(page.texts.get(language="fr"))
    assert [(one.language, one.number, one.by) for one in changes] == [("nl", 2, editor), ("en", 1, editor)]
    [french, _english] = [part for part in form.all("div") if "still-right" in part["class"].split()]
    links = [link["href"] for link in french.all("a")]
    targets = [link.partition("#")[2] for link in links]
    assert targets == [one.anchor for one in changes]
    for link, target in zip(links, targets, strict=True):
        assert target in shown(editor_client, link)


def test_form_tells_how_often_a_language_changed_and_who_was_last(editor_client: Client, ben: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")
    assert "Het Nederlands is op " in still_right(editor_client, page)[0].text
    for number in (2, 3):
        save(ben, page, nl__lead=f"Poging {number}.")

    [french, english] = still_right(editor_client, page)

    [told] = [paragraph.text for paragraph in french.all("p") if "Bekijk wat er" in paragraph.text]
    assert "Het Nederlands is 3 keer gewijzigd, het laatst op " in told
    assert "door Ben." in told
    assert [link["href"].partition("?")[2].partition("#")[0] for link in (*french.all("a"), *english.all("a"))] == [
        "since=fr", "since=en",
    ]  # fmt: skip


def test_link_leads_to_everything_that_changed_since_and_to_nothing_else(editor_client: Client) -> None:
    page = create_page()
    save(editor_client, page, nl__lead="Ervoor.", fr__lead="Avant.", en__lead="Before.")
    save(editor_client, page, nl__lead="Een.")
    save(editor_client, page, en__lead="Two.", sources="Bron | https://andere.example/")
    save(editor_client, page, nl__lead="Drie.")
    [link] = [link["href"] for link in still_right(editor_client, page)[0].all("a") if "#nl" in link["href"]]

    told = editor_client.get(link).context["versions"]

    assert [(version.language, version.record.lead) for version in told] == [
        ("nl", "Drie."), ("en", "Two."), ("nl", "Een."),
    ]  # fmt: skip
    assert told[0].anchor == link.partition("#")[2]


@pytest.mark.parametrize("since", ["nl", "xx", ""])
def test_history_tells_everything_of_a_language_that_does_not_lag(editor_client: Client, since: str) -> None:
    page = create_page()
    change(editor_client, page, "nl")

    assert len(shown(editor_client, f"{history(page)}?since={since}")) == len(versions(page))


def test_save_without_another_word_is_no_change(editor_client: Client) -> None:
    """Such as one with only a note beside it: the history does not show it either."""
    page = create_page()
    page.texts.get(language="en").save()
    change(editor_client, page, "nl")
    for language in ("nl", "en"):
        page.texts.get(language=language).save()

    assert [(one.language, one.number) for one in later_changes(page.texts.get(language="fr"))] == [("nl", 1)]


def test_what_changed_since_takes_one_query(editor_client: Client, django_assert_num_queries: Any) -> None:
    page = create_page()
    for number in range(3):
        save(editor_client, page, nl__lead=f"Poging {number}.")
    text = page.texts.get(language="fr")

    with django_assert_num_queries(1):
        assert [one.name for one in later_changes(text)] == ["Edith"]


def test_history_is_never_cut_off_before_what_is_still_to_be_followed(
    editor_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidance.editing.content_admin.VERSIONS_SHOWN", 3)
    page = create_page()
    for number in range(4):
        change(editor_client, page, "nl", nl__title=f"Titel {number}")
    oldest = [version.anchor for version in versions(page) if version.changes][-1]
    number = len(versions(page))

    assert oldest in shown(editor_client, history(page))
    save(editor_client, page, fr__is_confirmed="on", en__is_confirmed="on")

    assert oldest not in shown(editor_client, history(page))
    assert editor_client.get(history(page)).context["number_left_out"] == number + 2 - 3


def history(page: Any) -> str:
    return reverse("admin:guidance_page_history", args=[page.pk])


def shown(client: Client, link: str) -> set[str]:
    """The places on this page with a history."""
    return {entry["id"] for entry in Document(client.get(link).content.decode()).all("li") if "sheet" in entry["class"]}


def still_right(client: Client, page: Any) -> list[Any]:
    """What the form says above each language that lags."""
    form = Document(client.get(change_address(page)).content.decode())
    return [part for part in form.all("div") if "still-right" in (part["class"] or "").split()]


def test_form_does_not_take_a_colleague_who_left_for_an_update_of_the_site(editor_client: Client, ben: Client) -> None:
    page = create_page()
    save(ben, page, nl__lead="Nieuw.")
    User.objects.get(username="Ben").delete()

    in_form = still_right(editor_client, page)[0].text
    in_history = editor_client.get(history(page)).content.decode()
    assert "door een update van de site of door iemand die geen account meer heeft." in in_form
    assert "Een update van de site, of iemand die geen account meer heeft" in in_history


def test_form_says_so_when_an_update_of_the_site_was_the_cause(editor_client: Client) -> None:
    page = create_page()
    text = page.texts.get(language="nl")
    text.lead = "Uit de bestanden."
    text.save()
    page.texts.get(language="fr").fall_behind("nl", since=text.updated_at)

    assert "door een update van de site" in editor_client.get(change_address(page)).content.decode()


def test_save_tells_which_languages_are_older_now(editor_client: Client) -> None:
    page = create_page()
    address = change_address(page)

    fields = open_form(editor_client, address) | sent(page, nl__lead="Nieuw.")
    told = [str(message) for message in editor_client.post(address, fields, follow=True).context["messages"]]

    assert any("Frans, Engels" in message for message in told)


def test_row_cannot_be_older_than_itself_or_without_a_moment(db: None) -> None:
    text = create_page().texts.get(language="fr")

    for facts in ({"older_than": "nl"}, {"older_than": "fr", "older_since": text.updated_at}, {"older_than": "xx"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PageText.objects.filter(pk=text.pk).update(**facts)


# Two editors at once


@pytest.fixture
def ben(db: None) -> Client:
    client = Client()
    client.force_login(create_editor(name="Ben"))
    return client


def test_tick_that_was_said_of_other_words_is_asked_again(editor_client: Client, ben: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")
    opened = open_form(ben, change_address(page)) | sent(page, fr__is_confirmed="on")
    save(editor_client, page, nl__lead="Nog iets anders.")

    response = ben.post(change_address(page), opened)

    assert response.status_code == 200
    assert not text_form(response, "fr")["is_confirmed"].value()
    assert lags(page) == {"fr": "nl", "en": "nl"}


def test_tick_of_another_editor_is_not_undone_by_a_new_address(editor_client: Client, ben: Client) -> None:
    page = create_page()
    change(editor_client, page, "nl")
    opened = open_form(ben, change_address(page)) | sent(page, fr__slug="autre-adresse")
    save(editor_client, page, fr__is_confirmed="on")

    assert ben.post(change_address(page), opened).status_code == 302

    assert page.texts.get(language="fr").slug == "autre-adresse"
    assert lags(page) == {"en": "nl"}


def test_language_that_another_editor_added_meanwhile_is_left_behind_too(editor_client: Client, ben: Client) -> None:
    page = create_page(is_published=False, slugs={"nl": "nieuw", "fr": "nouveau"})
    opened = open_form(editor_client, change_address(page)) | sent(page, nl__lead="Anders.")
    english = {"slug": "new", "title": "New", "description": "Words.", "lead": "As it was.", "body": "Words."}
    save(ben, page, **{f"en__{name}": words for name, words in english.items()})

    response = editor_client.post(change_address(page), opened, follow=True)

    assert lags(page) == {"fr": "nl", "en": "nl"}
    assert any("Frans, Engels" in str(message) for message in response.context["messages"])
    text = page.texts.get(language="en")
    assert (text.lead, text.older_since) == ("As it was.", page.texts.get(language="nl").updated_at)


def test_language_that_another_editor_added_meanwhile_stays_if_no_word_changed(
    editor_client: Client, ben: Client
) -> None:
    page = create_page(is_published=False, slugs={"nl": "nieuw", "fr": "nouveau"})
    opened = open_form(editor_client, change_address(page)) | sent(page, nl__slug="ander-adres")
    save(ben, page, en__slug="new", en__title="New")

    assert editor_client.post(change_address(page), opened).status_code == 302

    assert lags(page) == {}


@pytest.mark.django_db(transaction=True)
def test_two_changes_in_the_same_instant_leave_one_winner_and_its_debts() -> None:
    page = create_page()
    clients = [Client(), Client()]
    for client, name in zip(clients, ("Anna", "Ben"), strict=True):
        client.force_login(create_editor(name=name))
    address = change_address(page)
    opened = [
        open_form(client, address) | sent(page, **{f"{language}__lead": "Nieuw."})
        for client, language in zip(clients, ("nl", "fr"), strict=True)
    ]

    answers = together(*(lambda number=number: clients[number].post(address, opened[number]) for number in range(2)))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    winner = ("nl", "fr")[[answer.status_code for answer in answers].index(302)]
    assert lags(page) == {language: winner for language in LANGUAGES if language != winner}


@pytest.mark.django_db(transaction=True)
def test_tick_and_new_address_in_the_same_instant_both_hold() -> None:
    page = create_page()
    page.texts.get(language="fr").fall_behind("nl", since=page.texts.get(language="nl").updated_at)
    clients = [Client(), Client()]
    for client, name in zip(clients, ("Anna", "Ben"), strict=True):
        client.force_login(create_editor(name=name))
    address = change_address(page)
    opened = [
        open_form(client, address) | sent(page, **changes)
        for client, changes in zip(clients, ({"fr__is_confirmed": "on"}, {"fr__slug": "autre"}), strict=True)
    ]

    answers = together(*(lambda number=number: clients[number].post(address, opened[number]) for number in range(2)))

    assert [answer.status_code for answer in answers] in ([302, 302], [200, 302])
    expected = {} if answers[0].status_code == 302 else {"fr": "nl"}
    assert lags(page) == expected
    assert page.texts.get(language="fr").slug == "autre"
