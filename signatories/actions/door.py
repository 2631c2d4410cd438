"""The one door through which every change of status passes, and what all actions need beside it."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from post_office.models import Email

from guidance.models import ContentVersion
from signatories.enums import EventKind, Status
from signatories.models import Event, OutgoingMail, Signatory


class TransitionNotAllowedError(Exception):
    """The signatory is not, or no longer, in a status from which this is possible."""


class AddressNotProvenError(Exception):
    """Nobody has shown that the e-mail address of this application is theirs."""


class SecondPersonMissingError(AddressNotProvenError):
    """Nobody beside the contact person has confirmed, where one alone does not speak for all."""


@transaction.atomic
def move(signatory: Signatory, to: Status, *, by: User | None, why: str = "", **facts: Any) -> None:
    """Lock the row, consult the table, write history, status and facts together."""
    lock(signatory)
    if not signatory.can_move_to(to):
        raise TransitionNotAllowedError(not_any_more(signatory))
    record(signatory, by=by, why=why, to=to)
    write(signatory, status=to, **facts)
    ContentVersion.bump()


def record(
    signatory: Signatory,
    *,
    by: User | None,
    why: str = "",
    what: EventKind = EventKind.STATUS,
    to: Status | None = None,
) -> Event:
    """Write an entry of the history. Call it within the transaction that locked the row; `why` names no people."""
    return Event.objects.create(
        signatory=signatory, by=by, what=what, from_status=signatory.status, to_status=to or signatory.status, why=why
    )


def lock(signatory: Signatory) -> None:
    """Read the row anew and hold it until the transaction ends; whoever comes second sees what the first one did."""
    signatory.refresh_from_db(from_queryset=Signatory.objects.select_for_update(of=("self",)))


def write(signatory: Signatory, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(signatory, name, value)
    signatory.save(update_fields=list(facts))


def not_any_more(signatory: Signatory) -> str:
    label = Status(signatory.status).label
    return _("Not possible any more: the status is now “%(status)s”.") % {"status": label}


def hold_mails(mails: QuerySet[OutgoingMail]) -> list[int]:
    """Lock the rows of the outbox that are about to be deleted, and return their keys.

    One that is on the wire is waited for: call it before anything that others wait for is locked. Whoever deletes without
    it can lock the worker out, which holds a mail while it writes down what the server answered.
    """
    found = Email.objects.filter(outgoing_mail__in=mails).order_by("pk").select_for_update(of=("self",))
    return [email.pk for email in found]


def delete_mails(keys: list[int]) -> None:
    Email.objects.filter(pk__in=keys).delete()
