"""Somebody else becomes the contact person: asked, accepted, objected to, decided, done.

Only a proven address ever becomes the contact person's, and whoever was it until then is told and can object. The row of
the signatory is locked first, then that of the change.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories import contact_emails
from signatories.enums import EventKind, Status
from signatories.mailboxes import one_mailbox
from signatories.models import ContactChange, Signatory
from signatories.models.contacts import NEW_FIELDS, ContactChangeKind
from signatories.models.signatory import make_file_key
from signatories.reachability import is_unreachable
from signatories.role_addresses import may_claim

from .door import TransitionNotAllowedError, delete_mails, hold_mails, lock, not_any_more, record, write

WAIT = timedelta(days=14)
WAIT_WHEN_UNREACHABLE = timedelta(days=7)
HANDOVERS_A_DAY = 3
# Whoever objects later alerts moderators still, but does not close the file of somebody who has been there that long.
CLOSED_BY_OBJECTION = timedelta(days=60)
# What the history says of a change that a moderator began.
BY_MODERATOR = "begun by a moderator"
# While somebody else decides about it, its contact person stays who it is.
MAY_HAND_OVER = (Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED)


class ContactChangeRefusedError(Exception):
    """This change cannot begin, or not any more; the sentence says why."""


@transaction.atomic
def hand_over(signatory: Signatory, *, person: Mapping[str, str], by: User | None = None) -> ContactChange:
    """The contact person names another one, who still has to accept. It takes the place of a claim that was open.

    `by` is the moderator who writes to another address, such as when mails to the present one come back.
    """
    lock(signatory)
    may_begin = by is not None or (bool(signatory.contact_email) and not signatory.is_contested)
    if signatory.status not in MAY_HAND_OVER or not may_begin:
        raise TransitionNotAllowedError(not_any_more(signatory))
    _refuse_known_address(signatory, person["new_email"])
    if by is None and signatory.contact_changes.filter(
        asked_at__gt=_a_day_ago(), kind=ContactChangeKind.HANDOVER, begun_by__isnull=True
    ).count() >= (HANDOVERS_A_DAY):
        raise ContactChangeRefusedError(_("You did this a few times today. Try again tomorrow, or write to us."))
    for older in signatory.contact_changes.open().select_for_update():
        _stop(older, signatory, why="replaced by another")
    change = _ask(signatory, ContactChangeKind.HANDOVER, person, by=by)
    contact_emails.contact_notice(change, _who_may_object(signatory))
    return change


def _who_may_object(signatory: Signatory) -> list[tuple[str, str]]:
    """Everybody whom we could reach until now, but nobody who is contested: that one could stop what mends it."""
    people = contact_emails.people(signatory)
    return [person for person in people if not signatory.is_contested or person[1] != signatory.contact_email]


def _refuse_known_address(signatory: Signatory, email: str) -> None:
    if one_mailbox(email) == one_mailbox(signatory.contact_email):
        raise ContactChangeRefusedError(_("This is the address that we have already."))
    if one_mailbox(email) == one_mailbox(signatory.second_email):
        raise ContactChangeRefusedError(_("This is the address of the second person: we need somebody else."))


@transaction.atomic
def claim(signatory: Signatory, *, person: Mapping[str, str]) -> ContactChange | None:
    """Somebody asks to become the contact person with a role address, which gets a mail.

    None when nothing goes out; whoever asks is not told which, for it would say whom we know. Nobody else hears of it
    until the role address has accepted: a stranger must not be able to alarm people by filling in forms.
    """
    lock(signatory)
    address = person["new_email"]
    if signatory.status != Status.APPROVED or signatory.is_contested or not may_claim(signatory, address):
        return None
    if address.casefold() in (signatory.contact_email.casefold(), signatory.second_email.casefold()):
        return None
    if signatory.contact_changes.filter(asked_at__gt=_a_day_ago(), begun_by__isnull=True).exists():
        return None
    older = signatory.contact_changes.open().select_for_update().first()
    if older is not None:
        if older.confirmed_at or not older.is_claim:
            return None
        _stop(older, signatory, why="replaced by another")
    return _ask(signatory, ContactChangeKind.CLAIM, person)


def _ask(
    signatory: Signatory, kind: ContactChangeKind, person: Mapping[str, str], *, by: User | None = None
) -> ContactChange:
    change = ContactChange.objects.create(
        signatory=signatory, kind=kind, begun_by=by, **{name: person.get(name, "") for name in NEW_FIELDS}
    )
    record(signatory, by=by, what=EventKind.CONTACT_ASKED, why=BY_MODERATOR if by else kind.value)
    contact_emails.contact_invited(change)
    return change


@transaction.atomic
def accept(change: ContactChange) -> None:
    """The new address pressed the button. A handover takes effect; a claim waits, so that somebody can object."""
    signatory = _lock_both(change)
    if not change.is_open or change.confirmed_at or signatory.status not in MAY_HAND_OVER:
        return
    if signatory.is_contested and change.begun_by is None:
        return
    now = timezone.now()
    if now > change.accept_until:
        _stop(change, signatory, why="not accepted in time")
        return
    change.confirmed_at = now
    if not change.is_claim:
        _take_effect(change, signatory, by=None)
        return
    change.effective_from = _claim_takes_effect(signatory, now)
    change.save(update_fields=["confirmed_at", "effective_from"])
    contact_emails.contact_notice(change, _who_may_object(signatory))


def _claim_takes_effect(signatory: Signatory, now: datetime) -> datetime | None:
    """None where there is nobody who could object: then a moderator decides."""
    if not signatory.contact_email:
        return None
    return now + (WAIT_WHEN_UNREACHABLE if is_unreachable(signatory) else WAIT)


@transaction.atomic
def refuse(change: ContactChange) -> None:
    """The new address says “this is not for me”."""
    signatory = _lock_both(change)
    if change.is_open:
        _stop(change, signatory, why="refused by the new address")


@transaction.atomic
def object_to(change: ContactChange) -> None:
    """The old contact person says that it is not right: it stops, and a moderator looks at it.

    Where it is done already, the file closes for whoever is the contact person now: see `Signatory.is_contested`. Whom a
    moderator asked while it is closed is not stopped: the one who is contested could press the button too.
    """
    signatory = _lock_both(change)
    if change.objected_at or (change.stopped_at and not change.done_at):
        return
    change.objected_at = timezone.now()
    if change.is_open and not (signatory.is_contested and change.begun_by):
        _stop(change, signatory, why="objection of the old contact person")
    elif not change.is_open:
        record(signatory, by=None, what=EventKind.CONTACT_REFUSED, why="objection after the change")
        _close(change, signatory)
    change.settled_by = change.settled_at = None  # a moderator may have approved it, who did not know this
    change.save(update_fields=["objected_at", "settled_by", "settled_at"])


def _close(change: ContactChange, signatory: Signatory) -> None:
    """Whoever came in by this change may have named the next one already: that stops, and nobody gets further in."""
    if not closes_the_file(change):
        return
    for named in signatory.contact_changes.open().filter(begun_by__isnull=True).select_for_update():
        _stop(named, signatory, why="objection after the change")
    write(signatory, contested_at=change.objected_at)


def closes_the_file(change: ContactChange) -> bool:
    """Whether an objection to it does, beside alerting moderators: not if one of them has since chosen the right person."""
    if change.done_at is None or change.done_at < timezone.now() - CLOSED_BY_OBJECTION:
        return False
    later = change.signatory.contact_changes.filter(done_at__gt=change.done_at)
    return not later.filter(begun_by__isnull=False).exists()


@transaction.atomic
def approve_contact_change(change: ContactChange, *, by: User) -> None:
    """A moderator sees no reason to wait, or the only one who can decide is a moderator."""
    signatory = _lock_both(change)
    if not change.is_open or not change.confirmed_at or signatory.status not in MAY_HAND_OVER:
        raise ContactChangeRefusedError(_("This change is not open any more, or its address is not proven."))
    _settle(change, by)
    _take_effect(change, signatory, by=by)


@transaction.atomic
def stop_contact_change(change: ContactChange, *, by: User) -> None:
    signatory = _lock_both(change)
    if not change.is_open:
        raise ContactChangeRefusedError(_("This change is not open any more, or its address is not proven."))
    _settle(change, by)
    _stop(change, signatory, why="stopped by a moderator", by=by)


@transaction.atomic
def settle_objection(change: ContactChange, *, by: User) -> None:
    """A moderator has looked at what the old contact person objected to, and it is right: the file opens again."""
    signatory = _lock_both(change)
    if change.was_objected_to:
        _settle(change, by)
        if signatory.is_contested and not signatory.contact_changes.done_and_objected_to().exists():
            write(signatory, contested_at=None)
            _give_time_to_answer(signatory)


@transaction.atomic
def take_effect(change: ContactChange) -> bool:
    """For the daily round, when the waiting time is over; False when it is not, or was stopped meanwhile."""
    try:
        signatory = _lock_both(change)
    except ContactChange.DoesNotExist:  # the signatory left meanwhile, and took it along
        return False
    is_due = change.effective_from is not None and change.effective_from <= timezone.now()
    if not change.is_open or not is_due or signatory.status not in MAY_HAND_OVER:
        return False
    _take_effect(change, signatory, by=None)
    return True


@transaction.atomic
def give_up_contact_change(change: ContactChange) -> bool:
    """Nobody accepted in time; False for one that was accepted while the job was running."""
    try:
        signatory = _lock_both(change)
    except ContactChange.DoesNotExist:
        return False
    if not change.is_open or change.confirmed_at:
        return False
    _stop(change, signatory, why="not accepted in time")
    return True


def _give_time_to_answer(signatory: Signatory) -> None:
    """Whoever gets into the file now is reminded anew, and has the days after it: see retention.py."""
    signatory.asked_changes.open().update(reminded_at=None)


def _take_effect(change: ContactChange, signatory: Signatory, *, by: User | None) -> None:
    """Where the one before was contested, a moderator chose this one: then nothing waits to be looked at any more."""
    old = _who_may_object(signatory)
    if signatory.is_contested:
        signatory.contact_changes.done_and_objected_to().update(settled_by=change.begun_by, settled_at=timezone.now())
    record(signatory, by=by, what=EventKind.CONTACT_CHANGED, why=BY_MODERATOR if change.begun_by else change.kind)
    write(
        signatory,
        contact_name=change.new_name,
        contact_role=change.new_role,
        contact_email=change.new_email,
        contact_phone=change.new_phone,
        confirmed_at=change.confirmed_at,
        file_key=make_file_key(),  # the links in the mails to the old one open nothing any more
        reminded_at=None,  # the new one has not been asked yet
        reminders_sent=0,
        contested_at=None,
    )
    _end(change, done_at=timezone.now())
    _give_time_to_answer(signatory)
    contact_emails.contact_changed(signatory)
    contact_emails.contact_replaced(change, old)


def _stop(change: ContactChange, signatory: Signatory, *, why: str, by: User | None = None) -> None:
    theirs = hold_mails(signatory.mails.filter(message="contact_invited", email__to=change.new_email))
    record(signatory, by=by, what=EventKind.CONTACT_REFUSED, why=why)
    delete_mails(theirs)  # whoever never became the contact person leaves no address behind
    _end(change, stopped_at=timezone.now())


def _end(change: ContactChange, **facts: datetime) -> None:
    """Whoever is named in it is either the contact person by now, or nobody of our business."""
    for name, value in {**dict.fromkeys(NEW_FIELDS, ""), **facts}.items():
        setattr(change, name, value)
    change.save()


def _settle(change: ContactChange, by: User) -> None:
    change.settled_by, change.settled_at = by, timezone.now()
    change.save(update_fields=["settled_by", "settled_at"])


def _lock_both(change: ContactChange) -> Signatory:
    signatory = change.signatory
    lock(signatory)
    change.refresh_from_db(from_queryset=ContactChange.objects.select_for_update(of=("self",)))
    change.signatory = signatory
    return signatory


def _a_day_ago() -> datetime:
    return timezone.now() - timedelta(days=1)
