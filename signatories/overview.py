"""What waits for whom: the first page of the back office. It lives here because it looks at both of our apps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from post_office.models import STATUS, Email

from guidance.editing.completeness import incomplete, stale
from guidance.editing.waiting import numbers
from signatories import history, retention
from signatories.delivery import age_of_queue
from signatories.enums import Status
from signatories.models import Logo, Mention, OutgoingMail, Reason, Signatory
from signatories.moderation import keeping
from signatories.moderation.waiting import age, waiting, waiting_counts

STUCK = timedelta(hours=1)


@dataclass(frozen=True)
class Task:
    """One thing to do. `level` is `good`, `unsure` or `late`; `url` is empty where there is nothing to open."""

    number: int
    label: str
    level: str
    url: str = ""
    remark: str = ""


def tasks(user: User | AnonymousUser) -> list[Task]:
    """Only what this colleague may see, and only what there is."""
    return [
        task
        for part in (_upkeep, _applications, _mentions, _contacts, _mails, _content)
        for task in part(user)
        if task.number
    ]


def _upkeep(user: User | AnonymousUser) -> Iterator[Task]:
    """First, because it does not wait: what should run by itself and does not, or found something."""
    if not user.has_perm("signatories.view_event"):
        return
    address = reverse("admin:signatories_event_upkeep")
    check = history.last_check()
    is_intact = history.is_intact_lately(check)
    if check is not None and is_intact is False:
        number = check.findings_in_all
        label = ngettext("entry of the history was tampered with", "entries of the history were tampered with", number)
        yield Task(number, label, "late", address)
    elif is_intact is None:
        yield Task(1, _("check of the history is overdue"), "late", address, _("Is the worker running?"))
    if retention.is_late():
        yield Task(1, _("retention job is overdue"), "late", address, _("Is the worker running?"))


def _applications(user: User | AnonymousUser) -> Iterator[Task]:
    if not user.has_perm("signatories.view_signatory"):
        return
    counts = waiting_counts()
    queue = reverse("admin:signatories_signatory_queue")
    oldest = waiting(Status.SUBMITTED).first() if counts[Status.SUBMITTED] else None
    number = counts[Status.SUBMITTED]
    label = ngettext("application waits for a decision", "applications wait for a decision", number)
    if oldest is None:
        yield Task(number, label, "good", queue)
    else:
        waits = age(oldest)
        yield Task(number, label, waits.level, queue, _("The oldest: %(days)s, %(word)s.") % vars(waits))
    number = Signatory.objects.with_waiting_change().count()
    label = ngettext("proposed change waits", "proposed changes wait", number)
    yield Task(number, label, "good", f"{reverse('admin:signatories_signatory_changelist')}?change=waiting")
    number = counts[Status.QUARANTINED]
    label = ngettext("application was set apart", "applications were set apart", number)
    yield Task(number, label, "unsure", f"{queue}?tab={Status.QUARANTINED}")
    number = Logo.objects.awaiting_decision().count()
    label = ngettext("new logo waits for a moderator", "new logos wait for a moderator", number)
    yield Task(number, label, "good", reverse("admin:signatories_signatory_logos"))


def _mentions(user: User | AnonymousUser) -> Iterator[Task]:
    """Notes in which a colleague asked for this one; it leads to the oldest, where “seen” or an answer takes it away."""
    if not user.has_perm("signatories.view_signatory"):
        return
    mentions = Mention.objects.filter(whom=cast(User, user), seen_at=None).select_related("note__by", "note__signatory")
    waiting_for_me = list(mentions.order_by("pk"))
    if not waiting_for_me:
        return
    note = waiting_for_me[0].note
    address = reverse("admin:signatories_signatory_review", args=[note.signatory_id])
    label = ngettext("note mentions you", "notes mention you", len(waiting_for_me))
    who = {"who": note.by.get_full_name() or note.by.get_username(), "name": note.signatory}
    yield Task(len(waiting_for_me), label, "unsure", f"{address}#notes", _("%(who)s about “%(name)s”.") % who)


def _contacts(user: User | AnonymousUser) -> Iterator[Task]:
    if not user.has_perm("signatories.view_signatory"):
        return
    address = reverse("admin:signatories_signatory_contacts")
    found = {tab.key: tab.rows().count() for tab in keeping.TABS if tab.key != "lapsed"}
    labels = {
        "changes": ngettext("contact person needs your word", "contact persons need your word", found["changes"]),
        "unreachable": ngettext("contact cannot be reached", "contacts cannot be reached", found["unreachable"]),
        "nobody": ngettext("signatory has nobody to ask", "signatories have nobody to ask", found["nobody"]),
    }
    for key, number in found.items():
        yield Task(number, labels[key], keeping.BY_KEY[key].level, f"{address}?tab={key}")


def _mails(user: User | AnonymousUser) -> Iterator[Task]:
    if not user.has_perm("signatories.view_outgoingmail"):
        return
    address = reverse("admin:signatories_outgoingmail_changelist")
    number = OutgoingMail.objects.for_moderators().count()
    yield Task(number, ngettext("mail has failed", "mails have failed", number), "late", f"{address}?state=unseen")
    # Mails about passwords and log-ins: that they failed is for everybody to know, what is in them is not.
    number = Email.objects.filter(status=STATUS.failed, outgoing_mail__isnull=True).count()
    yield Task(number, ngettext("mail to a colleague has failed", "mails to colleagues have failed", number), "late")
    waited = age_of_queue()
    if waited >= STUCK:
        number = OutgoingMail.objects.filter(email__status__in=[STATUS.queued, STATUS.requeued]).count()
        since = timesince(timezone.now() - waited, depth=1)
        remark = _("The oldest for %(time)s. Is the worker running?") % {"time": since}
        yield Task(max(number, 1), ngettext("mail is stuck", "mails are stuck", number), "late", address, remark)


def _content(user: User | AnonymousUser) -> Iterator[Task]:
    """Of what the site says: as many as the page with everything lists. The reasons are the moderators'."""
    address = reverse("admin:guidance_work")
    for chapter, number in numbers(user):
        yield Task(number, chapter.label(number), chapter.level, f"{address}#{chapter.key}")
    if not user.has_perm("signatories.view_reason"):
        return
    reasons, address = Reason.objects.all(), reverse("admin:signatories_reason_changelist")
    number = incomplete(reasons).count()
    label = ngettext("reason lacks a language", "reasons lack a language", number)
    yield Task(number, label, "unsure", f"{address}?languages=incomplete")
    number = stale(reasons).count()
    label = ngettext("reason is older than its source", "reasons are older than their source", number)
    yield Task(number, label, "unsure", f"{address}?languages=stale")
