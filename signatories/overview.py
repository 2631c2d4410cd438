"""What waits for whom: the first page of the back office. It lives here because it looks at both of our apps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from post_office.models import STATUS, Email

from guidance.editing.completeness import incomplete, overdue
from guidance.models import Helpline, HouseRule, Page
from signatories.delivery import age_of_queue
from signatories.enums import Status
from signatories.models import OutgoingMail, Reason
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
    if user.has_perm("guidance.view_helpline"):
        number = Helpline.objects.filter(to_verify=True).count()
        label = ngettext("helpline is still to be verified", "helplines are still to be verified", number)
        yield Task(number, label, "unsure", f"{_list_of(Helpline)}?to_verify__exact=1")
    for model in (HouseRule, Page, Helpline, Reason):
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            yield from _content_of(model)


def _content_of(model: type[models.Model]) -> Iterator[Task]:
    name = str(model._meta.verbose_name_plural)
    if model is not Reason:
        number = _shown(model).filter(overdue()).count()
        label = _("%(things)s: facts to be checked again") % {"things": name}
        yield Task(number, label, "late", f"{_list_of(model)}?facts=overdue")
    number = incomplete(model._default_manager.all()).count()
    label = _("%(things)s: a language is incomplete") % {"things": name}
    yield Task(number, label, "unsure", f"{_list_of(model)}?languages=incomplete")


def _shown(model: type[models.Model]) -> Any:
    """Helplines that are hidden are counted as “to be verified” already."""
    everything = model._default_manager.all()
    return everything.filter(to_verify=False) if model is Helpline else everything


def _list_of(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
