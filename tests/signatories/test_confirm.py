"""The link in the mail: mail scanners open it, people press its button, and some of them were not the ones who asked."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from guidance.models import ContentVersion
from hierniet.languages import LANGUAGES
from signatories import actions, retention, tokens
from signatories.enums import Doubt, Status
from signatories.models import Event, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address, details, send
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db


def sign_up(*, doubts: tuple[Doubt, ...] = (), **changes: str) -> Signatory:
    return actions.sign_up(details=details(**changes), submission_key=None, doubts=list(doubts))


def link_of(signatory: Signatory, language: str = "nl") -> str:
    return address("confirm", language, token=tokens.make_token(signatory, Purpose.CONFIRM))


def press(client: Client, link: str, action: str = "confirm") -> str:
    """Presses a button, and returns what the page that follows says."""
    response = client.post(link, {"action": action}, follow=True)
    assert response.status_code == 200
    return Page(response).text


def everything() -> list[object]:
    tables = [
        Signatory.objects.values(),
        Event.objects.values(),
        Email.objects.values(),
        ContentVersion.objects.values(),
    ]
    return [list(table.order_by("pk")) for table in tables]


@pytest.mark.parametrize("language", LANGUAGES)
def test_scanner_that_opens_every_link_of_a_mail_many_times_changes_nothing(client, language):
    """Outlook, Gmail and municipal gateways do; see also the page behind the button, which is the same for them."""
    factories.create_page(key="privacy")
    send(client, language, language=language)
    email = Email.objects.get()
    links = set(re.findall(r'https?://127\.0\.0\.1:8000([^\s"<>]+)', email.message + email.html_message))
    before = everything()

    for link in links:
        for visit in (client.get, client.head, Client().get, client.get):
            assert visit(link).status_code == 200
        assert client.options(link).status_code in (200, 405)

    assert len(links) >= 4
    assert everything() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_confirm_asks_before_it_does(client, language):
    signatory = sign_up(name="Stad <Gent>")

    response = client.get(link_of(signatory, language))

    page = Page(response)
    assert page.language == language
    assert ("action", "confirm") in page.buttons
    assert ("action", "not_me") in page.buttons
    assert "Stad <Gent>" in page.text
    assert "lies@" not in page.text
    assert "no-store" in response["Cache-Control"]
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_confirm_by_button_puts_the_application_in_the_queue(client):
    signatory = sign_up()

    text = press(client, link_of(signatory))

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED
    assert [mail.message for mail in signatory.mails.order_by("pk")] == ["confirm_address", "application_submitted"]
    assert signatory.name in text


def test_confirm_twice_by_whoever_does_no_harm(client):
    signatory = sign_up()
    link = link_of(signatory)
    press(client, link)
    before = everything()

    press(client, link)
    press(Client(), link)
    press(client, link, "not_me")
    page = Page(client.get(link))

    assert everything() == before
    assert page.buttons == [button for button in page.buttons if button[0] != "action"]
    assert address("my_file", token=tokens.make_token(signatory, Purpose.FILE)) in page.links


def test_confirm_shows_the_file_to_nobody_before_the_proof(client):
    signatory = sign_up()

    assert "my-file" not in client.get(link_of(signatory, "en")).content.decode()
    assert "mijn-dossier" not in client.get(link_of(signatory)).content.decode()


@pytest.mark.parametrize("action", ["", "confirm ", "CONFIRM", "approve", "expire", "__class__"])
def test_confirm_with_no_button_of_ours_does_nothing(client, action):
    link = link_of(sign_up())
    before = everything()

    press(client, link, action)
    client.post(link)

    assert everything() == before


@pytest.mark.parametrize("days", [1, 6, 7, 30])
def test_confirm_works_for_as_long_as_the_application_is_there(client, days):
    signatory = sign_up()

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        press(client, link_of(signatory))

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_confirm_after_the_week_is_over_says_that_it_is_too_late(client):
    signatory = sign_up()
    link = link_of(signatory)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        retention.enforce()
        before = everything()

        page = Page(client.get(link))
        press(client, link)

    assert everything() == before
    assert address("join") in page.links
    assert ("action", "confirm") not in page.buttons


@pytest.mark.parametrize("doubts", [(), (Doubt.TOO_FAST,)])
def test_not_me_erases_the_person_and_a_second_press_is_nothing(client, doubts):
    signatory = sign_up(doubts=doubts)
    link = link_of(signatory)

    press(client, link, "not_me")
    before = everything()
    press(client, link, "not_me")
    press(client, link)

    assert everything() == before
    signatory.refresh_from_db()
    assert signatory.status == Status.EXPIRED
    assert signatory.contact_email == ""
    assert not Email.objects.exists()


NOT_ME = {
    # The title and heading; that no mails follow; that nothing else is to be done; what to press when it happens again.
    "nl": ("Je adres is gewist", "geen mails meer", "Je hoeft verder niets te doen.", "“Dit was ik niet”"),
    "fr": ("Votre adresse est effacée", "plus d’e-mails", "Vous n’avez rien d’autre à faire.", "Ce n’était pas moi"),
    "en": ("Your address is erased", "no more e-mails", "There is nothing else you have to do.", "“This was not me”"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_me_is_answered_in_words_of_its_own_that_the_link_keeps(client, language):
    link = link_of(sign_up(name="Stad Gent"), language)
    late = Page(client.get(link_of(factories.create_signatory(status=Status.EXPIRED), language)))

    first = client.post(link, {"action": "not_me"}, follow=True)
    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        retention.enforce()
        again = client.get(link)
        pressed = client.post(link, {"action": "confirm"})

    page = Page(again)
    assert {Page(first).text, page.text, Page(pressed).text} == {page.text}
    assert [sentence for sentence in NOT_ME[language] if sentence not in page.text] == []
    assert [sentence for sentence in NOT_ME[language] if sentence in late.text] == []
    assert f"<title>{NOT_ME[language][0]}" in again.content.decode()
    assert page.language == language
    assert "Stad Gent" not in page.text
    assert ("action", "not_me") not in page.buttons


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_me_is_what_the_code_leads_to_from_then_on(client, language):
    signatory = sign_up()
    code = {"receipt_number": signatory.receipt_number, "code": tokens.confirmation_code(signatory)}
    actions.disown(signatory)

    response = client.post(address("confirm_code", language), code, follow=True)

    assert NOT_ME[language][0] in Page(response).text


@pytest.mark.parametrize("purpose", [Purpose.FILE, Purpose.RECEIPT])
def test_confirm_does_not_know_links_for_something_else(client, purpose):
    link = address("confirm", token=tokens.make_token(sign_up(), purpose))
    before = everything()

    for response in (client.get(link), client.post(link, {"action": "confirm"})):
        assert response.status_code == 404
        assert address("confirm_code") in Page(response).links

    assert everything() == before


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 32 + "-0.0", "%00", "%ff", "..", "x" * 4000, "é\u202e"])
def test_confirm_does_not_know_links_that_somebody_made_up(client, token):
    for response in (client.get(f"/nl/meedoen/bevestigen/{token}/"), client.post(f"/nl/meedoen/bevestigen/{token}/")):
        assert response.status_code == 404


def test_confirm_touches_only_the_application_of_its_own_link(client):
    mine, other = sign_up(), sign_up(contact_email="ann@elders.example")

    press(client, link_of(mine))

    other.refresh_from_db()
    assert other.status == Status.UNCONFIRMED


def test_confirm_while_set_apart_thanks_and_leaves_the_doubt_to_a_moderator(client):
    signatory = sign_up(doubts=(Doubt.HONEYPOT,))

    text = press(client, link_of(signatory))

    signatory.refresh_from_db()
    assert (signatory.status, signatory.doubts) == (Status.QUARANTINED, [Doubt.HONEYPOT])
    assert signatory.confirmed_at
    assert str(Doubt.HONEYPOT.label) not in text


def test_confirm_after_a_moderator_released_it_joins_the_queue(client, moderator):
    signatory = sign_up(doubts=(Doubt.MANY_FROM_ADDRESS,))
    actions.release(signatory, by=moderator)

    press(client, link_of(signatory))

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


@pytest.mark.parametrize("status", [Status.APPROVED, Status.SUSPENDED, Status.DECLINED, Status.WITHDRAWN])
def test_confirm_opened_again_after_the_decision_leads_to_the_file(client, status):
    signatory = factories.create_signatory(status=status)
    before = everything()

    for response in (client.get(link_of(signatory)), client.post(link_of(signatory), {"action": "not_me"})):
        assert response.status_code == 302
        assert response.url == address("my_file", token=tokens.make_token(signatory, Purpose.FILE))

    assert everything() == before


@pytest.mark.parametrize("action", ["confirm", "not_me"])
def test_confirm_pressed_in_the_moment_in_which_it_ends_says_where_it_stands(client, monkeypatch, action):
    """The job that erases comes between the look at the row and the press."""
    signatory = sign_up()
    find = tokens.find_signatory

    def find_and_lose(token: str, purpose: Purpose) -> Signatory | None:
        found = find(token, purpose)
        if found and found.status == Status.UNCONFIRMED:
            actions.expire(Signatory.objects.get(pk=found.pk), why="te laat")
        return found

    monkeypatch.setattr(tokens, "find_signatory", find_and_lose)

    press(client, link_of(signatory), action)

    signatory.refresh_from_db()
    assert signatory.status == Status.EXPIRED
    assert signatory.events.count() == 2


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_confirm_answers_to_nothing_but_looking_and_pressing(client, method):
    assert getattr(client, method)(link_of(sign_up())).status_code == 405


@pytest.mark.pages
def test_confirm_works_in_a_browser_that_refuses_cookies_and_says_not_where_it_comes_from():
    """As the browsers inside mail programs do; the signed link is the proof, see the view."""
    signatory = sign_up()

    response = Client(enforce_csrf_checks=True).post(
        link_of(signatory), {"action": "confirm"}, headers={"origin": "null", "sec-fetch-site": "cross-site"}
    )

    assert response.status_code == 302
    assert Signatory.objects.get().status == Status.SUBMITTED
