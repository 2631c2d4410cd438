"""The daily round: who is reminded, who lapses, which change of contact takes effect. One row, one transaction.

Nothing depends on the day on which it runs, on how often, or on being alone: each row is looked at anew once it is locked.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import F, Model, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from signatories.actions import contacts, renewals
from signatories.models import ContactChange, OutgoingMail, Signatory
from signatories.renewal import WINDOW, Step
from signatories.renewal_course import course_of

logger = logging.getLogger(__name__)
# The shortest year there is, and a day for the hours by which a local day differs.
NOT_BEFORE = timedelta(days=364) - WINDOW
A_DAY = timedelta(hours=20)
Row = TypeVar("Row", bound=Model)
Result = TypeVar("Result")


@dataclass(frozen=True)
class Plan:
    """What the round would do about one signatory."""

    signatory: Signatory
    step: Step
    what: str


def enforce() -> dict[str, int]:
    """Do all that is due; returns how many of each. Safe to stop and start again at any moment."""
    done: Counter[str] = Counter()
    for change in ContactChange.objects.due().select_related("signatory"):
        has_changed = _attempt(contacts.take_effect, change)
        done["went wrong" if has_changed is None else "contact changed"] += has_changed is not False
    left = _mails_left()
    for signatory in candidates():
        if left <= 0:
            done["put off"] += _is_due(signatory)
            continue
        step = _attempt(renewals.advance, signatory)
        done[step.value if step else "went wrong"] += 1
        if step in (Step.REMIND, Step.LAPSE):
            left = _mails_left()
    del done[Step.NOTHING.value]
    return {name: number for name, number in done.items() if number}


def plan() -> Iterator[Plan]:
    """What `enforce` would do if nobody stopped it for the number of mails; changes nothing."""
    for change in ContactChange.objects.due().select_related("signatory"):
        yield Plan(change.signatory, Step.NOTHING, "contact changes")
    for signatory in candidates():
        step = renewals.next_step(signatory)
        if step is Step.REMIND:
            course = course_of(signatory)
            assert course is not None
            stage, to_second = renewals.reminder_of(signatory, course)
            yield Plan(signatory, step, f"reminder: {stage.value}" + (", to both" if to_second else ""))
        elif step is not Step.NOTHING:
            yield Plan(signatory, step, step.value)


def candidates() -> QuerySet[Signatory]:
    """Who may be due, longest without an answer first, so that whoever is put off today is at the head tomorrow."""
    since = Greatest("approved_at", Coalesce("renewed_at", "approved_at"))
    asked = Signatory.objects.public().exclude(contact_email="").alias(since=since)
    return asked.filter(since__lt=timezone.now() - NOT_BEFORE).order_by(
        F("reminded_at").asc(nulls_first=True), "since", "pk"
    )


def nobody_to_ask(now: datetime | None = None) -> QuerySet[Signatory]:
    """Listed from a public source, without a mailbox, and not looked at for a year: a moderator looks."""
    since = Greatest("approved_at", Coalesce("renewed_at", "approved_at"))
    silent = Signatory.objects.public().filter(contact_email="").alias(since=since)
    return silent.filter(since__lt=(now or timezone.now()) - timedelta(days=365)).order_by("since", "pk")


def _attempt(act: Callable[[Row], Result], row: Row) -> Result | None:
    """None when it failed: one row that cannot be dealt with must not keep the others from their turn."""
    try:
        return act(row)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        logger.exception("a row of the daily round went wrong", extra={"facts": {"row": f"{row._meta.label} {row.pk}"}})
        return None


def _is_due(signatory: Signatory) -> bool:
    return renewals.next_step(signatory) in (Step.REMIND, Step.LAPSE)


def _mails_left() -> int:
    """Counted in the outbox, so that a round that was cut off and started again does not begin from nothing."""
    lately = timezone.now() - A_DAY
    written = OutgoingMail.objects.filter(
        message__in=("renewal_due", "renewal_lapsed"), email__created__gt=lately
    ).count()
    return settings.RENEWAL_MAILS_A_DAY - written
