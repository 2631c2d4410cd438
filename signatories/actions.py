"""What can happen to a signatory. Every change of status passes `_move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidance.models import ContentVersion
from signatories import emails, queue
from signatories.enums import NOT_ASKED_FOR, Doubt, Kind, Status
from signatories.models import Event, Reason, Signatory
from signatories.models.signatory import APPLICATION_FIELDS, PERSONAL_FIELDS, make_file_key


class TransitionNotAllowedError(Exception):
    """The signatory is not, or no longer, in a status from which this is possible."""


class AddressNotProvenError(Exception):
    """Nobody has shown that the e-mail address of this application is theirs."""


def sign_up(*, details: Mapping[str, Any], submission_key: UUID | None, doubts: list[Doubt]) -> Signatory:
    """Store an application and send the mail that asks to confirm the address.

    `submission_key` makes it safe to send the same form twice: the second time returns the same row, with corrected
    details if it still waits for confirmation. With doubts the application is set apart; with those that hold mail,
    no mail leaves until a moderator releases it.
    """
    try:
        with transaction.atomic():
            return _create_application(details, submission_key, doubts)
    except IntegrityError:
        existing = Signatory.objects.filter(submission_key=submission_key).first() if submission_key else None
        if existing is None:
            raise
        return _correct_application(existing, details, doubts)


def _create_application(details: Mapping[str, Any], submission_key: UUID | None, doubts: list[Doubt]) -> Signatory:
    now = timezone.now()
    signatory = Signatory.objects.create(
        **{name: details[name] for name in APPLICATION_FIELDS},
        submission_key=submission_key,
        charter_agreed_at=now,
        mandate_stated_at=now,
        status=Status.QUARANTINED if doubts else Status.UNCONFIRMED,
        doubts=list(doubts),
    )
    Event.objects.create(signatory=signatory, to_status=signatory.status, why=", ".join(doubts))
    if not signatory.mail_is_held:
        emails.confirm_address(signatory)
    return signatory


@transaction.atomic
def _correct_application(signatory: Signatory, details: Mapping[str, Any], doubts: list[Doubt]) -> Signatory:
    """The same form came again: nothing new, a correction, or, once the first one is past correcting, a new one."""
    _lock(signatory)
    changed = [name for name in APPLICATION_FIELDS if getattr(signatory, name) != details[name]]
    if not changed:
        return signatory
    mail_is_held = bool(set(doubts) & set(Doubt.holds_mail))
    if signatory.status != Status.UNCONFIRMED or mail_is_held:
        return sign_up(details=details, submission_key=_key_of_version(signatory, details), doubts=doubts)
    for name in changed:
        setattr(signatory, name, details[name])
    if "contact_email" in changed:
        signatory.file_key = make_file_key()  # the link that went to the mistyped address must not confirm this one
    signatory.save(update_fields=[*changed, "file_key"])
    emails.take_back_unsent(signatory)
    emails.confirm_address(signatory)
    return signatory


def _key_of_version(signatory: Signatory, details: Mapping[str, Any]) -> UUID | None:
    """The same for the same form with the same details: sent twice, a corrected form makes one new row too."""
    key = signatory.submission_key
    return uuid5(key, json.dumps(dict(details), sort_keys=True, default=str)) if key else None


@transaction.atomic
def confirm(signatory: Signatory) -> None:
    """The applicant pressed the button. A second time, by whoever, does no harm."""
    _lock(signatory)
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
        _write(signatory, confirmed_at=timezone.now())


def _enter_queue(signatory: Signatory, *, by: User | None, why: str) -> None:
    now = timezone.now()
    _move(signatory, Status.SUBMITTED, by=by, why=why, confirmed_at=now, submitted_at=now, doubts=[])
    emails.application_submitted(signatory)


@transaction.atomic
def disown(signatory: Signatory) -> None:
    """“This was not me”: the owner of the mailbox has the application erased before it was ever confirmed."""
    _lock(signatory)
    if signatory.status == Status.EXPIRED:
        return
    if signatory.confirmed_at is not None:
        raise TransitionNotAllowedError(_not_any_more(signatory))
    _expire(signatory, why=NOT_ASKED_FOR)


@transaction.atomic
def expire(signatory: Signatory, *, why: str) -> None:
    """Never confirmed or never corrected: personal data go, the bare history stays."""
    _expire(signatory, why=why)


def _expire(signatory: Signatory, *, why: str) -> None:
    _move(signatory, Status.EXPIRED, by=None, why=why, **_without_person(signatory))
    _erase_traces(signatory)


@transaction.atomic
def forget_person(signatory: Signatory) -> bool:
    """Erase who was declined long ago, without changing the status; False when the application moved on meanwhile."""
    _lock(signatory)
    if signatory.status != Status.DECLINED:
        return False
    _write(signatory, **_without_person(signatory), own_words="")
    _erase_traces(signatory)
    return True


@transaction.atomic
def release(signatory: Signatory, *, by: User) -> None:
    """A moderator lifts the doubt.

    Who has proven the address joins the queue. Who has not, gets the mail that asks for it, and joins the queue by
    pressing its button: nothing unproven ever waits for a decision.
    """
    _lock(signatory)
    if signatory.status != Status.QUARANTINED:
        raise TransitionNotAllowedError(_not_any_more(signatory))
    if signatory.confirmed_at is not None:
        _move(signatory, Status.SUBMITTED, by=by, why="released", submitted_at=timezone.now(), doubts=[])
        emails.application_submitted(signatory)
        return
    if signatory.doubts == [Doubt.AWAITING_PROOF]:  # somebody released it a moment ago: one mail is enough
        raise AddressNotProvenError(_("The e-mail address has not been confirmed yet."))
    Event.objects.create(
        signatory=signatory, by=by, from_status=signatory.status, to_status=signatory.status, why="released"
    )
    _write(signatory, doubts=[Doubt.AWAITING_PROOF])
    emails.confirm_address(signatory)


def approve(signatory: Signatory, *, by: User, tries: int = 10) -> None:
    """Show it to the public. Several of the same name approved in one instant: each gets the next short name."""
    try:
        _approve(signatory, by=by)
    except IntegrityError:
        if tries == 1:
            raise
        approve(signatory, by=by, tries=tries - 1)


@transaction.atomic
def _approve(signatory: Signatory, *, by: User) -> None:
    _lock(signatory)
    if signatory.status == Status.SUBMITTED and not signatory.is_proven:
        raise AddressNotProvenError(_("The e-mail address has not been confirmed yet."))
    if signatory.status != Status.SUBMITTED:
        raise TransitionNotAllowedError(_not_any_more(signatory))
    now = timezone.now()
    slug = signatory.slug or queue.free_slug(signatory)
    facts: dict[str, Any] = {"slug": slug, "approved_at": now, "decided_at": now, "decided_by": by}
    _move(signatory, Status.APPROVED, by=by, why="", **facts, reason=None, own_words="")
    emails.application_approved(signatory)


@transaction.atomic
def decline(signatory: Signatory, *, by: User, reason: Reason, own_words: str = "") -> None:
    facts = {"decided_at": timezone.now(), "decided_by": by, "reason": reason, "own_words": own_words}
    _move(signatory, Status.DECLINED, by=by, why=reason.key, **facts)
    if signatory.may_be_written_to:
        emails.application_declined(signatory, reason=reason, own_words=own_words)


@transaction.atomic
def reopen(signatory: Signatory, *, by: User, why: str = "") -> None:
    """A declined application waits again, at its old place: the delay was not the applicant's."""
    _lock(signatory)
    if signatory.status != Status.DECLINED or not signatory.contact_email:
        raise TransitionNotAllowedError(_not_any_more(signatory))
    if not signatory.is_proven:  # it would wait for ever: approval asks for proof, and no mail would ask for it
        raise AddressNotProvenError(_("The e-mail address has not been confirmed yet."))
    since = signatory.submitted_at or timezone.now()
    _move(
        signatory,
        Status.SUBMITTED,
        by=by,
        why=why,
        submitted_at=since,
        decided_at=None,
        decided_by=None,
        reason=None,
        own_words="",
    )
    emails.application_reopened(signatory)


