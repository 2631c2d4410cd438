"""Who has it in hand: assignment, a colleague who looks at it now, and notes. None of it is a decision."""

import re

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories.enums import Status
from signatories.models import Mention, Note, Reading, Signatory

from .door import TransitionNotAllowedError, lock, not_any_more, write

EXPLAINED = "explained in a note"


class HeldByColleagueError(Exception):
    """Somebody else looks at it now. Not forbidden, but to be done on purpose only."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.reading = reading


def colleagues() -> QuerySet[User]:
    """Who can judge, and so be given something to judge or be told about it."""
    deciders: QuerySet[User] = User.objects.with_perm("signatories.decide_signatory")
    return deciders.filter(is_staff=True).order_by("username")


@transaction.atomic
def assign(signatory: Signatory, *, to: User | None) -> None:
    lock(signatory)
    if to is not None and signatory.status not in Status.waiting:
        raise TransitionNotAllowedError(not_any_more(signatory))
    write(signatory, assigned_to=to)


def holder(signatory: Signatory) -> Reading | None:
    """Who looks at it now, this colleague or another."""
    return Reading.objects.alive().select_related("by").filter(signatory=signatory).first()


def held_by_another(signatory: Signatory, user: User) -> Reading | None:
    reading = holder(signatory)
    return reading if reading and reading.by_id != user.pk else None


@transaction.atomic
def hold(signatory: Signatory, *, by: User) -> Reading:
    """“I am looking at this”, or still am. Returns who looks at it then: the first one, until they fall silent."""
    lock(signatory)
    reading = holder(signatory)
    if reading is None:
        return _begin(signatory, by)
    if reading.by_id == by.pk:
        reading.seen_at = timezone.now()
        reading.save(update_fields=["seen_at"])
    return reading


def let_go(signatory: Signatory, *, by: User) -> None:
    """Somebody is done looking, without a decision: the next one need not pass them over."""
    Reading.objects.filter(signatory=signatory, by=by).delete()


@transaction.atomic
def take_over(signatory: Signatory, *, by: User, of: int) -> Reading:
    """From the colleague whose name was on the button, and from nobody else: two who press at once do not rob each other."""
    lock(signatory)
    reading = held_by_another(signatory, by)
    if reading is not None and reading.by_id != of:
        raise HeldByColleagueError(reading)
    return _begin(signatory, by)


def _begin(signatory: Signatory, by: User) -> Reading:
    """Nobody looks at two at once: whoever opens the next has left the one before."""
    Reading.objects.filter(by=by).exclude(signatory=signatory).delete()
    now = timezone.now()
    reading, _is_new = Reading.objects.update_or_create(
        signatory=signatory, defaults={"by": by, "since": now, "seen_at": now}
    )
    return reading


@transaction.atomic
def write_note(signatory: Signatory, *, by: User, text: str) -> Note:
    """Tell colleagues something. Whose `@name` stands in it finds it on their first page; who answers has seen theirs."""
    lock(signatory)
    if signatory.status in Status.erased:
        raise TransitionNotAllowedError(_("What has left keeps no notes: they would be about somebody who was erased."))
    note = Note.objects.create(signatory=signatory, by=by, text=text)
    mentioned = [user for user in colleagues() if user != by and is_mentioned(user.get_username(), text)]
    Mention.objects.bulk_create([Mention(note=note, whom=user) for user in mentioned])
    see_mentions(signatory, by=by)
    return note


def explain(signatory: Signatory, *, by: User, why: str) -> str:
    """Keep a colleague's own words about a decision as a note; returns what the history says of them.

    The history stays for ever, a note is erased with the person whom it may name.
    """
    if not why.strip():
        return ""
    write_note(signatory, by=by, text=why)
    return EXPLAINED


def see_mentions(signatory: Signatory, *, by: User) -> int:
    return Mention.objects.filter(note__signatory=signatory, whom=by, seen_at=None).update(seen_at=timezone.now())


def is_mentioned(username: str, text: str) -> bool:
    """`@mo` in “vraag het @mo.”, not in “@moira”, nor in an address."""
    return bool(re.search(rf"(?<![\w.@+-])@{re.escape(username)}(?![\w@+-]|\.\w)", text, re.IGNORECASE))
