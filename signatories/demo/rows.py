"""Stores told lives a batch at a time; the dates that Django would set to now are put right afterwards."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models
from post_office.models import PRIORITY, STATUS, Email, Log

from signatories import emails
from signatories.emails import RenderedMail
from signatories.enums import LookAnswer, Status
from signatories.models import Event, OutgoingMail, Signatory, WebsiteLook

from .biography import Biography, Letter
from .questions import store_questions

EXPECTED_DAYS = 4
# The worker has not come to these yet; what failed before the next try is due waits for it.
JUST_NOW = timedelta(minutes=10)


def store(biographies: Sequence[Biography], *, now: datetime) -> None:
    outgoing = [
        (letter, _outgoing(biography.signatory, letter, now))
        for biography in biographies
        for letter in biography.letters
    ]
    signatories = [biography.signatory for biography in biographies]
    for signatory in signatories:
        signatory.derive_from_name()
    Signatory.objects.bulk_create(signatories)
    WebsiteLook.objects.bulk_create(_look(signatory, now) for signatory in signatories if _is_looked_at(signatory))
    _set_dates(Signatory, "created_at", zip(signatories, (told.created_at for told in biographies), strict=True))
    Event.objects.bulk_create([event for biography in biographies for _at, event in biography.events])
    _store_mails(outgoing)
    store_questions(biographies, now=now)


def _is_looked_at(signatory: Signatory) -> bool:
    return signatory.status == Status.SUBMITTED and bool(signatory.website)


def _look(signatory: Signatory, now: datetime) -> WebsiteLook:
    """What the worker would find, if these websites were there."""
    return WebsiteLook(
        signatory=signatory,
        website=signatory.website,
        asked_at=now,
        fetched_at=now,
        final_host=f"www.{signatory.website_host}",
        title=signatory.name,
        answer=LookAnswer.TITLE,
    )


def _store_mails(outgoing: Sequence[tuple[Letter, OutgoingMail]]) -> None:
    mails = [(row.email, letter.at) for letter, row in outgoing]
    Email.objects.bulk_create([email for email, _at in mails])
    _set_dates(Email, "created", mails)
    _set_dates(Email, "last_updated", mails)
    OutgoingMail.objects.bulk_create([row for _letter, row in outgoing])
    failures = [(_failure(row.email), letter.at) for letter, row in outgoing if letter.is_lost]
    Log.objects.bulk_create([log for log, _at in failures])
    _set_dates(Log, "date", failures)


def _outgoing(signatory: Signatory, letter: Letter, now: datetime) -> OutgoingMail:
    to = signatory.second_email if letter.message == "second_person_asked" else ""
    email = emails.make_row(signatory, _render(signatory, letter), priority=PRIORITY.medium, to=to)
    email.message_id = f"<{letter.message}.{letter.at:%Y%m%d%H%M%S}.{signatory.receipt_number}@voorbeeld.example>"
    email.status = _delivery_status(letter, now)
    if email.status == STATUS.requeued:
        email.number_of_retries = 1
        email.scheduled_time = now + settings.MAIL_RETRY_INTERVAL
    return OutgoingMail(signatory=signatory, email=email, message=letter.message, language=signatory.language)


def _delivery_status(letter: Letter, now: datetime) -> int:
    if letter.is_lost:
        return int(STATUS.failed if letter.at < now - timedelta(days=2) else STATUS.requeued)
    return int(STATUS.sent if letter.at < now - JUST_NOW else STATUS.queued)


def _render(signatory: Signatory, letter: Letter) -> RenderedMail:
    as_then = copy(signatory)
    match letter.message:
        case "confirm_address":
            as_then.status, as_then.created_at = Status.UNCONFIRMED, letter.at  # the mail says until when
            return emails.preview_confirmation(as_then)
        case "application_approved":
            return emails.preview_approval(signatory)
        case "signatory_restored":
            return emails.preview_restoration(signatory)
        case "second_person_asked":
            return emails.preview_second_person(signatory)
        case "application_submitted" | "application_reopened":
            context = {"position": letter.position, "expected_days": EXPECTED_DAYS}
            return emails.render(signatory, letter.message, context)
    assert letter.reason is not None
    return emails.preview_refusal(letter.message, signatory, reason=letter.reason, own_words=letter.own_words)


def _failure(email: Email) -> Log:
    if email.status == STATUS.failed:
        answer = str({email.to[0]: (550, b"5.1.1 No such mailbox here")})
        return Log(email=email, status=STATUS.failed, exception_type="SMTPRecipientsRefused", message=answer)
    answer = "(451, b'4.3.0 Try again later')"
    return Log(email=email, status=STATUS.failed, exception_type="SMTPDataError", message=answer)


def _set_dates(model: type[models.Model], column: str, dated: Iterable[tuple[models.Model, datetime]]) -> None:
    """`auto_now_add` overrules what a new row is given."""
    pairs = [(row.pk, at) for row, at in dated]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" = given.at '  # noqa: S608  names of our own models
            f'FROM unnest(%s::bigint[], %s::timestamptz[]) AS given(pk, at) WHERE "{table}".id = given.pk',
            [[pk for pk, _at in pairs], [at for _pk, at in pairs]],
        )
