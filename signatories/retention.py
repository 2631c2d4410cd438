"""How long personal data stay, and the job that keeps to it. The lines below are shown to applicants as they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from post_office.models import STATUS, Email

from signatories import actions
from signatories.actions.logos import drop
from signatories.enums import LogoState, Status
from signatories.logos import sweeping
from signatories.models import (
    AskedChange,
    Change,
    ContactChange,
    DailySalt,
    Digest,
    LimitCounter,
    LinkRequest,
    Listed,
    Logo,
    Reading,
    RetentionRun,
    Signatory,
    TakenDecision,
)
from signatories.models.changes import AFTER_REMINDER, CORRECTION_PERIOD, REMINDER_AFTER
from signatories.models.contacts import NEW_FIELDS
from signatories.models.signatory import PERSONAL_FIELDS, confirmation_period

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

QUARANTINE_PERIOD = timedelta(days=30)
DECLINED_PERIOD = timedelta(days=365)
MAIL_PERIOD = timedelta(days=365)
GOODBYE_PERIOD = timedelta(days=7)
SNAPSHOT_PERIOD = timedelta(days=1)
SUMMARY_PERIOD = timedelta(days=30)
CHANGE_PERIOD = timedelta(days=365)
COUNTER_PERIOD = timedelta(days=2)
PREVIEW_PERIOD = timedelta(days=7)
REFUSED_LOGO_PERIOD = timedelta(days=30)
# The worker does it every day; after this something is wrong.
NO_LATER_THAN = timedelta(days=2)
AT_ONCE = 100  # rows a transaction, of what is deleted as a whole


@dataclass(frozen=True)
class Line:
    """What is kept, in which fields, and until when. The page about privacy shows all lines; the form those of a sign-up."""

    what: "StrOrPromise"
    until: "StrOrPromise"
    fields: tuple[str, ...]
    at_sign_up: bool = False


LINES = (
    Line(
        gettext_lazy("Name, role, e-mail address and phone number of the contact person"),
        gettext_lazy(
            "As long as the organisation signs. Without confirmation: 7 days, or 30 if set apart. After a refusal: 12 months. "
            "After leaving: erased at once."
        ),
        tuple(f"Signatory.{name}" for name in PERSONAL_FIELDS if name.startswith("contact_")),
        at_sign_up=True,
    ),
    Line(
        gettext_lazy("Name and e-mail address of the second person, and what they answered"),
        gettext_lazy(
            "The same as for the contact person. If that person says no: the address is erased at once; "
            "if they step back or are replaced: the name too."
        ),
        (
            "Signatory.second_name",
            "Signatory.second_email",
            "Signatory.second_confirmed_at",
            "Signatory.second_refused_at",
        ),
        at_sign_up=True,
    ),
    Line(
        gettext_lazy("What moderators write to each other about an application"),
        gettext_lazy("As long as the details of the contact person."),
        ("Note.text",),
    ),
    Line(
        gettext_lazy("What stood in your file before a decision, so that a mistake can be undone"),
        gettext_lazy("1 day."),
        ("TakenDecision.before", "TakenDecision.after"),
    ),
    Line(
        gettext_lazy("Name, website and social media accounts of an individual community manager"),
        gettext_lazy("As long as you sign; erased when you leave."),
        (
            "Signatory.name",
            "Signatory.website",
            "Signatory.search_text",
            "Signatory.name_key",
            "Signatory.name_marks",
            "FormerSlug.slug",
            "WebsiteLook.website",
            "WebsiteLook.title",
            "WebsiteLook.final_host",
            "Signatory.slug",
            "Signatory.enterprise_number",
            "Signatory.social_accounts",
            "Signatory.source_url",
            "Signatory.source_title",
        ),
        at_sign_up=True,
    ),
    Line(
        gettext_lazy("What a moderator wrote to you with a decision"),
        gettext_lazy(
            "As long as that decision stands; after a refusal at most 12 months. After leaving: erased at once."
        ),
        ("Signatory.own_words",),
    ),
    Line(
        gettext_lazy("The logo that you bring, as we drew it; your own file is not kept"),
        gettext_lazy(
            "As long as you sign. A preview that you do not use: 7 days. One that was not accepted: 30 days. "
            "After a refusal of the application: 12 months. After leaving: erased at once."
        ),
        ("Logo.name", "Logo.fingerprint", "Logo.own_words"),
    ),
    Line(
        gettext_lazy("Name, role, e-mail address and phone number of a new contact person who has not taken over yet"),
        gettext_lazy("Until the change takes effect or is stopped. Without acceptance: 14 days."),
        tuple(f"ContactChange.{name}" for name in NEW_FIELDS),
    ),
    Line(
        gettext_lazy("The mails we sent you"),
        gettext_lazy("12 months."),
        (
            *("Email.to", "Email.cc", "Email.bcc", "Email.subject", "Email.message", "Email.html_message"),
            *("Email.headers", "Email.context", "Log.message"),
        ),
        at_sign_up=True,
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
        at_sign_up=True,
    ),
    Line(
        gettext_lazy("An internet address or mailbox on our lists against misuse, or one that may send in many forms"),
        gettext_lazy("90 days as a rule, a year at most."),
        ("Listed.value", "Listed.comment"),
    ),
)


# Of moderators and editors: on the privacy page, but not in the form of who signs.
LINES_ABOUT_COLLEAGUES = (
    Line(
        gettext_lazy("Accounts of moderators and editors"),
        gettext_lazy("As long as they work with us."),
        (
            *("User.username", "User.first_name", "User.last_name", "User.email", "User.password"),
            *("EmailAddress.email", "Authenticator.data"),
        ),
    ),
    Line(
        gettext_lazy("Where and with what browser they are logged in"),
        gettext_lazy("Until they log out, 12 hours at most."),
        ("Session.session_data", "UserSession.ip", "UserSession.user_agent", "UserSession.data"),
    ),
    Line(
        gettext_lazy("What they decided and changed, and for which reason"),
        gettext_lazy("As long as this site exists, to account for it. Names of people who left are taken out."),
        ("Event.why", "LogEntry.object_repr", "LogEntry.change_message"),
    ),
)


def covered_fields() -> set[str]:
    return {field for line in (*LINES, *LINES_ABOUT_COLLEAGUES) for field in line.fields}


def lines_at_sign_up() -> list[Line]:
    """What the form itself asks for; everything that comes later stands on the page about privacy."""
    return [line for line in LINES if line.at_sign_up]


@dataclass(frozen=True)
class Job:
    """What is past its date, and how it is erased; `erase` returns how many it erased. What is due can be counted."""

    name: str
    due: Callable[[], Any]
    erase: Callable[[Any], int]


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
    """Who was released lately still has the days that the mail promises; who has proven the address waits for us."""
    waiting = Signatory.objects.filter(
        status=Status.QUARANTINED, confirmed_at=None, created_at__lt=timezone.now() - QUARANTINE_PERIOD
    )
    return waiting.exclude(events__at__gt=timezone.now() - confirmation_period())


def _declined_long_ago() -> QuerySet[Signatory]:
    declined = Signatory.objects.filter(status=Status.DECLINED, decided_at__lt=timezone.now() - DECLINED_PERIOD)
    return declined.exclude(contact_email="")


def _old_mails() -> QuerySet[Email]:
    ended: QuerySet[Email] = Email.objects.filter(status__in=[STATUS.sent, STATUS.failed])
    return ended.filter(last_updated__lt=timezone.now() - MAIL_PERIOD)


def _mails_to_who_has_left() -> QuerySet[Email]:
    """The last one, that says goodbye: a week, so that colleagues still see whether it got through."""
    ended: QuerySet[Email] = Email.objects.filter(status__in=[STATUS.sent, STATUS.failed])
    gone = ended.filter(outgoing_mail__signatory__status__in=Status.erased)
    return gone.filter(last_updated__lt=timezone.now() - GOODBYE_PERIOD)


def _old_snapshots() -> QuerySet[TakenDecision]:
    return TakenDecision.objects.filter(until__lt=timezone.now() - SNAPSHOT_PERIOD).exclude(before={}, after={})


def _old_readings() -> QuerySet[Reading]:
    return Reading.objects.filter(seen_at__lt=timezone.now() - SNAPSHOT_PERIOD)


def _who_can_answer() -> QuerySet[Signatory]:
    """A file that is closed while a moderator looks at an objection cannot be answered in."""
    return Signatory.objects.filter(status=Status.CHANGES_ASKED, contested_at__isnull=True)


def _to_remind() -> QuerySet[Signatory]:
    """Who has had half of the time and not answered. On the day, or on any later one: see also `_never_corrected`."""
    asked = AskedChange.objects.open().filter(asked_at__lt=timezone.now() - REMINDER_AFTER, reminded_at__isnull=True)
    return _who_can_answer().filter(pk__in=asked.values("signatory"))


def _never_corrected() -> QuerySet[Signatory]:
    """Whose last day to answer is over. Nobody is before the reminder had its days, whenever this job runs or not.

    See also corrections.answer_until, which tells applicants the day.
    """
    today = timezone.localdate()
    over = AskedChange.objects.open().filter(
        asked_at__date__lt=today - CORRECTION_PERIOD, reminded_at__date__lt=today - AFTER_REMINDER
    )
    return _who_can_answer().filter(pk__in=over.values("signatory"))


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


def _old_summaries() -> QuerySet[Digest]:
    return Digest.objects.filter(day__lt=timezone.localdate() - SUMMARY_PERIOD)


def _old_logos() -> QuerySet[Logo]:
    """Previews that nobody chose, and those that were not accepted, once there was time to read why."""
    unused = Q(state=LogoState.DRAFT, since__lt=timezone.now() - PREVIEW_PERIOD)
    return Logo.objects.filter(unused | Q(state=LogoState.REFUSED, since__lt=timezone.now() - REFUSED_LOGO_PERIOD))


@transaction.atomic
def _drop_logos(due: QuerySet[Logo]) -> int:
    """One that is pressed for at this moment is passed over."""
    return drop(due.select_for_update(skip_locked=True, of=("self",)))


def _never_accepted() -> QuerySet[ContactChange]:
    return ContactChange.objects.never_accepted().select_related("signatory")


def _give_up_each(due: QuerySet[ContactChange]) -> int:
    return sum(actions.give_up_contact_change(change) for change in due.iterator())


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
    """Some at a time: a job that is killed has lost little, and nobody waits for it long."""
    number = 0
    while keys := list(due.values_list("pk", flat=True)[:AT_ONCE]):
        number += due.filter(pk__in=keys).delete()[1].get(due.model._meta.label, 0)
    return number


def _empty_each(due: QuerySet[TakenDecision]) -> int:
    return due.update(before={}, after={})


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
    Job("old logos", _old_logos, _drop_logos),
    Job("logo files without a logo", sweeping.find_orphans, sweeping.delete_orphans),
    Job("contact changes never accepted", _never_accepted, _give_up_each),
    Job("old mails", _old_mails, _delete),
    Job("mails to who has left", _mails_to_who_has_left, _delete),
    Job("old snapshots", _old_snapshots, _empty_each),
    Job("old readings", _old_readings, _delete),
    Job("old questions", _old_questions, _delete),
    Job("old changes", _old_changes, _delete),
    Job("old link requests", _old_link_requests, _delete),
    Job("old counters", _old_counters, _delete),
    Job("old salts", _old_salts, _delete),
    Job("ended entries of the lists", Listed.objects.ended, _delete),
    Job("old summaries", _old_summaries, _delete),
    Job("ended sessions", _ended_sessions, _delete),
    Job("ended visits of staff", _ended_visits, _delete),
)
# For people; the names above are kept in the rows of the runs.
JOB_LABELS: dict[str, "StrOrPromise"] = {
    "never confirmed": gettext_lazy("Applications that were never confirmed"),
    "never released": gettext_lazy("Applications set apart and never released"),
    "reminded to correct": gettext_lazy("Reminders to who was asked for corrections"),
    "never corrected": gettext_lazy("Applications that were never corrected"),
    "declined long ago": gettext_lazy("Contact persons of who was declined a year ago"),
    "old logos": gettext_lazy("Logos that were not used or not accepted"),
    "logo files without a logo": gettext_lazy("Files that belong to no logo any more"),
    "contact changes never accepted": gettext_lazy("Changes of contact person that nobody accepted"),
    "old mails": gettext_lazy("Mails of more than a year ago"),
    "mails to who has left": gettext_lazy("Last mails to who has left"),
    "old snapshots": gettext_lazy("What stood there before a decision"),
    "old readings": gettext_lazy("Who looked at an application"),
    "old questions": gettext_lazy("Asked corrections, a year after the answer"),
    "old changes": gettext_lazy("Proposed changes, a year after the decision"),
    "old link requests": gettext_lazy("Addresses typed to get a link again"),
    "old counters": gettext_lazy("Counters against floods"),
    "old salts": gettext_lazy("Keys to those counters"),
    "ended entries of the lists": gettext_lazy("Ended entries of the lists"),
    "old summaries": gettext_lazy("Which daily summaries went out"),
    "ended sessions": gettext_lazy("Sessions of staff that have ended"),
    "ended visits of staff": gettext_lazy("From where staff were logged in"),
}


def last_run() -> RetentionRun | None:
    """The last one that came to its end."""
    return RetentionRun.objects.filter(finished_at__isnull=False).first()


def is_late() -> bool:
    run = last_run()
    return run is None or timezone.now() - run.started_at > NO_LATER_THAN
