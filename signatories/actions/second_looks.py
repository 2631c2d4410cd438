"""When there are many: one colleague says that an application looks right, another one approves it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories.enums import EventKind, Status
from signatories.models import SecondLook, Signatory

from .door import TransitionNotAllowedError, lock, not_any_more


class SecondPersonNeededError(TransitionNotAllowedError):
    """Who looked first wants to approve too."""


@transaction.atomic
def look_first(signatory: Signatory, *, by: User) -> bool:
    """“It looks right to me.” False when a colleague said so already: then the second look is for whoever presses now.

    Changes nothing that an applicant could see; approving stays a decision of its own, with its mail.
    """
    lock(signatory)
    if signatory.status != Status.SUBMITTED:
        raise TransitionNotAllowedError(not_any_more(signatory))
    if standing_look(signatory):
        return False
    SecondLook.objects.update_or_create(
        signatory=signatory,
        defaults={"first_by": by, "first_at": timezone.now(), "second_by": None, "second_at": None},
    )
    return True


@transaction.atomic
def take_look_back(signatory: Signatory, *, by: User) -> None:
    """Only one's own, and only until somebody has approved."""
    lock(signatory)
    SecondLook.objects.filter(signatory=signatory, first_by=by, second_by__isnull=True).delete()


def standing_look(signatory: Signatory) -> SecondLook | None:
    """The first look at it as it stands now; one from before its last change of status counts no more."""
    look = SecondLook.objects.filter(signatory=signatory, second_by__isnull=True).first()
    moves = signatory.events.filter(what=EventKind.STATUS, at__gt=look.first_at) if look else None
    if moves is None or moves.exclude(taken_decision__undone_at__isnull=False).exists():
        return None
    return look


def reopen_look(signatory: Signatory) -> None:
    """Beside an approval that is undone: the second one has not approved any more, so the first look stands."""
    SecondLook.objects.filter(signatory=signatory).update(second_by=None, second_at=None)


def complete_look(signatory: Signatory, *, by: User) -> None:
    """Part of approving, under its lock: whoever looked first leaves that to another."""
    look = standing_look(signatory)
    if look is None:
        return
    if look.first_by_id == by.pk:
        raise SecondPersonNeededError(
            _("You looked at this one first: another colleague approves it, or you take your look back.")
        )
    look.second_by, look.second_at = by, timezone.now()
    look.save(update_fields=["second_by", "second_at"])
