"""Every year: still true, reminded, out of the list for lack of an answer, and back. See also renewal.py for the dates."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from guidance.models import ContentVersion
from signatories import renewal, renewal_emails
from signatories.enums import EventKind, Status
from signatories.models import Signatory
from signatories.renewal import Course, Stage, Step
from signatories.renewal_course import REMINDER, course_of, since

from .door import TransitionNotAllowedError, lock, not_any_more, record, write

# Whoever is reminded for the second time may have left: from then on the second person is asked too.
ASKED_BOTH = 1


@transaction.atomic
def renew(signatory: Signatory, *, by: User | None = None, by_second: bool = False) -> bool:
    """“Still true”: for another year, and back in the list if it had lapsed. False when it was said today already.

    Both persons are told when both were asked, so that neither goes on looking for an answer.
    """
    lock(signatory)
    if signatory.status != Status.APPROVED:
        raise TransitionNotAllowedError(not_any_more(signatory))
    if signatory.lapsed_at is None and since(signatory) == timezone.localdate():
        return False
    to_second = by_second or signatory.reminders_sent > ASKED_BOTH
    has_lapsed = signatory.lapsed_at is not None
    write(signatory, renewed_at=timezone.now(), reminded_at=None, reminders_sent=0, lapsed_at=None)
    record(signatory, by=by, what=EventKind.RENEWED)
    _take_back_reminders(signatory)
    if has_lapsed:
        record(signatory, by=by, what=EventKind.RETURNED)
        ContentVersion.bump()
        renewal_emails.renewal_returned(signatory, to_second=to_second)
    else:
        renewal_emails.renewal_done(signatory, to_second=to_second)
    return True


@transaction.atomic
def advance(signatory: Signatory) -> Step:
    """Do what is due about this one today, if anything; a second time on the same day nothing is."""
    lock(signatory)
    step = next_step(signatory)
    if step is Step.REMIND:
        _remind(signatory)
    elif step is Step.LAPSE:
        _lapse(signatory)
    return step


def next_step(signatory: Signatory) -> Step:
    """What `advance` would do now."""
    if (
        signatory.status != Status.APPROVED
        or signatory.lapsed_at
        or signatory.is_contested
        or not signatory.contact_email
    ):
        return Step.NOTHING
    course = course_of(signatory)
    return renewal.next_step(course, timezone.localdate()) if course else Step.NOTHING


def reminder_of(signatory: Signatory, course: Course) -> tuple[Stage, bool]:
    """What the next reminder says, and whether the second person gets it too."""
    stage = renewal.next_stage(course)
    return stage, bool(signatory.proven_second_email) and signatory.reminders_sent >= ASKED_BOTH


def _remind(signatory: Signatory) -> None:
    course = course_of(signatory)
    assert course is not None
    stage, to_second = reminder_of(signatory, course)
    record(signatory, by=None, what=EventKind.REMINDED, why=stage.value)
    write(signatory, reminded_at=timezone.now(), reminders_sent=signatory.reminders_sent + 1)
    day = renewal.lapses_on(course.since, timezone.localdate()) if stage is Stage.LAST else None
    renewal_emails.renewal_due(signatory, stage=stage, lapses_on=day, to_second=to_second)


def _lapse(signatory: Signatory) -> None:
    record(signatory, by=None, what=EventKind.LAPSED)
    write(signatory, lapsed_at=timezone.now())
    renewal_emails.renewal_lapsed(signatory, to_second=True)
    ContentVersion.bump()


def _take_back_reminders(signatory: Signatory) -> None:
    """One that waits in the outbox would ask for what was just said; what is on the wire right now, goes."""
    waiting = Email.objects.filter(
        outgoing_mail__signatory=signatory,
        outgoing_mail__message=REMINDER,
        status__in=[STATUS.queued, STATUS.requeued],
    )
    for email in waiting.select_for_update(skip_locked=True, of=("self",)):
        email.delete()
