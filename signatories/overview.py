"""What waits for whom: the first page of the back office. It lives here because it looks at both of our apps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from post_office.models import STATUS, Email

from guidance.editing.completeness import incomplete, stale
from guidance.editing.waiting import numbers
from signatories.delivery import age_of_queue
from signatories.enums import Status
from signatories.models import OutgoingMail, Reason, Signatory
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
    return [task for part in (_applications, _mails, _content) for task in part(user) if task.number]


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


def _mails(user: User | AnonymousUser) -> Iterator[Task]:
    if not user.has_perm("signatories.view_outgoingmail"):
        return
    address = reverse("admin:signatories_outgoingmail_changelist")
    number = OutgoingMail.objects.filter(email__status=STATUS.failed).count()
    yield Task(number, ngettext("mail has failed", "mails have failed", number), "late", f"{address}?state=failed")
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
