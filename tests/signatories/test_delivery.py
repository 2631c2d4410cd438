"""From the outbox to a real mail server on this machine."""

import gc
import warnings
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email, Log

from signatories import delivery, emails
from signatories.models import OutgoingMail
from tests import factories
from tests.signatories import mail_server
from tests.signatories.threads import together


@pytest.fixture
def by_smtp(settings):
    """Deliver by SMTP, to a port on which nobody listens until a test starts a server there."""
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    }
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", mail_server.free_port(), False
    return settings


@pytest.fixture
def server(by_smtp):
    with mail_server.running() as running:
        by_smtp.EMAIL_PORT = running.port
        yield running


def queue_mails(number: int = 1, **facts: object) -> list[Email]:
    """Confirmation mails to lies1@, lies2@ and so on, in this order."""
    for index in range(1, number + 1):
        address = f"lies{index}@voorbeeld.example"
        emails.confirm_address(factories.create_signatory(status="unconfirmed", contact_email=address, **facts))
    return list(Email.objects.order_by("pk"))


def statuses() -> list[int]:
    return list(Email.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.django_db
def test_delivery_sends_what_was_rendered(server):
    email = queue_mails(name="Dupont & Fils « L'été »", language="fr")[0]

    result = delivery.deliver_due_mails()

    message = server.taken[0]
    assert result == delivery.Round(sent=1)
    assert server.recipients == ["lies1@voorbeeld.example"]
    assert message["Subject"] == email.subject
    assert message["Message-ID"] == email.message_id
    assert message["Content-Language"] == "fr"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").strip() == email.message.strip()
    assert "Dupont & Fils « L'été »" in message.get_body(("plain",)).get_content()
    assert statuses() == [STATUS.sent]


@pytest.mark.django_db
def test_delivery_without_mails_does_not_even_connect(by_smtp):
    assert delivery.deliver_due_mails() == delivery.Round()


@pytest.mark.django_db
def test_delivery_with_the_server_down_puts_off_one_mail_and_leaves_the_others(by_smtp):
    queue_mails(3)

    with time_machine.travel(timezone.now(), tick=False):
        result = delivery.deliver_due_mails()
        first = Email.objects.order_by("pk").first()
        assert first.scheduled_time == timezone.now() + by_smtp.MAIL_RETRY_INTERVAL

    assert result == delivery.Round(postponed=1, server_is_down=True)
    assert statuses() == [STATUS.requeued, STATUS.queued, STATUS.queued]
    assert first.number_of_retries == 1
    assert Log.objects.get().exception_type == "ConnectionRefusedError"


@pytest.mark.django_db
def test_delivery_goes_on_where_it_was_once_the_server_is_back(by_smtp):
    queue_mails(3)
    delivery.deliver_due_mails()

    with mail_server.running() as server, time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        by_smtp.EMAIL_PORT = server.port
        result = delivery.deliver_due_mails()

    assert result == delivery.Round(sent=3)
    assert server.recipients == [f"lies{index}@voorbeeld.example" for index in (1, 2, 3)]


@pytest.mark.django_db
def test_delivery_gives_up_a_mailbox_that_does_not_exist_and_only_that(server):
    server.answers["lies2@voorbeeld.example"] = "550 5.1.1 No such mailbox"
    queue_mails(3)

    result = delivery.deliver_due_mails()

    assert result == delivery.Round(sent=2, failed=1)
    assert statuses() == [STATUS.sent, STATUS.failed, STATUS.sent]
    assert "No such mailbox" in Log.objects.get().message


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["450 4.2.0 Greylisted, come back later", "452 4.2.2 Mailbox full"])
def test_delivery_puts_off_a_mailbox_that_is_busy_and_sends_the_others(server, answer):
    server.answers["lies1@voorbeeld.example"] = answer
    queue_mails(3)

    result = delivery.deliver_due_mails()

    assert result == delivery.Round(sent=2, postponed=1)
    assert statuses() == [STATUS.requeued, STATUS.sent, STATUS.sent]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("554 5.7.1 Looks like spam", delivery.Round(failed=2)),
        ("451 4.3.0 Try again", delivery.Round(postponed=2)),
    ],
)
def test_delivery_reads_the_answer_to_the_text(server, answer, expected):
    server.answer_to_text = answer
    queue_mails(2)

    assert delivery.deliver_due_mails() == expected


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["530 5.7.0 Log in first", "553 5.1.8 Sender refused", "421 4.7.0 Too many mails"])
def test_delivery_loses_nothing_when_the_server_refuses_us(server, answer):
    server.answer_to_sender = answer
    queue_mails(3)

    result = delivery.deliver_due_mails()

    assert result == delivery.Round(postponed=1, server_is_down=True)
    assert statuses() == [STATUS.requeued, STATUS.queued, STATUS.queued]


