"""Takes mails from the outbox to the mail server, one transaction a mail.

post-office's own sender marks a whole batch after sending it: a kill in between would send that batch again. Here the
row is locked while its mail is on the wire and marked before the next one is touched, so at most one mail can go out
twice, and that one carries the same Message-ID both times.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Max, Min, Q, QuerySet, When
from django.db.models.functions import Greatest
from django.utils import timezone
from post_office.connections import connections
from post_office.models import STATUS, Email, Log

from signatories.models import OutgoingMail
from signatories.validators import one_line

LONGEST_ANSWER = 2000
logger = logging.getLogger(__name__)


@dataclass
class Round:
    sent: int = 0
    postponed: int = 0
    failed: int = 0
    server_is_down: bool = False

    @property
    def did_something(self) -> bool:
        return bool(self.sent or self.postponed or self.failed)


def deliver_due_mails(limit: int = 100) -> Round:
    """Deliver what is due, at most `limit` mails; stops early when the mail server cannot be reached."""
    result = Round()
    try:
        for _turn in range(limit):
            if result.server_is_down or not _deliver_next(result):
                break
    finally:
        connections.close()
    return result


def due_mails() -> QuerySet[Email]:
    now = timezone.now()
    is_due = Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=now)
    mails: QuerySet[Email] = Email.objects.filter(is_due, status__in=[STATUS.queued, STATUS.requeued])
    return mails


@transaction.atomic
def _deliver_next(result: Round) -> bool:
    """Send one mail; False when none is due. Mails that another worker holds are passed over."""
    email = due_mails().select_for_update(skip_locked=True).order_by("-priority", "created", "pk").first()
    if email is None:
        return False
    try:
        email.dispatch(commit=False, disconnect_after_delivery=False)
    except Exception as error:  # noqa: BLE001  whatever goes wrong with one mail must not stop the others
        _note_failure(email, error, result)
    else:
        _mark(email, STATUS.sent)
        _erase_what_must_not_stay(email)
        result.sent += 1
    return True


def _note_failure(email: Email, error: Exception, result: Round) -> None:
    connections.close()
    Log.objects.create(email=email, status=STATUS.failed, message=answer_of(error), exception_type=type(error).__name__)
    tries = (email.number_of_retries or 0) + 1
    if _is_final(error):
        OutgoingMail.objects.filter(email=email).update(refused_at=timezone.now())
    if _is_final(error) or tries > settings.MAIL_TRIES:
        _mark(email, STATUS.failed)
        _erase_what_must_not_stay(email)
        result.failed += 1
        logger.error("mail given up", extra={"facts": {"mail": email.pk, "error": type(error).__name__}})
        return
    email.number_of_retries = tries
    email.scheduled_time = timezone.now() + settings.MAIL_RETRY_INTERVAL
    _mark(email, STATUS.requeued, "number_of_retries", "scheduled_time")
    result.postponed += 1
    result.server_is_down = _is_about_the_server(error)
    logger.warning("mail postponed", extra={"facts": {"mail": email.pk, "error": type(error).__name__}})


def answer_of(error: Exception) -> str:
    """What the server said, as it said it: `550 5.1.1 no such mailbox`; else what went wrong, in Python's words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = (_one_answer(code, text) for code, text in error.recipients.values())
        return "; ".join(answers)[:LONGEST_ANSWER]
    if isinstance(error, smtplib.SMTPResponseException):
        return _one_answer(error.smtp_code, error.smtp_error)[:LONGEST_ANSWER]
    return str(error)[:LONGEST_ANSWER]


def _one_answer(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return one_line(f"{code} {said}")


def _erase_what_must_not_stay(email: Email) -> None:
    """The last mail to somebody who left: sent or given up, its address is erased in the same transaction."""
    Email.objects.filter(pk=email.pk, outgoing_mail__erase_when_sent=True).delete()


def _is_final(error: Exception) -> bool:
    """The server will never take this mail: a 5xx answer about the recipient or the text (RFC 5321, 4.2.1).

    About the sender it says something else: that is ourselves, every time, and a log-in or a setting that can be
    mended. Giving up then would lose every mail that waits.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _is_about_the_server(error: Exception) -> bool:
    """The next mail would fare the same. All of smtplib's errors are OSErrors; these two are about one mail."""
    is_about_this_mail = isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError))
    return isinstance(error, OSError) and not is_about_this_mail


def _mark(email: Email, status: int, *more: str) -> None:
    email.status = status
    email.last_updated = timezone.now()
    # `save()` would validate again, and refuse to note that a mail with a bad address has failed.
    Email.objects.filter(pk=email.pk).update(
        **{name: getattr(email, name) for name in ("status", "last_updated", *more)}
    )


@transaction.atomic
def send_again(email_id: int) -> bool:
    """Put a mail that was given up back in the queue, with all its tries; False for one that has not failed."""
    email = Email.objects.select_for_update().filter(pk=email_id, status=STATUS.failed).first()
    if email is None:
        return False
    email.number_of_retries, email.scheduled_time = 0, None
    _mark(email, STATUS.queued, "number_of_retries", "scheduled_time")
    OutgoingMail.objects.filter(email=email).update(refused_at=None, seen_at=None)
    return True


@transaction.atomic
def see_failure(outgoing: OutgoingMail) -> bool:
    """A moderator has looked, and leaves it at that; False for one that has not failed, or was seen already."""
    failed = Email.objects.select_for_update().filter(pk=outgoing.email_id, status=STATUS.failed)
    if failed.first() is None:
        return False
    return bool(OutgoingMail.objects.for_moderators().filter(pk=outgoing.pk).update(seen_at=timezone.now()))


def age_of_queue() -> timedelta:
    """How long no mail has got through although one was waiting.

    Mails that were put off count: while the mail server is down, all of them wait for their next try and none is due.
    One full mailbox that is tried for days does not count, as long as other mails leave. Nor does a mail that waits for
    its first try because the decision behind it can still be undone.
    """
    now = timezone.now()
    mails = Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued])
    due_since = Case(When(status=STATUS.queued, then=Greatest("created", "scheduled_time")), default="created")
    waiting = mails.exclude(status=STATUS.queued, scheduled_time__gt=now).aggregate(since=Min(due_since))["since"]
    if waiting is None:
        return timedelta(0)
    last_sent = Email.objects.filter(status=STATUS.sent).aggregate(at=Max("last_updated"))["at"]
    since: datetime = max(waiting, last_sent or waiting)
    return now - since
