"""How a signatory ends: by leaving, or because nobody confirmed. What is personal goes, the bare history stays."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories import emails
from signatories.enums import TAKEN_BACK, Kind, Status
from signatories.models import FormerSlug, Signatory, WebsiteLook
from signatories.models.signatory import PERSONAL_FIELDS

from .door import TransitionNotAllowedError, hold_mails, lock, move, write
from .logos import drop


@transaction.atomic
def expire(signatory: Signatory, *, why: str) -> None:
    """Never confirmed or never corrected: personal data go, the bare history stays."""
    end(signatory, why=why)


def end(signatory: Signatory, *, why: str) -> None:
    lock(signatory)
    hold_mails(signatory.mails.all())
    move(signatory, Status.EXPIRED, by=None, why=why, **without_person(signatory))
    erase_traces(signatory)


@transaction.atomic
def forget_person(signatory: Signatory) -> bool:
    """Erase who was declined long ago, without changing the status; False when the application moved on meanwhile."""
    lock(signatory)
    if signatory.status != Status.DECLINED:
        return False
    hold_mails(signatory.mails.all())
    write(signatory, **without_person(signatory))
    erase_traces(signatory)
    return True


@transaction.atomic
def take_back(signatory: Signatory) -> bool:
    """Who was set apart and has proven the address need not wait for a moderator to be erased; False when one was faster."""
    lock(signatory)
    if not may_take_back(signatory):
        return False
    end(signatory, why=TAKEN_BACK)
    return True


def may_take_back(signatory: Signatory) -> bool:
    return signatory.status == Status.QUARANTINED and signatory.is_proven


@transaction.atomic
def withdraw(signatory: Signatory, *, by: User | None) -> None:
    """It leaves at its own request: out of the list at once, with everything personal erased; the bare history stays.

    Who pressed the button gets one last mail, which is erased as soon as it has left. `by` is the moderator who was
    asked; then no mail goes out: the address to write to is among what is erased.
    """
    lock(signatory)
    if by is None and signatory.is_contested:
        raise TransitionNotAllowedError(
            _("Who speaks for this signatory is contested: a moderator looks into it first.")
        )
    hold_mails(signatory.mails.all())
    goodbye = emails.signatory_withdrawn(signatory) if by is None and signatory.may_be_written_to else None
    nothing_asked: dict[str, Any] = {"lapsed_at": None, "reminded_at": None, "reminders_sent": 0}
    move(signatory, Status.WITHDRAWN, by=by, **nothing_asked, **without_person(signatory))
    erase_traces(signatory)
    if goodbye:
        emails.queue_goodbye(signatory, goodbye)


def without_person(signatory: Signatory) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys((*PERSONAL_FIELDS, "second_key", "own_words"), "")
    if signatory.kind == Kind.INDIVIDUAL:
        empty |= dict.fromkeys(("name", "website", "slug", "enterprise_number", "source_url", "source_title"), "")
        empty |= {"social_accounts": []}
    empty |= {"assigned_to": None, "contested_at": None}
    return empty


def erase_traces(signatory: Signatory) -> None:
    """Mails, logos, what was asked, answered and proposed: new values, old ones, and words that may name somebody.

    Of a person also the name as colleagues corrected it in the back office, old and new.
    """
    signatory.asked_changes.all().delete()
    signatory.changes.all().delete()
    for outgoing in signatory.mails.select_related("email"):
        outgoing.email.delete()
    drop(signatory.logos.all())
    WebsiteLook.objects.filter(signatory=signatory).delete()
    signatory.notes.all().delete()
    signatory.taken_decisions.update(before={}, after={}, until=timezone.now())
    signatory.contact_changes.all().delete()  # the history keeps that there was one
    if signatory.is_individual:
        FormerSlug.objects.filter(signatory=signatory).delete()
        corrections = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Signatory), object_id=str(signatory.pk)
        )
        corrections.update(object_repr=signatory.receipt_number, change_message="")