@pytest.mark.django_db
def test_hard_failure_is_told_from_a_soft_one_with_the_answer_as_the_server_gave_it(server):
    """A mailbox that does not exist is for a colleague to mend; one that is full mends itself."""
    hard, soft = queue_mails(2)
    server.answers = {
        "lies1@voorbeeld.example": "550 5.1.1 No such mailbox",
        "lies2@voorbeeld.example": "452 4.2.2 Full",
    }

    delivery.deliver_due_mails()

    refused, postponed = (OutgoingMail.objects.select_related("email").get(email=email) for email in (hard, soft))
    assert (refused.is_refused, refused.is_failed) == (True, True)
    assert (postponed.is_refused, postponed.is_failed, postponed.refused_at) == (False, False, None)
    assert Log.objects.get(email=hard).message == "550 5.1.1 No such mailbox"
    assert Log.objects.get(email=soft).message == "452 4.2.2 Full"


@pytest.mark.django_db
def test_sent_again_is_refused_no_more_until_the_server_says_so_anew(server):
    (email,) = queue_mails()
    server.answers = {"lies1@voorbeeld.example": "550 5.1.1 No such mailbox"}
    delivery.deliver_due_mails()

    delivery.send_again(email.pk)

    assert OutgoingMail.objects.get().refused_at is None


@pytest.mark.django_db
def test_delivery_with_a_wrong_password_tries_once_a_round(by_smtp):
    by_smtp.EMAIL_HOST_USER, by_smtp.EMAIL_HOST_PASSWORD = "hierniet", "fout"
    queue_mails(3)

    with mail_server.running(knows_nobody=True) as server:
        by_smtp.EMAIL_PORT = server.port
        result = delivery.deliver_due_mails()
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()  # Django leaves it to this to close the connection of a refused log-in

    assert result == delivery.Round(postponed=1, server_is_down=True)
    assert statuses() == [STATUS.requeued, STATUS.queued, STATUS.queued]
    assert Log.objects.get().exception_type == "SMTPAuthenticationError"


@pytest.mark.django_db
def test_delivery_of_a_mail_that_cannot_be_written_down_does_not_stop_the_others(server):
    broken, *_others = queue_mails(3)
    Email.objects.filter(pk=broken.pk).update(from_email="HierNiet <hallo@hierniet.be>\nBcc: victim@voorbeeld.example")

    result = delivery.deliver_due_mails()

    assert result == delivery.Round(sent=2, postponed=1)
    assert Log.objects.get().exception_type == "ValueError"


@pytest.mark.django_db
def test_delivery_tries_for_two_days_and_then_gives_up(by_smtp):
    email = queue_mails()[0]
    assert timedelta(hours=48) == by_smtp.MAIL_TRIES * by_smtp.MAIL_RETRY_INTERVAL
    Email.objects.filter(pk=email.pk).update(number_of_retries=by_smtp.MAIL_TRIES - 1, status=STATUS.requeued)

    last_but_one = delivery.deliver_due_mails()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        last = delivery.deliver_due_mails()

    assert (last_but_one.postponed, last.failed) == (1, 1)
    assert statuses() == [STATUS.failed]


