"""Leaving in two steps: at once, for good, with one last mail of which nothing stays."""

import smtplib
from functools import partial

import pytest
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from hierniet.languages import LANGUAGES
from signatories import actions, delivery, emails
from signatories.enums import TAKEN_BACK, Doubt, Kind, Status
from signatories.models import Change, OutgoingMail, Signatory
from tests import factories
from tests.signatories.applications import send
from tests.signatories.pages import Page
from tests.signatories.questions import ask, page_of, propose
from tests.signatories.test_retention import everything_written
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db

LEAVES = (Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED)


@pytest.fixture
def outbox(settings):
    settings.POST_OFFICE = {
        **settings.POST_OFFICE, "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
    }  # fmt: skip


def leave(client, signatory: Signatory, **typed: str):
    return client.post(page_of(signatory, "leave_for_good"), {"understands": "on", **typed})


@pytest.mark.parametrize("status", LEAVES)
def test_two_steps_lead_out(client, status):
    signatory = factories.create_signatory(status=status, slug="voorbeeld" if status == Status.APPROVED else "")
    link = page_of(signatory)

    assert page_of(signatory, "leave") in Page(client.get(link)).links
    assert page_of(signatory, "leave_for_good") in Page(client.get(page_of(signatory, "leave"))).links
    response = leave(client, signatory)

    signatory.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, link)
    assert (signatory.status, signatory.contact_email, signatory.contact_name) == (Status.WITHDRAWN, "", "")
    assert "gestopt op" in Page(client.get(link)).text
    assert client.get("/nl/ondertekenaars/voorbeeld/").status_code == 404


@pytest.mark.parametrize("typed", [{}, {"understands": ""}, {"understands": "false"}])
def test_button_without_the_tick_does_nothing(client, typed):
    signatory = factories.create_signatory(status=Status.APPROVED)

    response = client.post(page_of(signatory, "leave_for_good"), typed)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert Signatory.objects.get().status == Status.APPROVED


def test_first_step_takes_no_orders(client):
    signatory = factories.create_signatory(status=Status.APPROVED)

    assert client.post(page_of(signatory, "leave"), {"understands": "on"}).status_code == 405
    assert Signatory.objects.get().status == Status.APPROVED


@pytest.mark.parametrize("status", sorted(set(Status) - set(LEAVES)))
def test_who_cannot_leave_is_led_to_the_file(client, status):
    signatory = factories.create_signatory(status=status)

    assert leave(client, signatory)["Location"] == page_of(signatory)
    assert Signatory.objects.get().status == status


def test_pressing_twice_is_leaving_once(client):
    signatory = factories.create_signatory(status=Status.APPROVED)

    leave(client, signatory)
    leave(client, signatory)

    assert signatory.events.count() == 1
    assert Email.objects.count() == 1


def test_last_mail_goes_to_the_address_that_is_erased_already(client, outbox, mailoutbox):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeld vzw")
    details = {"language": "fr", "contact_name": "Lies Anders", "contact_role": "x", "contact_phone": ""}
    actions.correct_details(signatory, details=details)
    leave(client, signatory)
    email = Email.objects.get()
    assert (email.to, email.headers["Content-Language"]) == (["lies@voorbeeld.example"], "fr")
    assert "mon-dossier" not in email.message + email.html_message

    delivery.deliver_due_mails()

    assert [mail.to for mail in mailoutbox] == [["lies@voorbeeld.example"]]
    assert not Email.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert "lies" not in everything_written()


def test_last_mail_that_the_server_refuses_is_erased_too(client, monkeypatch):
    signatory = factories.create_signatory(status=Status.APPROVED)
    leave(client, signatory)

    def refuse(*_args: object, **_more: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"lies@voorbeeld.example": (550, b"no such user")})

    monkeypatch.setattr(Email, "dispatch", refuse)
    result = delivery.deliver_due_mails()

    assert result.failed == 1
    assert not Email.objects.exists()
    assert not Log.objects.exists()


