"""Decisions with a way back: as long as its mail waits in the outbox, a decision can be undone.

`take` surrounds any action: it notes what the action changed and makes its mail wait. `undo` goes back through a door of
its own, because the way back stands in no table of moves: it is open for the last thing that happened, and for some
minutes. The history keeps both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from post_office.models import STATUS, Email

from guidance.models import ContentVersion
from signatories.enums import EventKind, Status
from signatories.models import Batch, Event, OutgoingMail, Reading, Signatory, TakenDecision

from . import second_person
from .door import lock, record, write

WITHOUT_MAIL = "without a mail"
# Whoever has it in hand says nothing about what was decided.
BESIDE_THE_DECISION = ("assigned_to",)
NOT_A_FACT = ("id", "search_text")


class CannotUndoError(Exception):
    """It is too late, or something has happened since; says which."""


@dataclass(frozen=True)
class Taking:
    """How a decision is to be taken. `reword` gets the mail that is about to wait, and may write other words in it."""

    choice: str
    by: User
    is_undoable: bool = True
    sends_mail: bool = True
    reword: Callable[[OutgoingMail], None] | None = None
    batch: Batch | None = None


@transaction.atomic
def take(
    act: Callable[..., None], signatory: Signatory, *, words: Mapping[str, Any], taking: Taking
) -> OutgoingMail | None:
    """Act; returns the mail that waits now, if there is one."""
    lock(signatory)
    before, newest = facts_of(signatory), _newest_event(signatory)
    known = set(signatory.mails.values_list("pk", flat=True))
    act(signatory, by=taking.by, **words)
    signatory.refresh_from_db()
    _let_go(signatory)
    new = signatory.mails.exclude(pk__in=known)
    mail = new.exclude(message=second_person.MESSAGE).select_related("email", "signatory").first()
    if mail and taking.reword:
        taking.reword(mail)
    if mail and not taking.sends_mail:
        mail.email.delete()
        mail = None
        record(signatory, by=taking.by, why=WITHOUT_MAIL)
    event = _newest_event(signatory)
    needs_a_receipt = bool(settings.UNDO_WINDOW) or taking.batch is not None
    if taking.is_undoable and needs_a_receipt and event is not None and event != newest:
        until = _remember(signatory, before, event=event, mail=mail, taking=taking)
        Email.objects.filter(outgoing_mail__in=new).update(scheduled_time=until)
    return mail


def _remember(
    signatory: Signatory, before: dict[str, Any], *, event: Event, mail: OutgoingMail | None, taking: Taking
) -> datetime:
    """Returns until when there is a way back."""
    after = facts_of(signatory)
    changed = [name for name in before if before[name] != after[name]]
    until = timezone.now() + settings.UNDO_WINDOW
    TakenDecision.objects.create(
        signatory=signatory, event=event, mail=mail, by=taking.by, choice=taking.choice, batch=taking.batch, until=until,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip
    return until


def _let_go(signatory: Signatory) -> None:
    """What is decided is nobody's task any more, and nobody needs to look at it."""
    Reading.objects.filter(signatory=signatory).delete()
    if signatory.assigned_to_id and signatory.status not in Status.waiting:
        write(signatory, assigned_to=None)


@transaction.atomic
def undo(taken: TakenDecision, *, by: User, also: Callable[[Signatory], None] | None = None) -> None:
    """Make it as if the decision had not been taken, and say so in the history; its mail never goes out.

    `also` takes back what the decision wrote beside the row of the signatory.
    """
    signatory = _lock_both(taken)
    _refuse_what_cannot_be_undone(taken, signatory)
    _take_mail_back(taken)
    _companions(taken).delete()
    facts = _as_values(taken.before)
    record(signatory, by=by, what=EventKind.UNDONE, to=facts.get("status"), why=taken.choice)
    write(signatory, **facts)
    if also:
        also(signatory)
    taken.undone_at = timezone.now()
    taken.save(update_fields=["undone_at"])
    ContentVersion.bump()


@transaction.atomic
def send_now(taken: TakenDecision) -> bool:
    """Let the mail go before its time; from then on the decision stands. False when there is nothing to let go."""
    _lock_both(taken)
    if not taken.is_open or taken.mail is None:
        return False
    now = timezone.now()
    _companions(taken).update(scheduled_time=now)
    taken.until = now
    taken.save(update_fields=["until"])
    return True


def why_not_undone(taken: TakenDecision, signatory: Signatory) -> str:
    """What stands in the way, for people to read; empty when nothing does. Does not look at the outbox."""
    if taken.undone_at is not None:
        return _("It was undone already.")
    if timezone.now() >= taken.until:
        return _("It is too late: the time in which it could be undone is over.")
    if _since(taken, signatory).exists() or _has_moved_on(taken, signatory):
        return _("Something else has happened to it since.")
    return ""


def _since(taken: TakenDecision, signatory: Signatory) -> QuerySet[Event]:
    """What happened after it. That a stranger asked to become the contact person takes nothing away from anybody."""
    return signatory.events.filter(pk__gt=taken.event_id).exclude(what=EventKind.CONTACT_ASKED)


def _refuse_what_cannot_be_undone(taken: TakenDecision, signatory: Signatory) -> None:
    why = why_not_undone(taken, signatory)
    if why:
        raise CannotUndoError(why)


def _lock_both(taken: TakenDecision) -> Signatory:
    """The signatory first, as everywhere, so that nobody waits for each other in a circle."""
    signatory = Signatory.objects.select_for_update(of=("self",)).get(pk=taken.signatory_id)
    taken.refresh_from_db(from_queryset=TakenDecision.objects.select_for_update(of=("self",)))
    return signatory


def _take_mail_back(taken: TakenDecision) -> None:
    """The worker holds the row of a mail while it is on the wire: then it is too late."""
    if taken.mail is None:
        return
    waiting = Email.objects.filter(pk=taken.mail.email_id, status=STATUS.queued)
    email = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if email is None:
        raise CannotUndoError(_("It is too late: the mail is on its way."))
    email.delete()
    taken.mail = None


def _companions(taken: TakenDecision) -> QuerySet[Email]:
    """Mails of the same decision to somebody else, such as the second person: they wait until the same moment."""
    waiting: QuerySet[Email] = Email.objects.filter(
        outgoing_mail__signatory=taken.signatory_id, scheduled_time=taken.until, status=STATUS.queued
    )
    return waiting


def _has_moved_on(taken: TakenDecision, signatory: Signatory) -> bool:
    now = facts_of(signatory)
    return any(now[name] != value for name, value in taken.after.items() if name not in BESIDE_THE_DECISION)


def facts_of(signatory: Signatory) -> dict[str, Any]:
    """Every field of the row, as JSON can hold it."""
    fields = [field for field in Signatory._meta.concrete_fields if field.name not in NOT_A_FACT]
    return {field.name: _plain(field.value_from_object(signatory)) for field in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _as_values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts for `write`. Rows that others point at are read: one that is gone meanwhile is nobody."""
    values: dict[str, Any] = {}
    for field in Signatory._meta.concrete_fields:
        if field.name not in facts:
            continue
        value = facts[field.name]
        if field.related_model is not None and value is not None:
            values[field.name] = field.related_model._default_manager.filter(pk=value).first()
        else:
            values[field.name] = field.to_python(value)
    return values


def _newest_event(signatory: Signatory) -> Event | None:
    return signatory.events.order_by("-pk").first()
