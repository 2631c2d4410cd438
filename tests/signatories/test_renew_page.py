"""The page behind the link in the yearly mail, and what pages say of who lapsed."""

import re

import pytest
from django.test import Client

from hierniet.languages import LANGUAGES
from signatories import actions, tokens
from signatories.enums import Kind, Status
from signatories.models import ContactChange, Event, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address
from tests.signatories.pages import Page
from tests.signatories.renewals import APPROVED, DAY, listed, pass_days, story

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
DUE = APPROVED + DAY * 365


@pytest.fixture
def due(time_machine) -> Signatory:
    """Somebody whose window is open."""
    time_machine.move_to(DUE - DAY * 10, tick=False)
    return listed(name="Dupont & Fils", slug="dupont")


def link_of(signatory: Signatory, language: str = "nl", purpose: Purpose = Purpose.RENEW) -> str:
    return address("renew", language, token=tokens.make_token(signatory, purpose))


@pytest.mark.parametrize("language", LANGUAGES)
def test_button_works_without_a_cookie_and_twice(language, due):
    client = Client(enforce_csrf_checks=True)
    page = Page(client.get(link_of(due, language)))
    assert page.language == language
    assert page.fields == {}
    assert due.name in page.text

    for _press in range(2):
        response = client.post(link_of(due, language), follow=True)
        assert response.status_code == 200
        assert Page(response).buttons == [] or "submit" not in str(Page(response).buttons)

    assert story(due) == ["renewed"]
    assert response.cookies == {}


def test_mail_scanner_that_opens_the_link_changes_nothing(client, due):
    """PEERS: links that confirm by being opened were pressed by scanners of institutions, all over."""
    for method in (client.get, client.head, client.options):
        method(link_of(due))

    assert not Event.objects.exists()
    assert client.put(link_of(due)).status_code == 405


def test_link_of_one_purpose_does_not_serve_another(client, due):
    for purpose in set(Purpose) - {Purpose.RENEW, Purpose.RENEW_SECOND}:
        response = client.post(link_of(due, purpose=purpose))
        assert response.status_code == 404
    assert client.post(address("renew", token="x.y")).status_code == 404
    assert client.get(address("my_file", token=tokens.make_token(due, Purpose.RENEW))).status_code == 404
    assert not Event.objects.exists()


def test_second_person_presses_too_and_sees_neither_file_nor_contact(client, due):
    Signatory.objects.update(second_email="jan@voorbeeld.example", second_name="Jan")
    due.refresh_from_db()
    link = link_of(due, purpose=Purpose.RENEW_SECOND)

    source = client.get(link).content.decode()
    assert "mijn-dossier" not in source
    assert due.contact_email not in source
    assert due.contact_name not in source
    client.post(link)
    assert story(due) == ["renewed"]

    Signatory.objects.update(second_email="an@voorbeeld.example")
    assert client.get(link).status_code == 404


def test_nobody_has_the_link_of_a_second_person_who_is_not_there(client, due):
    assert client.get(link_of(due, purpose=Purpose.RENEW_SECOND)).status_code == 404


@pytest.mark.parametrize("status", [one for one in Status if one != Status.APPROVED])
def test_page_asks_nothing_of_who_is_elsewhere(client, status):
    signatory = factories.create_signatory(status=status)

    assert client.get(link_of(signatory)).status_code == 200
    assert client.post(link_of(signatory), follow=True).status_code == 200
    assert not Event.objects.exists()


