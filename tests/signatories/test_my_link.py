"""A lost link comes back by mail, and to nobody else; a link in wrong hands is made useless."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from signatories import actions, limits
from signatories.enums import Doubt, Status
from signatories.models import LimitCounter, LinkRequest, OutgoingMail, Signatory
from tests import factories
from tests.signatories.applications import address
from tests.signatories.pages import Page
from tests.signatories.questions import page_of

pytestmark = pytest.mark.django_db


def ask_for_link(client, email: str = "lies@voorbeeld.example", **more: str):
    return client.post(address("lost_link"), {"email": email, **more})


def told(response) -> tuple[int, str, str]:
    """All that an answer says, without what the address of the page itself is made of."""
    return response.status_code, response.content.decode(), str(sorted(response.headers.items()))


def test_answer_is_the_same_to_the_letter_whether_known_or_not(client):
    factories.create_signatory(contact_email="bekend@voorbeeld.example")
    ask_for_link(client, "warm@voorbeeld.example")  # the salt of the day is made once
    answers, queries = {}, {}
    for email in ("bekend@voorbeeld.example", "onbekend@voorbeeld.example"):
        with CaptureQueriesContext(connection) as captured:
            answers[email] = told(ask_for_link(client, email))
        queries[email] = [query["sql"].split("VALUES")[0].split("WHERE")[0] for query in captured]

    assert answers["bekend@voorbeeld.example"] == answers["onbekend@voorbeeld.example"]
    assert queries["bekend@voorbeeld.example"] == queries["onbekend@voorbeeld.example"]
    assert not Email.objects.exists()


def test_worker_mails_all_files_of_the_mailbox_in_one_message_and_keeps_no_request(client):
    two = [factories.create_signatory(name=name) for name in ("Stad Voorbeeld", "Museum Voorbeeld")]
    factories.create_signatory(name="Van een ander", contact_email="an@voorbeeld.example")
    ask_for_link(client, "LIES@voorbeeld.example")

    assert actions.answer_link_requests() == 1

    email = Email.objects.get()
    assert email.to == ["lies@voorbeeld.example"]
    for signatory in two:
        assert page_of(signatory) in email.message
        assert signatory.name in email.message
    assert "Van een ander" not in email.message
    assert not LinkRequest.objects.exists()
    assert OutgoingMail.objects.get().erase_when_sent is True


def test_files_in_two_languages_come_in_a_message_each(client):
    french, dutch = (factories.create_signatory(language=language) for language in ("fr", "nl"))
    ask_for_link(client)

    actions.answer_link_requests()

    found = {mail.language: mail.email.message for mail in OutgoingMail.objects.select_related("email")}
    assert page_of(french, language="fr") in found["fr"]
    assert page_of(dutch) in found["nl"]
    assert page_of(french, language="fr") not in found["nl"]


def test_receipt_number_narrows_it_down(client):
    first, second = factories.create_signatory(), factories.create_signatory()
    ask_for_link(client, receipt_number=first.receipt_number.lower().replace("-", " "))

    actions.answer_link_requests()

    message = Email.objects.get().message
    assert page_of(first) in message
    assert page_of(second) not in message


def test_resent_mail_shows_the_newest_name(client):
    signatory = factories.create_signatory(name="Oude naam")
    ask_for_link(client)
    Signatory.objects.update(name="Nieuwe naam")

    actions.answer_link_requests()

    assert ("Nieuwe naam" in Email.objects.get().message, "Oude naam" in Email.objects.get().message) == (True, False)
    assert signatory.mails.count() == 1


def test_form_is_no_cannon_through_applications_whose_mail_is_held(client):
    factories.create_signatory(status=Status.QUARANTINED, doubts=[Doubt.MANY_TO_MAILBOX])
    for status in Status.erased:
        factories.create_signatory(status=status)
    ask_for_link(client)

    actions.answer_link_requests()

    assert not Email.objects.exists()


@pytest.mark.parametrize("scope", ["link_from_address", "link_to_mailbox"])
def test_too_many_tries_are_stopped_alike_for_known_and_unknown(client, settings, scope):
    settings.LIMITS_PER_HOUR = {**settings.LIMITS_PER_HOUR, scope: 1}
    factories.create_signatory()
    for email in ("lies@voorbeeld.example", "onbekend@voorbeeld.example"):
        LimitCounter.objects.all().delete()
        ask_for_link(client, email)
        response = ask_for_link(client, email)

        assert response.context["is_sent"] is False
        assert "Te veel pogingen" in Page(response).text
    assert LinkRequest.objects.count() == 2


def test_spellings_of_one_mailbox_share_a_limit(client, settings):
    for email in ("lies.voorbeeld@x.example", "liesvoorbeeld+a@x.example", "LIES.voorbeeld@x.example"):
        ask_for_link(client, email)

    assert ask_for_link(client, "l.i.e.s.voorbeeld@x.example").context["is_sent"] is False
    assert settings.LIMITS_PER_HOUR["link_to_mailbox"] == 3


def test_request_holds_no_address_in_the_counters(client):
    ask_for_link(client)

    assert not LimitCounter.objects.filter(key__contains="lies").exists()
    assert limits.count("link_to_mailbox", "lies@voorbeeld.example") == 2


@pytest.mark.parametrize("email", ["", "geen adres", "a@b", '"a,slachtoffer@x.example,b"@y.example'])
def test_what_is_no_address_is_refused(client, email):
    assert ask_for_link(client, email).context["form"].errors
    assert not LinkRequest.objects.exists()


def test_lost_link_needs_no_cookie_and_changes_nothing_by_a_look(client):
    response = Client(enforce_csrf_checks=True).post(address("lost_link"), {"email": "lies@voorbeeld.example"})

    assert response.context["is_sent"] is True
    assert response.cookies == {}
    LinkRequest.objects.all().delete()
    client.get(address("lost_link"), {"email": "lies@voorbeeld.example"})
    assert not LinkRequest.objects.exists()


def test_new_link_makes_the_old_ones_useless(client):
    signatory = factories.create_signatory(status=Status.APPROVED)
    old = page_of(signatory)

    response = client.post(page_of(signatory, "my_link"))

    signatory.refresh_from_db()
    assert response.status_code == 200
    assert client.get(old).status_code == 404
    assert client.get(page_of(signatory)).status_code == 200
    assert page_of(signatory) in Email.objects.get().message
    assert page_of(signatory) not in response.content.decode()


def test_old_link_leads_to_the_form_for_a_new_one(client):
    response = client.get(address("my_file", token="x.y"))

    assert response.status_code == 404
    assert address("lost_link") in Page(response).links


def test_who_has_not_proven_the_address_keeps_the_link(client):
    signatory = factories.create_signatory(status=Status.UNCONFIRMED)

    client.post(page_of(signatory, "my_link"))

    assert Signatory.objects.get().file_key == signatory.file_key
    assert not Email.objects.exists()
