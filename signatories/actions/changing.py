"""Changes to an entry that is public already: proposed by the signatory, judged by a moderator. And what needs no judge."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidance.models import ContentVersion
from signatories import emails
from signatories.corrections import as_json, values_of
from signatories.enums import Askable, ChangeState, EventKind, Status
from signatories.models import Change, Signatory
from signatories.models.changes import SHORT_NAME, proposable_fields

from .door import TransitionNotAllowedError, lock, not_any_more, record, write
from .naming import let_second_person_go, name_in_file
from .short_names import leave_short_name, refuse_taken_short_name, take_short_name_back

# What the contact person may change without anybody judging it.
OWN_DETAILS = ("language", "contact_name", "contact_role", "contact_phone")
MAY_PROPOSE = (Status.APPROVED, Status.SUSPENDED)
MAY_CORRECT_DETAILS = (Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED)


def waiting_change(signatory: Signatory) -> Change | None:
    return signatory.changes.filter(state=ChangeState.WAITING).first()


@transaction.atomic
def propose_change(signatory: Signatory, *, fields: Mapping[str, Any], remark: str = "") -> Change | None:
    """Keep new values for a moderator to judge; what is public stays as it is. None when nothing differs.

    A new proposal takes the place of the one that waits. The same one sent twice is one.
    """
    lock(signatory)
    if signatory.status not in MAY_PROPOSE:
        raise TransitionNotAllowedError(not_any_more(signatory))
    now = values_of(signatory, proposable_fields(signatory))
    new = {name: as_json(fields[name]) for name in now if name in fields}
    changed = {name: value for name, value in new.items() if value != now[name]}
    waiting = waiting_change(signatory)
    if not changed or (waiting and (waiting.fields, waiting.remark) == (changed, remark)):
        return waiting if changed else None
    if waiting:
        _close(waiting, ChangeState.TAKEN_BACK, by=None)
    record(signatory, by=None, what=EventKind.CHANGE_PROPOSED, why=", ".join(changed))
    before = {name: now[name] for name in changed}
    return Change.objects.create(signatory=signatory, fields=changed, before=before, remark=remark)


@transaction.atomic
def take_back_change(signatory: Signatory) -> None:
    """The signatory thought better of it. A second time does no harm."""
    lock(signatory)
    waiting = waiting_change(signatory)
    if waiting:
        _close(waiting, ChangeState.TAKEN_BACK, by=None)
        record(signatory, by=None, what=EventKind.CHANGE_TAKEN_BACK)


@transaction.atomic
def approve_change(signatory: Signatory, *, by: User) -> None:
    """The public version becomes what was proposed; links with the short name that it had lead on."""
    change = _lock_waiting_change(signatory)
    now = values_of(signatory, change.fields)
    if SHORT_NAME in change.fields:
        refuse_taken_short_name(signatory, change.fields[SHORT_NAME])
    write(signatory, **change.fields)
    if SHORT_NAME in change.fields:
        leave_short_name(signatory, now[SHORT_NAME])
    if signatory.is_individual:
        let_second_person_go(signatory)
    _close(change, ChangeState.APPROVED, by=by)
    record(signatory, by=by, what=EventKind.CHANGE_APPROVED, why=", ".join(change.fields))
    emails.change_approved(signatory, change=change, now=now)
    if signatory.is_public:
        ContentVersion.bump()


@transaction.atomic
def decline_change(signatory: Signatory, *, by: User, own_words: str) -> None:
    change = _lock_waiting_change(signatory)
    _close(change, ChangeState.DECLINED, by=by, words=own_words)
    record(signatory, by=by, what=EventKind.CHANGE_DECLINED, why=", ".join(change.fields))
    emails.change_declined(signatory, change=change, own_words=own_words)


def _lock_waiting_change(signatory: Signatory) -> Change:
    lock(signatory)
    change = waiting_change(signatory)
    if change is None or signatory.status not in MAY_PROPOSE:
        raise TransitionNotAllowedError(_("This change has been judged, replaced or taken back in the meantime."))
    return change


def judge_anew(signatory: Signatory) -> None:
    """The judgement was undone: what was proposed waits again. Within the transaction that locked the row."""
    change = signatory.changes.filter(state__in=[ChangeState.APPROVED, ChangeState.DECLINED]).latest("decided_at")
    change.state, change.decided_at, change.decided_by, change.words = ChangeState.WAITING, None, None, ""
    change.save(update_fields=["state", "decided_at", "decided_by", "words"])
    take_short_name_back(signatory)


def _close(change: Change, state: ChangeState, *, by: User | None, words: str = "") -> None:
    change.state, change.decided_at, change.decided_by, change.words = state, timezone.now(), by, words
    change.save(update_fields=["state", "decided_at", "decided_by", "words"])


@transaction.atomic
def correct_details(
    signatory: Signatory, *, details: Mapping[str, str], second: Mapping[str, str] | None = None
) -> bool:
    """The contact person corrects what only concerns them and us; False when nothing differed.

    `second` is whom they name beside themselves, None where they leave that as it is; see naming.py.
    """
    lock(signatory)
    if signatory.status not in MAY_CORRECT_DETAILS or not signatory.contact_email or signatory.is_contested:
        raise TransitionNotAllowedError(not_any_more(signatory))
    changed = {name: details[name] for name in OWN_DETAILS if getattr(signatory, name) != details[name]}
    if changed:
        write(signatory, **changed)
    fields = [*changed, Askable.SECOND_PERSON] if second and name_in_file(signatory, second) else [*changed]
    if fields:
        record(signatory, by=None, what=EventKind.DETAILS, why=", ".join(fields))
    return bool(fields)
