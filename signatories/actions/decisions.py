"""What moderators decide."""

from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories import emails
from signatories.enums import Doubt, Status
from signatories.models import Reason, Signatory
from signatories.short_names import free_short_name

from .door import (
    AddressNotProvenError,
    SecondPersonMissingError,
    TransitionNotAllowedError,
    lock,
    move,
    not_any_more,
    record,
    write,
)
from .hands import explain
from .second_looks import complete_look
from .second_person import ask_second_person


@transaction.atomic
def release(signatory: Signatory, *, by: User) -> None:
    """A moderator lifts the doubt.

    Who has proven the address joins the queue. Who has not, gets the mail that asks for it, and joins the queue by
    pressing its button: nothing unproven ever waits for a decision.
    """
    lock(signatory)
    if signatory.status != Status.QUARANTINED:
        raise TransitionNotAllowedError(not_any_more(signatory))
    if signatory.confirmed_at is not None:
        move(signatory, Status.SUBMITTED, by=by, why="released", submitted_at=timezone.now(), doubts=[])
        emails.application_submitted(signatory)
        ask_second_person(signatory)
        return
    if signatory.doubts == [Doubt.AWAITING_PROOF]:  # somebody released it a moment ago: one mail is enough
        raise AddressNotProvenError(_("The e-mail address has not been confirmed yet."))
    record(signatory, by=by, why="released")
    write(signatory, doubts=[Doubt.AWAITING_PROOF])
    emails.confirm_address(signatory)


def approve(signatory: Signatory, *, by: User, why: str = "", tries: int = 10) -> None:
    """Show it to the public. Several of the same name approved in one instant: each gets the next short name.

    Where a second person has to confirm and has not, `why` says what convinces all the same.
    """
    try:
        _approve(signatory, by=by, why=why)
    except IntegrityError:
        if tries == 1:
            raise
        approve(signatory, by=by, why=why, tries=tries - 1)


@transaction.atomic
def _approve(signatory: Signatory, *, by: User, why: str) -> None:
    lock(signatory)
    if signatory.status == Status.SUBMITTED and not signatory.is_proven:
        raise AddressNotProvenError(_("The e-mail address has not been confirmed yet."))
    if signatory.status != Status.SUBMITTED:
        raise TransitionNotAllowedError(not_any_more(signatory))
    if signatory.lacks_second_person and not why.strip():
        raise SecondPersonMissingError(_("The second person has not confirmed."))
    complete_look(signatory, by=by)
    now = timezone.now()
    slug = signatory.slug or free_short_name(signatory)
    facts: dict[str, Any] = {"slug": slug, "approved_at": now, "decided_at": now, "decided_by": by}
    said = explain(signatory, by=by, why=why)
    move(signatory, Status.APPROVED, by=by, why=said, **facts, reason=None, own_words="")
    emails.application_approved(signatory)


@transaction.atomic
def decline(signatory: Signatory, *, by: User, reason: Reason, own_words: str = "") -> None:
    facts = {"decided_at": timezone.now(), "decided_by": by, "reason": reason, "own_words": own_words}
    move(signatory, Status.DECLINED, by=by, why=reason.key, **facts)
    if signatory.may_be_written_to:
        emails.application_declined(signatory, reason=reason, own_words=own_words)


@transaction.atomic
def reopen(signatory: Signatory, *, by: User, why: str = "") -> None:
    """A declined application waits again, at its old place: the delay was not the applicant's."""
    lock(signatory)
    if signatory.status != Status.DECLINED or not signatory.contact_email:
        raise TransitionNotAllowedError(not_any_more(signatory))
    if not signatory.is_proven:  # it would wait for ever: approval asks for proof, and no mail would ask for it
        raise AddressNotProvenError(_("The e-mail address has not been confirmed yet."))
    since = signatory.submitted_at or timezone.now()
    move(
        signatory,
        Status.SUBMITTED,
        by=by,
        why=explain(signatory, by=by, why=why),
        submitted_at=since,
        decided_at=None,
        decided_by=None,
        reason=None,
        own_words="",
    )
    emails.application_reopened(signatory)
    ask_second_person(signatory)


@transaction.atomic
def suspend(signatory: Signatory, *, by: User, reason: Reason, own_words: str = "") -> None:
    facts = {"decided_at": timezone.now(), "decided_by": by, "reason": reason, "own_words": own_words}
    move(signatory, Status.SUSPENDED, by=by, why=reason.key, **facts)
    emails.signatory_suspended(signatory, reason=reason, own_words=own_words)


@transaction.atomic
def restore(signatory: Signatory, *, by: User, why: str = "") -> None:
    """A suspended signatory is shown again, with the date of the first approval."""
    lock(signatory)
    if signatory.status != Status.SUSPENDED:
        raise TransitionNotAllowedError(not_any_more(signatory))
    now = timezone.now()
    facts: dict[str, Any] = {"decided_at": now, "decided_by": by, "reason": None, "own_words": ""}
    if signatory.lapsed_at is not None:  # the mail says that everybody can see it: then everybody can
        facts |= {"lapsed_at": None, "reminded_at": None, "reminders_sent": 0, "renewed_at": now}
    move(signatory, Status.APPROVED, by=by, why=explain(signatory, by=by, why=why), **facts)
    emails.signatory_restored(signatory)
