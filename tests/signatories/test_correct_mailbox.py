"""A mail went to a mistyped address: a moderator mends it, and the mail that asks to confirm goes to the right one."""

import pytest
from django.urls import reverse
from post_office.models import STATUS, Email

from signatories import actions, emails, tokens
from signatories.enums import Doubt, EventKind, Status
from signatories.models import OutgoingMail
from signatories.tokens import Purpose
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.pages]

WRONG, RIGHT = "lies@vorbeeld.example", "lies@voorbeeld.example"


def refused_application(**facts: object) -> OutgoingMail:
    signatory = factories.create_signatory(**{"status": Status.UNCONFIRMED, "contact_email": WRONG} | facts)
    emails.confirm_address(signatory)
    Email.objects.update(status=STATUS.failed)
    return OutgoingMail.objects.get(signatory=signatory)


def correct(client, mail: OutgoingMail, address: str = RIGHT):
    return client.post(
        reverse("admin:signatories_outgoingmail_correct_address", args=[mail.pk]), {"contact_email": address}
    )


def test_mail_goes_to_the_right_address_and_the_old_link_dies(moderator_client, moderator):
    mail = refused_application()
    old = tokens.make_token(mail.signatory, Purpose.CONFIRM)

    response = correct(moderator_client, mail)

    assert response.url == reverse("admin:signatories_signatory_review", args=[mail.signatory_id])
    mail.signatory.refresh_from_db()
    assert mail.signatory.contact_email == RIGHT
    assert tokens.find_signatory(old, Purpose.CONFIRM) is None
    assert [email.to for email in Email.objects.order_by("pk")] == [[WRONG], [RIGHT]]
    event = mail.signatory.events.get()
    assert (event.what, event.by, event.why) == (EventKind.MAIL_RESENT, moderator, "")


def test_mail_that_still_waited_for_the_wrong_address_is_taken_back(moderator_client):
    mail = refused_application()
    Email.objects.update(status=STATUS.requeued)

    correct(moderator_client, mail)

    assert [email.to for email in Email.objects.all()] == [[RIGHT]]


def test_same_address_sends_nothing_twice(moderator_client):
    mail = refused_application()

    correct(moderator_client, mail, RIGHT)
    correct(moderator_client, mail, RIGHT)

    assert Email.objects.filter(status=STATUS.queued).count() == 1


@pytest.mark.parametrize("address", ["", "geen adres", "a@b", "x@y.example\nBcc: z@y.example", '"a,b"@y.example'])
def test_what_is_no_address_changes_nothing(moderator_client, address):
    mail = refused_application()

    correct(moderator_client, mail, address)

    mail.signatory.refresh_from_db()
    assert mail.signatory.contact_email == WRONG
    assert Email.objects.count() == 1


def test_address_that_is_proven_is_not_for_colleagues_to_change(moderator_client, moderator):
    mail = refused_application(status=Status.SUBMITTED, contact_email=RIGHT)

    assert moderator_client.get(mail_url(mail)).context["address_form"] is None
    correct(moderator_client, mail, WRONG)

    mail.signatory.refresh_from_db()
    assert mail.signatory.contact_email == RIGHT
    with pytest.raises(actions.TransitionNotAllowedError):
        actions.correct_mailbox(mail.signatory, email=WRONG, by=moderator)


def test_mail_that_is_held_back_stays_held(moderator_client):
    mail = refused_application(status=Status.QUARANTINED, doubts=[Doubt.MANY_TO_MAILBOX])

    correct(moderator_client, mail)

    assert Email.objects.count() == 1


def test_correcting_needs_a_button_and_the_right(moderator_client, editor_client, client):
    mail = refused_application()
    url = reverse("admin:signatories_outgoingmail_correct_address", args=[mail.pk])

    assert moderator_client.get(url).status_code == 405
    assert editor_client.post(url, {"contact_email": RIGHT}).status_code == 403
    assert client.post(url, {"contact_email": RIGHT}).status_code == 302
    mail.signatory.refresh_from_db()
    assert mail.signatory.contact_email == WRONG


def mail_url(mail: OutgoingMail) -> str:
    return reverse("admin:signatories_outgoingmail_change", args=[mail.pk])


def test_page_of_a_refused_mail_offers_the_correction(moderator_client):
    mail = refused_application()

    response = moderator_client.get(mail_url(mail))

    assert response.context["address_form"]["contact_email"].value() == WRONG
