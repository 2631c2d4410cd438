"""Two editors at once: whoever saves second is told, and nobody's work is lost."""

import pytest
from django.test import Client

from guidance.models import HouseRule, Page
from signatories.models import OutgoingMail
from tests.factories import create_editor, create_helpline, create_page, create_rule
from tests.guidance.editing import change_address, errors_of, open_form, save, sent, text_form
from tests.signatories.threads import together

pytestmark = pytest.mark.pages


@pytest.fixture
def anna(db: None) -> Client:
    return _client("Anna")


@pytest.fixture
def ben(db: None) -> Client:
    return _client("Ben")


def _client(name: str) -> Client:
    client = Client()
    client.force_login(create_editor(name=name))
    return client


def test_second_editor_is_told_who_changed_it_and_saves_nothing_yet(anna: Client, ben: Client) -> None:
    page = create_page()
    opened = open_form(ben, change_address(page))
    save(anna, page, nl__lead="Van Anna.")

    response = ben.post(change_address(page), opened | sent(page, nl__lead="Van Ben."))

    assert response.status_code == 200
    assert "Anna" in errors_of(response)
    assert page.texts.get(language="nl").lead == "Van Anna."


def test_both_versions_are_shown_where_both_wrote(anna: Client, ben: Client) -> None:
    page = create_page()
    opened = open_form(ben, change_address(page))
    save(anna, page, nl__lead="Van Anna.")

    response = ben.post(change_address(page), opened | sent(page, nl__lead="Van Ben."))

    form = text_form(response, "nl")
    assert form["lead"].value() == "Van Ben."
    assert "Van Anna." in str(form.errors["lead"])


def test_what_only_the_other_wrote_is_taken_over(anna: Client, ben: Client) -> None:
    page = create_page()
    opened = open_form(ben, change_address(page))
    save(anna, page, nl__lead="Van Anna.")

    response = ben.post(change_address(page), opened | sent(page, nl__title="Titel van Ben"))

    form = text_form(response, "nl")
    assert (form["lead"].value(), form["title"].value()) == ("Van Anna.", "Titel van Ben")
    assert "lead" not in form.errors


def test_saving_again_after_having_seen_it_goes_through(anna: Client, ben: Client) -> None:
    page = create_page()
    opened = open_form(ben, change_address(page))
    save(anna, page, nl__lead="Van Anna.", nl__description="Ook van Anna.")
    response = ben.post(change_address(page), opened | sent(page, nl__lead="Van Ben."))
    shown = {field.html_name: field.value() for field in text_form(response, "nl") if field.value() is not None}

    again = ben.post(change_address(page), opened | shown)

    assert again.status_code == 302
    text = page.texts.get(language="nl")
    assert (text.lead, text.description) == ("Van Ben.", "Ook van Anna.")


def test_different_languages_do_not_overwrite_one_another(anna: Client, ben: Client) -> None:
    page = create_page()
    opened = open_form(ben, change_address(page))
    save(anna, page, nl__lead="Van Anna.")

    response = ben.post(change_address(page), opened | sent(page, fr__lead="De Ben."))

    assert response.status_code == 200
    assert text_form(response, "nl")["lead"].value() == "Van Anna."
    assert text_form(response, "fr")["lead"].value() == "De Ben."
    assert page.texts.get(language="nl").lead == "Van Anna."


def test_the_same_change_twice_is_no_conflict(anna: Client, ben: Client) -> None:
    page = create_page()
    opened = open_form(ben, change_address(page))
    save(anna, page, nl__lead="Zelfde.")

    response = ben.post(change_address(page), opened | sent(page, nl__lead="Zelfde."))

    assert response.status_code == 302


def test_ticks_numbers_and_lists_of_the_other_are_taken_over_too(anna: Client, ben: Client) -> None:
    rule = create_rule()
    opened = open_form(ben, change_address(rule))
    save(
        anna, rule, is_serious="on", position="7", sources="Nieuw | https://nieuw.example/", checked_on="2026-01-02",
        nl__welcome="Een\nTwee", nl__change_note="Voorbeelden.",
    )  # fmt: skip

    response = ben.post(change_address(rule), opened | {"owner": "Ben"})

    form = response.context["adminform"].form
    assert form["is_serious"].value()
    assert form["position"].value() == "7"
    assert form["sources"].value() == "Nieuw | https://nieuw.example/"
    assert form["owner"].value() == "Ben"
    assert text_form(response, "nl")["welcome"].value() == "Een\nTwee"


def test_spoken_languages_of_the_other_are_taken_over_too(anna: Client, ben: Client) -> None:
    helpline = create_helpline()
    opened = open_form(ben, change_address(helpline))
    save(anna, helpline, languages=["nl", "de"])

    response = ben.post(change_address(helpline), opened | {"phone": "107", "phone_link": "tel:107"})

    assert response.context["adminform"].form["languages"].value() == ["nl", "de"]


def test_unpublishing_by_the_other_is_not_undone(anna: Client, ben: Client) -> None:
    rule = create_rule()
    opened = open_form(ben, change_address(rule))
    changes = open_form(anna, change_address(rule))
    del changes["is_published"]
    anna.post(change_address(rule), changes)

    ben.post(change_address(rule), opened | sent(rule, nl__name="Van Ben"))

    assert not HouseRule.objects.get().is_published


def test_a_language_added_by_the_other_is_not_made_twice(anna: Client, ben: Client) -> None:
    page = create_page(is_published=False, slugs={"nl": "nieuw"})
    opened = open_form(ben, change_address(page))
    changes = sent(page, fr__slug="nouveau", fr__title="Nouveau")
    save(anna, page, fr__slug="nouveau", fr__title="Nouveau")

    response = ben.post(change_address(page), opened | changes)

    assert response.status_code == 200
    assert page.texts.filter(language="fr").count() == 1


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", '"x"', "{}"])
def test_a_form_without_its_marks_still_saves(anna: Client, seen: str) -> None:
    """Marks that a browser or a program has lost must not lock anybody out."""
    page = create_page()

    assert save(anna, page, seen=seen, nl__seen=seen, nl__lead="Nieuw.").status_code == 302
    assert page.texts.get(language="nl").lead == "Nieuw."


@pytest.mark.django_db(transaction=True)
def test_two_saves_in_the_same_instant_leave_one_winner() -> None:
    page = create_page()
    clients = [_client("Anna"), _client("Ben")]
    address = change_address(page)
    opened = [
        open_form(client, address) | sent(page, nl__lead=f"Van {number}.") for number, client in enumerate(clients)
    ]

    responses = together(*(lambda number=number: clients[number].post(address, opened[number]) for number in range(2)))

    assert sorted(response.status_code for response in responses) == [200, 302]
    winner = [response.status_code for response in responses].index(302)
    assert Page.objects.get().texts.get(language="nl").lead == f"Van {winner}."
    assert not OutgoingMail.objects.exists()