@transaction.atomic
def suspend(signatory: Signatory, *, by: User, reason: Reason, own_words: str = "") -> None:
    facts = {"decided_at": timezone.now(), "decided_by": by, "reason": reason, "own_words": own_words}
    _move(signatory, Status.SUSPENDED, by=by, why=reason.key, **facts)
    emails.signatory_suspended(signatory, reason=reason, own_words=own_words)


@transaction.atomic
def restore(signatory: Signatory, *, by: User, why: str = "") -> None:
    """A suspended signatory is shown again, with the date of the first approval."""
    _lock(signatory)
    if signatory.status != Status.SUSPENDED:
        raise TransitionNotAllowedError(_not_any_more(signatory))
    facts = {"decided_at": timezone.now(), "decided_by": by, "reason": None, "own_words": ""}
    _move(signatory, Status.APPROVED, by=by, why=why, **facts)
    emails.signatory_restored(signatory)


@transaction.atomic
def withdraw(signatory: Signatory, *, by: User | None, why: str = "") -> None:
    """It leaves at its own request: out of the list at once, with everything personal erased; the bare history stays.

    No mail goes out: the address to write to is among what is erased. `by` is the moderator who was asked.
    """
    _move(signatory, Status.WITHDRAWN, by=by, why=why, own_words="", **_without_person(signatory))
    _erase_traces(signatory)


@transaction.atomic
def _move(signatory: Signatory, to: Status, *, by: User | None, why: str = "", **facts: Any) -> None:
    """Lock the row, consult the table, write history, status and facts together."""
    _lock(signatory)
    if not signatory.can_move_to(to):
        raise TransitionNotAllowedError(_not_any_more(signatory))
    Event.objects.create(signatory=signatory, by=by, from_status=signatory.status, to_status=to, why=why)
    _write(signatory, status=to, **facts)
    ContentVersion.bump()


def _lock(signatory: Signatory) -> None:
    """Read the row anew and hold it until the transaction ends; whoever comes second sees what the first one did."""
    signatory.refresh_from_db(from_queryset=Signatory.objects.select_for_update(of=("self",)))


def _write(signatory: Signatory, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(signatory, name, value)
    signatory.save(update_fields=list(facts))


def _without_person(signatory: Signatory) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(PERSONAL_FIELDS, "")
    if signatory.kind == Kind.INDIVIDUAL:
        empty |= {"name": "", "website": "", "slug": "", "enterprise_number": ""}
    return empty


def _erase_traces(signatory: Signatory) -> None:
    """The mails; of a person also the name as colleagues corrected it in the back office, old and new."""
    for outgoing in signatory.mails.select_related("email"):
        outgoing.email.delete()
    if signatory.is_individual:
        corrections = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Signatory), object_id=str(signatory.pk)
        )
        corrections.update(object_repr=signatory.receipt_number, change_message="")


def _not_any_more(signatory: Signatory) -> str:
    label = Status(signatory.status).label
    return _("Not possible any more: the status is now “%(status)s”.") % {"status": label}