def test_who_lapsed_is_out_of_every_public_page_at_once_and_back_by_one_press(client, time_machine):
    rule = factories.create_rule()
    signatory = listed(name="Dupont Voorbeeld", slug="dupont")
    entry, directory = address("signatory", slug="dupont"), address("directory")
    on_behalf = address("rule_on_behalf", slug="schelden", signatory="dupont")
    time_machine.move_to(DUE - DAY * 29, tick=False)
    assert client.get(entry).status_code == 200
    assert "Dupont" in client.get(directory).content.decode()
    assert client.get(on_behalf).status_code == 200

    pass_days(time_machine, DUE - DAY * 28, 59)

    signatory.refresh_from_db()
    gone = client.get(entry)
    assert gone.status_code == 404
    assert 'content="noindex"' in gone.content.decode()
    assert "Dupont" not in client.get(directory).content.decode()
    assert "dupont" not in client.get("/sitemap.xml").content.decode()
    assert client.get(on_behalf)["Location"] == rule.texts.get(language="nl").get_absolute_url()
    assert client.get("/schelden/dupont")["Location"] == rule.texts.get(language="nl").get_absolute_url()

    client.post(link_of(signatory))

    assert client.get(entry).status_code == 200
    assert "Dupont" in client.get(directory).content.decode()
    assert client.get(on_behalf).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_of_who_lapsed_says_how_to_come_back_but_of_a_person_nothing(client, language):
    listed(slug="dupont", name="Dupont", lapsed_at=DUE)
    listed(slug="marie", name="Marie Uniek", kind=Kind.INDIVIDUAL, lapsed_at=DUE)

    company = client.get(address("signatory", language, slug="dupont"))
    person = client.get(address("signatory", language, slug="marie"))

    assert (company.status_code, person.status_code) == (404, 404)
    assert address("claim", language, slug="dupont") in Page(company).links
    assert "Marie" not in person.content.decode()


@pytest.mark.parametrize("name", ["signatory", "claim"])
def test_pages_of_who_was_suspended_and_of_who_lapsed_read_the_same(client, name):
    """Whoever compares learns nothing of what moderators decided."""
    listed(slug="dupont", name="Dupont", lapsed_at=DUE)
    factories.create_signatory(status=Status.SUSPENDED, slug="dumont", name="Dumont")

    lapsed, suspended = (client.get(address(name, slug=slug)) for slug in ("dupont", "dumont"))

    assert lapsed.status_code == suspended.status_code
    assert lapsed["Cache-Control"] == suspended["Cache-Control"]
    read = Page(lapsed).text.replace("Dupont", "Dumont")
    assert Page(suspended).text == read


def test_claim_of_who_was_suspended_is_answered_as_any_other_and_sends_nothing(client):
    suspended = factories.create_signatory(status=Status.SUSPENDED, website="https://voorbeeld.example/")

    response = client.post(
        address("claim", slug=suspended.slug),
        {"new_name": "Mia", "new_role": "x", "new_email": "info@voorbeeld.example", "has_mandate": "on"},
    )

    assert response.status_code in (200, 302)
    assert not ContactChange.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_of_an_organisation_that_left_says_only_that(client, language):
    """Where its badge leads. Its name is not on the page."""
    for facts in ({"slug": "dupont", "name": "Dupont Uniek"}, {"slug": "marie", "kind": Kind.INDIVIDUAL}):
        actions.withdraw(factories.create_signatory(status=Status.APPROVED, **facts), by=None)

    left, person, nobody = (
        client.get(address("signatory", language, slug=slug)) for slug in ("dupont", "marie", "nooit")
    )

    words = {"nl": "uit de lijst gestapt", "fr": "a quitté la liste", "en": "has left the list"}
    assert [response.status_code for response in (left, person, nobody)] == [404] * 3
    assert words[language] in Page(left).text
    assert "Uniek" not in left.content.decode()
    assert words[language] not in Page(person).text
    assert Page(person).text == Page(nobody).text


def test_my_file_says_when_we_ask_and_leads_to_the_button(client, time_machine, due):
    my_file = address("my_file", token=tokens.make_token(due, Purpose.FILE))
    assert link_of(due) in Page(client.get(my_file)).links

    client.post(link_of(due))
    page = Page(client.get(my_file))
    assert link_of(due) not in page.links
    assert re.search(r"28 februari 2027", page.text)

    Signatory.objects.update(lapsed_at=DUE)
    page = Page(client.get(my_file))
    assert link_of(due) in page.links
    assert due.get_absolute_url() not in page.links


def test_press_that_comes_too_late_does_no_harm(client, due):
    link = link_of(due)
    actions.withdraw(due, by=None)

    assert client.post(link, follow=True).status_code == 200
    assert Signatory.objects.get().status == Status.WITHDRAWN
