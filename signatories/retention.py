"""How long personal data stay, and the job that keeps to it. The lines below are shown to applicants as they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from post_office.models import STATUS, Email

from signatories import actions
from signatories.enums import Status
from signatories.models import AskedChange, Change, DailySalt, LimitCounter, LinkRequest, RetentionRun, Signatory
from signatories.models.changes import AFTER_REMINDER, CORRECTION_PERIOD, REMINDER_AFTER
from signatories.models.signatory import PERSONAL_FIELDS, confirmation_period

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

QUARANTINE_PERIOD = timedelta(days=30)
DECLINED_PERIOD = timedelta(days=365)
MAIL_PERIOD = timedelta(days=365)
CHANGE_PERIOD = timedelta(days=365)
COUNTER_PERIOD = timedelta(days=2)


@dataclass(frozen=True)
class Line:
    """What is kept, in which fields, and until when."""

    what: "StrOrPromise"
    until: "StrOrPromise"
    fields: tuple[str, ...]


LINES = (
    Line(
        gettext_lazy("Name, role, e-mail address and phone number of the contact person"),
        gettext_lazy(
            "As long as the organisation signs. Without confirmation: 7 days. After a refusal: 12 months. "
            "After leaving: erased at once."
        ),
        tuple(f"Signatory.{name}" for name in PERSONAL_FIELDS),
    ),
    Line(
        gettext_lazy("Name and website of an individual community manager"),
        gettext_lazy("As long as you sign; erased when you leave."),
        (
            "Signatory.name",
            "Signatory.website",
            "Signatory.search_text",
            "Signatory.slug",
            "Signatory.enterprise_number",
        ),
    ),
    Line(
        gettext_lazy("The mails we sent you"),
        gettext_lazy("12 months."),
        ("Email.to", "Email.subject", "Email.message", "Email.html_message"),
    ),
    Line(
        gettext_lazy("The last mail, which confirms that you left"),
        gettext_lazy("Until it is sent; two days at most."),
        ("OutgoingMail.erase_when_sent",),
    ),
    Line(
        gettext_lazy("What we asked you to correct, what you answered, and changes that you proposed"),
        gettext_lazy(
            "12 months after the answer or decision. Without an answer: 30 days. After leaving: erased at once."
        ),
        (
            "AskedChange.old",
            "AskedChange.answer",
            "AskedChange.words",
            "AskedChange.remark",
            "Change.fields",
            "Change.before",
            "Change.words",
            "Change.remark",
        ),
    ),
    Line(
        gettext_lazy("The e-mail address that you type to get your link again"),
        gettext_lazy("Until we have looked for it: a few seconds, two days at most."),
        ("LinkRequest.email", "LinkRequest.receipt_number"),
    ),
    Line(
        gettext_lazy("A scrambled form of your internet address, to stop floods of forms"),
        gettext_lazy("2 days; the key to it changes every day."),
        ("LimitCounter.key",),
    ),
)


@dataclass(frozen=True)
class Job:
    """What is past its date, and how it is erased; `erase` returns how many it erased."""

    name: str
    due: Callable[[], QuerySet[Any]]
    erase: Callable[[QuerySet[Any]], int]


def enforce(*, dry_run: bool = False) -> dict[str, int]:
    """Erase what is past its date; returns how many of each. Safe to stop and start again at any moment.

    A dry run counts and changes nothing. A real run leaves a row behind, unfinished until its end.
    """
    if dry_run:
        return {job.name: job.due().count() for job in JOBS}
    run = RetentionRun.objects.create()
    erased = {job.name: job.erase(job.due()) for job in JOBS}
    run.erased, run.finished_at = erased, timezone.now()
    run.save()
    return erased


def _never_confirmed() -> QuerySet[Signatory]:
    return Signatory.objects.filter(status=Status.UNCONFIRMED, created_at__lt=timezone.now() - confirmation_period())


def _never_released() -> QuerySet[Signatory]:
    """Who was released lately still has the days that the mail promises."""
    waiting = Signatory.objects.filter(status=Status.QUARANTINED, created_at__lt=timezone.now() - QUARANTINE_PERIOD)
    return waiting.exclude(events__at__gt=timezone.now() - confirmation_period())


def _declined_long_ago() -> QuerySet[Signatory]:
    declined = Signatory.objects.filter(status=Status.DECLINED, decided_at__lt=timezone.now() - DECLINED_PERIOD)
    return declined.exclude(contact_email="")


def _old_mails() -> QuerySet[Email]:
    ended: QuerySet[Email] = Email.objects.filter(status__in=[STATUS.sent, STATUS.failed])
    return ended.filter(last_updated__lt=timezone.now() - MAIL_PERIOD)


def _to_remind() -> QuerySet[Signatory]:
    """Who has had half of the time and not answered. On the day, or on any later one: see also `_never_corrected`."""
    asked = AskedChange.objects.open().filter(asked_at__lt=timezone.now() - REMINDER_AFTER, reminded_at__isnull=True)
    return Signatory.objects.filter(status=Status.CHANGES_ASKED, pk__in=asked.values("signatory"))


def _never_corrected() -> QuerySet[Signatory]:
    """Whose last day to answer is over. Nobody is before the reminder had its days, whenever this job runs or not.

    See also corrections.answer_until, which tells applicants the day.
    """
    today = timezone.localdate()
    over = AskedChange.objects.open().filter(
        asked_at__date__lt=today - CORRECTION_PERIOD, reminded_at__date__lt=today - AFTER_REMINDER
    )
    return Signatory.objects.filter(status=Status.CHANGES_ASKED, pk__in=over.values("signatory"))


def _old_questions() -> QuerySet[AskedChange]:
    return AskedChange.objects.filter(answered_at__lt=timezone.now() - CHANGE_PERIOD)


def _old_changes() -> QuerySet[Change]:
    return Change.objects.filter(decided_at__lt=timezone.now() - CHANGE_PERIOD)


def _old_link_requests() -> QuerySet[LinkRequest]:
    return LinkRequest.objects.filter(created_at__lt=timezone.now() - COUNTER_PERIOD)


def _remind_each(due: QuerySet[Signatory]) -> int:
    return sum(actions.remind_to_answer(signatory) for signatory in due.iterator())


def _expire_uncorrected(due: QuerySet[Signatory]) -> int:
    return sum(actions.expire_uncorrected(signatory) for signatory in due.iterator())


def _old_counters() -> QuerySet[LimitCounter]:
    return LimitCounter.objects.filter(window__lt=timezone.now() - COUNTER_PERIOD)


def _old_salts() -> QuerySet[DailySalt]:
    return DailySalt.objects.filter(day__lt=timezone.localdate() - COUNTER_PERIOD)


def _expire_each(due: QuerySet[Signatory]) -> int:
    return sum(_expire(signatory) for signatory in due.iterator())


def _expire(signatory: Signatory) -> bool:
    """False for one that was confirmed or released while the job was running."""
    try:
        actions.expire(signatory, why="not confirmed in time")
    except actions.TransitionNotAllowedError:
        return False
    return True


def _forget_each(due: QuerySet[Signatory]) -> int:
    return sum(actions.forget_person(signatory) for signatory in due.iterator())


def _delete(due: QuerySet[Any]) -> int:
    return due.delete()[1].get(due.model._meta.label, 0)


def _ended_sessions() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=timezone.now())


def _ended_visits() -> QuerySet[UserSession]:
    """Where and with what staff were logged in, once the session itself is gone."""
    ended: QuerySet[UserSession] = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return ended


JOBS = (
    Job("never confirmed", _never_confirmed, _expire_each),
    Job("never released", _never_released, _expire_each),
    Job("reminded to correct", _to_remind, _remind_each),
    Job("never corrected", _never_corrected, _expire_uncorrected),
    Job("declined long ago", _declined_long_ago, _forget_each),
    Job("old mails", _old_mails, _delete),
    Job("old questions", _old_questions, _delete),
    Job("old changes", _old_changes, _delete),
    Job("old link requests", _old_link_requests, _delete),
    Job("old counters", _old_counters, _delete),
    Job("old salts", _old_salts, _delete),
    Job("ended sessions", _ended_sessions, _delete),
    Job("ended visits of staff", _ended_visits, _delete),
)
