"""The daily summary for moderators: one mail a day, only when something waits; nobody is ever mailed per application.

It holds numbers and a link, and nothing about an applicant: it travels to private mailboxes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from signatories import emails
from signatories.enums import Status
from signatories.models import (
    ContactChange,
    Digest,
    DigestPreference,
    Logo,
    Mention,
    ModerationSettings,
    OutgoingMail,
    Signatory,
)
from signatories.moderation.waiting import LATE, waiting, waiting_counts, waits_since


@dataclass(frozen=True)
class Item:
    """One line: `key` chooses the sentence in the templates of the mail."""

    key: str
    number: int
    days: int = 0


def send_due() -> int:
    """Write to everybody whose day has not been looked after yet; returns how many mails that made.

    By dates, not by an exact hour: a worker that slept until noon sends today's, and never yesterday's too.
    """
    now = timezone.localtime()
    if now.hour < ModerationSettings.current().digest_hour:
        return 0
    return sum(_look_after(user, now.date()) for user in _readers(now.date()))


def _readers(day: date) -> list[User]:
    looked_after = Digest.objects.filter(day=day).values("user")
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(email="").exclude(pk__in=looked_after)
    return [user for user in staff.order_by("pk") if user.has_perm("signatories.decide_signatory")]


def _look_after(user: User, day: date) -> bool:
    """False when another worker did, when there is nothing to say, and for who does not want to hear it."""
    try:
        with transaction.atomic():
            preference = DigestPreference.objects.filter(user=user).first() or DigestPreference(user=user)
            items = items_for(user) if preference.wants_digest else []
            Digest.objects.create(user=user, day=day, is_mailed=bool(items))
            if items:
                emails.moderators_digest(user, language=preference.language, items=items)
    except IntegrityError:
        return False
    return bool(items)


def items_for(user: User) -> list[Item]:
    """What waits or failed; empty on a quiet day."""
    return [item for part in PARTS for item in part(user) if item.number]


def _applications(_user: User) -> Iterator[Item]:
    counts = waiting_counts()
    oldest = waiting(Status.SUBMITTED).first()
    days = (timezone.now() - waits_since(oldest)).days if oldest else 0
    yield Item("waiting", counts[Status.SUBMITTED], days)
    late = waiting(Status.SUBMITTED).filter(submitted_at__lte=timezone.now() - LATE)
    yield Item("late", late.count())
    yield Item("quarantined", counts[Status.QUARANTINED])


def _assigned(user: User) -> Iterator[Item]:
    yield Item("assigned", Signatory.objects.filter(status__in=Status.waiting, assigned_to=user).count())


def _changes(_user: User) -> Iterator[Item]:
    yield Item("changes", Signatory.objects.with_waiting_change().count() + Logo.objects.awaiting_decision().count())


def _mentions(user: User) -> Iterator[Item]:
    yield Item("mentions", Mention.objects.filter(whom=user, seen_at=None).count())


def _mails(_user: User) -> Iterator[Item]:
    """Until somebody has looked: one that nobody can mend is marked as seen, and makes no mail a day."""
    yield Item("failed", OutgoingMail.objects.for_moderators().count())


def _contacts(_user: User) -> Iterator[Item]:
    yield Item("contacts", ContactChange.objects.for_moderators().count())


PARTS: tuple[Callable[[User], Iterator[Item]], ...] = (_applications, _assigned, _changes, _contacts, _mentions, _mails)