@pytest.mark.django_db
def test_delivery_takes_what_is_due_and_confirmations_first(server):
    late, waiting, urgent, sent = queue_mails(4)
    now = timezone.now()
    Email.objects.filter(pk=late.pk).update(priority=PRIORITY.medium, scheduled_time=now - timedelta(minutes=1))
    Email.objects.filter(pk=waiting.pk).update(scheduled_time=now + timedelta(minutes=10))
    Email.objects.filter(pk=sent.pk).update(status=STATUS.sent)

    delivery.deliver_due_mails()

    assert [str(message["X-RcptTo"]) for message in server.taken] == [urgent.to[0], late.to[0]]


@pytest.mark.django_db
def test_delivery_stops_at_its_limit(server):
    queue_mails(3)

    assert delivery.deliver_due_mails(limit=2) == delivery.Round(sent=2)
    assert delivery.deliver_due_mails(limit=2) == delivery.Round(sent=1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_mail(server):
    queue_mails(24)

    rounds = together(*[delivery.deliver_due_mails] * 3)

    assert sum(result.sent for result in rounds) == 24
    assert sum(bool(result.sent) for result in rounds) > 1
    assert len(set(server.message_ids)) == len(server.taken) == 24


@pytest.mark.django_db(transaction=True)
def test_a_mail_on_the_wire_is_held_by_its_worker(by_smtp):
    queue_mails(2)

    with mail_server.running() as first, mail_server.running() as other:

        def let_another_worker_try(_message: object) -> None:
            by_smtp.EMAIL_PORT = other.port
            together(lambda: delivery.deliver_due_mails(limit=1))

        first.when_taken = let_another_worker_try
        by_smtp.EMAIL_PORT = first.port
        delivery.deliver_due_mails(limit=1)

    assert first.recipients == ["lies1@voorbeeld.example"]
    assert other.recipients == ["lies2@voorbeeld.example"]


@pytest.mark.django_db
def test_a_failed_mail_is_sent_again_on_request(server):
    server.answers["lies1@voorbeeld.example"] = "550 5.1.1 No such mailbox"
    email = queue_mails()[0]
    delivery.deliver_due_mails()
    server.answers.clear()

    assert delivery.send_again(email.pk) is True
    delivery.deliver_due_mails()

    assert server.message_ids == [email.message_id]
    assert delivery.send_again(email.pk) is False


@pytest.mark.django_db
def test_age_of_queue_is_nothing_without_mails_and_when_all_are_sent(server):
    assert delivery.age_of_queue() == timedelta(0)
    queue_mails(2)
    delivery.deliver_due_mails()

    assert delivery.age_of_queue() == timedelta(0)


@pytest.mark.django_db
def test_age_of_queue_grows_while_the_server_is_down(by_smtp):
    queue_mails(2)
    start = timezone.now()

    for minutes in (0, 11, 22, 90):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            delivery.deliver_due_mails()
            delivery.deliver_due_mails()
            assert Email.objects.filter(status=STATUS.requeued).count() == 2
            assert timedelta(minutes=minutes) <= delivery.age_of_queue() + timedelta(seconds=5)


@pytest.mark.django_db
def test_age_of_queue_does_not_grow_for_one_full_mailbox(server):
    server.answers["lies1@voorbeeld.example"] = "452 4.2.2 Mailbox full"
    queue_mails(1)
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        queue_mails(2)
        delivery.deliver_due_mails()

        assert delivery.age_of_queue() == timedelta(0)


@pytest.mark.django_db
def test_mails_of_the_same_signatory_are_known_by_their_state(server):
    server.answers["lies2@voorbeeld.example"] = "550 5.1.1 No such mailbox"
    queue_mails(2)

    delivery.deliver_due_mails()

    sent, failed = OutgoingMail.objects.order_by("pk")
    assert (sent.is_sent, sent.is_failed) == (True, False)
    assert (failed.is_sent, failed.is_failed) == (False, True)