def test_last_mail_waits_while_the_server_is_down(client, monkeypatch):
    signatory = factories.create_signatory(status=Status.APPROVED)
    leave(client, signatory)

    def fail(*_args: object, **_more: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(Email, "dispatch", fail)
    delivery.deliver_due_mails()

    assert Email.objects.get().status == STATUS.requeued
    assert Signatory.objects.get().status == Status.WITHDRAWN


def test_other_mails_stay_after_they_were_sent(outbox, moderator):
    actions.approve(factories.create_signatory(), by=moderator)

    delivery.deliver_due_mails()

    assert Email.objects.get().status == STATUS.sent


def test_individual_leaves_no_name_behind(client, moderator, outbox):
    signatory = factories.create_signatory(kind=Kind.INDIVIDUAL, name="Fien Verzonnen", website="https://fien.example/")
    ask(signatory, by=moderator)
    actions.answer_questions(
        signatory,
        asked=[row.pk for row in signatory.asked_changes.open()],
        answers={"website": "https://fienverzonnen.example/"},
    )
    actions.approve(signatory, by=moderator)
    propose(signatory, name="Fien Anders-Verzonnen")
    leave(client, signatory)

    delivery.deliver_due_mails()

    assert "fien" not in everything_written()
    assert not Change.objects.exists()


def test_who_left_can_sign_again(client):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeld & Zonen")
    leave(client, signatory)

    response = send(client)

    assert response.status_code == 302
    assert Signatory.objects.filter(name="Voorbeeld & Zonen").count() == 2


def test_declined_applicant_erases_everything_now(client):
    signatory = factories.create_signatory(status=Status.DECLINED)
    assert page_of(signatory, "my_erasure") in Page(client.get(page_of(signatory))).links
    assert client.post(page_of(signatory, "my_erasure"), {"x": "y"}).status_code == 200
    assert Signatory.objects.get().contact_email

    for _time in range(2):
        response = client.post(page_of(signatory, "my_erasure"), {"understands": "on"})

    signatory.refresh_from_db()
    assert response.status_code == 302
    assert (signatory.status, signatory.contact_email, signatory.contact_name) == (Status.DECLINED, "", "")


def set_apart(**facts: object) -> Signatory:
    return factories.create_signatory(
        status=Status.QUARANTINED, doubts=[Doubt.DISPOSABLE], confirmed_at=timezone.now(), **facts
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_was_set_apart_takes_it_back_without_waiting_for_a_moderator(client, language):
    signatory = set_apart(language=language)
    emails.confirm_address(signatory)
    assert page_of(signatory, "my_erasure", language) in Page(client.get(page_of(signatory, language=language))).links

    for _time in range(2):
        client.post(page_of(signatory, "my_erasure", language), {"understands": "on"})

    signatory.refresh_from_db()
    assert (signatory.status, signatory.contact_email, signatory.contact_name) == (Status.EXPIRED, "", "")
    assert [event.why for event in signatory.events.all()] == [TAKEN_BACK]
    assert not signatory.mails.exists()
    heading = {"nl": "Je trok je aanvraag terug", "fr": "Vous avez retiré votre demande", "en": "You took your application back"}  # fmt: skip
    assert heading[language] in Page(client.get(page_of(signatory, language=language))).text


def test_who_has_not_proven_the_address_takes_nothing_back(client):
    """The mailbox may be a stranger's."""
    signatory = factories.create_signatory(status=Status.QUARANTINED, doubts=[Doubt.DISPOSABLE], confirmed_at=None)

    client.post(page_of(signatory, "my_erasure"), {"understands": "on"})

    assert not actions.take_back(signatory)
    assert Signatory.objects.get().status == Status.QUARANTINED


@pytest.mark.django_db(transaction=True)
def test_taking_back_while_a_moderator_releases_ends_in_one_life(moderator):
    for _turn in range(3):
        signatory = set_apart()
        copies = [Signatory.objects.get(pk=signatory.pk) for _copy in range(2)]

        together(partial(actions.take_back, copies[0]), partial(actions.release, copies[1], by=moderator))

        signatory.refresh_from_db()
        assert signatory.status in (Status.EXPIRED, Status.SUBMITTED)
        assert bool(signatory.contact_email) == (signatory.status == Status.SUBMITTED)


def test_other_site_can_make_nobody_leave(client):
    signatory = factories.create_signatory(status=Status.APPROVED)

    client.post(page_of(signatory, "leave_for_good"), {"understands": "on"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert Signatory.objects.get().status == Status.APPROVED


@pytest.mark.django_db(transaction=True)
def test_leaving_while_a_moderator_decides_ends_in_one_life():
    moderator = factories.create_moderator()
    for _round in range(3):
        signatory = factories.create_signatory()

        results = together(
            lambda pk=signatory.pk: actions.approve(Signatory.objects.get(pk=pk), by=moderator),
            lambda pk=signatory.pk: actions.withdraw(Signatory.objects.get(pk=pk), by=None),
        )

        signatory.refresh_from_db()
        assert signatory.status == Status.WITHDRAWN
        assert [type(result) for result in results if result] in ([], [actions.TransitionNotAllowedError])
        assert signatory.mails.get().message == "signatory_withdrawn"
