"""Somebody erases a mail that is on the wire: waits for it, and does not lock out the worker that notes the answer."""

import threading
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused

import pytest
from post_office.models import Email

from signatories import actions, delivery
from signatories.enums import Status
from signatories.models import ContactChange, Signatory
from tests.factories import create_moderator, create_signatory
from tests.signatories import questions
from tests.signatories.threads import somebody_waits_for_me, together

pytestmark = pytest.mark.django_db(transaction=True)

MIA = {"new_name": "Mia Elders", "new_role": "", "new_email": "mia@elders.example", "new_phone": ""}
JAN = MIA | {"new_name": "Jan Elders", "new_email": "jan@elders.example"}
Act = Callable[[], object]


def asked() -> Signatory:
    signatory = create_signatory()
    questions.ask(signatory)
    return Signatory.objects.get(pk=signatory.pk)


def merge() -> Act:
    leaves, stays = asked(), create_signatory(status=Status.APPROVED)
    return lambda: actions.merge(leaves, into=stays, by=create_moderator(name="Anke"))


def withdraw() -> Act:
    leaves = asked()
    return lambda: actions.withdraw(leaves, by=None)


def expire() -> Act:
    leaves = asked()
    return lambda: actions.expire(leaves, why="not corrected in time")


def handed_over() -> ContactChange:
    change = actions.hand_over(create_signatory(status=Status.APPROVED), person=MIA)
    Email.objects.exclude(outgoing_mail__message="contact_invited").delete()
    return ContactChange.objects.get(pk=change.pk)


def name_another_contact() -> Act:
    signatory = handed_over().signatory
    return lambda: actions.hand_over(signatory, person=JAN)


def stop_contact_change() -> Act:
    change, by = handed_over(), create_moderator()
    return lambda: actions.stop_contact_change(change, by=by)


@pytest.mark.parametrize("prepare", [merge, withdraw, expire, name_another_contact, stop_contact_change])
def test_mail_that_is_refused_while_somebody_erases_it_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, prepare: Callable[[], Act]
) -> None:
    erase = prepare()
    mail = Email.objects.get()
    on_the_wire = threading.Event()

    def refuse(email: Email, **options: object) -> int:
        on_the_wire.set()
        assert somebody_waits_for_me(), "they do not meet"
        raise SMTPRecipientsRefused({str(email.to): (550, b"Nobody here")})

    monkeypatch.setattr(Email, "dispatch", refuse)

    def erase_meanwhile() -> object:
        assert on_the_wire.wait(timeout=20)
        return erase()

    erased, delivered = together(erase_meanwhile, lambda: delivery.deliver_due_mails(limit=1))

    assert not isinstance(erased, Exception), erased
    assert delivered == delivery.Round(failed=1)
    assert not Email.objects.filter(pk=mail.pk).exists()
