"""From the form to the queue: an application comes in, is corrected, confirmed or disowned."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories import emails
from signatories.enums import NOT_ASKED_FOR, Doubt, EventKind, Status
from signatories.models import Event, Signatory
from signatories.models.signatory import APPLICATION_FIELDS, make_file_key

from .door import TransitionNotAllowedError, lock, move, not_any_more, record, write
from .leaving import end
from .second_person import ask_second_person, name_second_person


def sign_up(
    *,
    details: Mapping[str, Any],
    submission_key: UUID | None,
    doubts: list[Doubt],
    doubt_facts: Mapping[str, Any] | None = None,
) -> Signatory:
    """Store an application and send the mail that asks to confirm the address.

    `submission_key` makes it safe to send the same form twice: the second time returns the same row, with corrected
    details if it still waits for confirmation. With doubts the application is set apart; with those that hold mail,
    no mail leaves until a moderator releases it. `doubt_facts` are for the moderator; see screening.py.
    """
    try:
        with transaction.atomic():
            return _create_application(details, submission_key, doubts, doubt_facts or {})
    except IntegrityError:
        existing = Signatory.objects.filter(submission_key=submission_key).first() if submission_key else None
        if existing is None:
            raise
        return _correct_application(existing, details, doubts, doubt_facts or {})


def _create_application(
    details: Mapping[str, Any], submission_key: UUID | None, doubts: list[Doubt], doubt_facts: Mapping[str, Any]
) -> Signatory:
    now = timezone.now()
    signatory = Signatory.objects.create(
        **{name: details[name] for name in APPLICATION_FIELDS},
        **name_second_person(details["second_email"]),
        submission_key=submission_key,
        charter_agreed_at=now,
        mandate_stated_at=now,
        status=Status.QUARANTINED if doubts else Status.UNCONFIRMED,
        doubts=list(doubts),
        doubt_facts=dict(doubt_facts),
    )
    Event.objects.create(signatory=signatory, to_status=signatory.status, why=", ".join(doubts))
    if not signatory.mail_is_held:
        emails.confirm_address(signatory)
    return signatory


@transaction.atomic
def _correct_application(
    signatory: Signatory, details: Mapping[str, Any], doubts: list[Doubt], doubt_facts: Mapping[str, Any]
) -> Signatory:
    """The same form came again: nothing new, a correction, or, once the first one is past correcting, a new one."""
    lock(signatory)
    changed = [name for name in APPLICATION_FIELDS if getattr(signatory, name) != details[name]]
    if not changed:
        return signatory
    is_doubtful = bool(set(doubts) - set(Doubt.lifted_by_proof))
    if signatory.status != Status.UNCONFIRMED or is_doubtful:
        key = _key_of_version(signatory, details)
        return sign_up(details=details, submission_key=key, doubts=doubts, doubt_facts=doubt_facts)
    for name in changed:
        setattr(signatory, name, details[name])
    if "contact_email" in changed:
        signatory.file_key = make_file_key()  # the link that went to the mistyped address must not confirm this one
    second = name_second_person(signatory.second_email) if "second_email" in changed else {}
    for name, value in second.items():
        setattr(signatory, name, value)
    signatory.save(update_fields=[*changed, "file_key", *second])
    emails.take_back_unsent(signatory)
    emails.confirm_address(signatory)
    return signatory


def _key_of_version(signatory: Signatory, details: Mapping[str, Any]) -> UUID | None:
    """The same for the same form with the same details: sent twice, a corrected form makes one new row too."""
    key = signatory.submission_key
    return uuid5(key, json.dumps(dict(details), sort_keys=True, default=str)) if key else None


@transaction.atomic
def correct_mailbox(signatory: Signatory, *, email: str, by: User) -> None:
    """A moderator mends a mistyped address that nobody has confirmed; the mail that asks for it goes there.

    The link that went to the wrong address stops working. Whose address is proven, changes it another way: see
    contact changes.
    """
    lock(signatory)
    if not can_correct_mailbox(signatory):
        raise TransitionNotAllowedError(not_any_more(signatory))
    if email == signatory.contact_email:
        return
    emails.take_back_unsent(signatory)
    write(signatory, contact_email=email, file_key=make_file_key())
    record(signatory, by=by, what=EventKind.MAIL_RESENT)
    emails.confirm_address(signatory)


def can_correct_mailbox(signatory: Signatory) -> bool:
    is_unproven = signatory.confirmed_at is None and signatory.status in Status.unproven
    return is_unproven and not signatory.mail_is_held


@transaction.atomic
def confirm(signatory: Signatory) -> None:
    """The applicant pressed the button. A second time, by whoever, does no harm."""
    lock(signatory)
    if signatory.confirmed_at is not None:
        return
    if signatory.status == Status.UNCONFIRMED:
        _enter_queue(signatory, by=None, why="")
    elif signatory.status == Status.QUARANTINED:
        _confirm_while_set_apart(signatory)
    else:
        raise TransitionNotAllowedError(_("This application has ended in the meantime."))


def _confirm_while_set_apart(signatory: Signatory) -> None:
    if set(signatory.doubts) <= set(Doubt.lifted_by_proof):
        _enter_queue(signatory, by=None, why="proven address")
    else:
        write(signatory, confirmed_at=timezone.now())


def _enter_queue(signatory: Signatory, *, by: User | None, why: str) -> None:
    now = timezone.now()
    move(signatory, Status.SUBMITTED, by=by, why=why, confirmed_at=now, submitted_at=now, doubts=[])
    emails.application_submitted(signatory)
    ask_second_person(signatory)


@transaction.atomic
def disown(signatory: Signatory) -> None:
    """“This was not me”: the owner of the mailbox has the application erased before it was ever confirmed."""
    lock(signatory)
    if signatory.status == Status.EXPIRED:
        return
    if signatory.confirmed_at is not None:
        raise TransitionNotAllowedError(not_any_more(signatory))
    end(signatory, why=NOT_ASKED_FOR)
