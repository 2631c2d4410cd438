"""Somebody beside the contact person: is asked by mail, and says yes, no, or that it was somebody else."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories import emails
from signatories.enums import Askable, EventKind, Problem, Status
from signatories.models import OutgoingMail, Signatory
from signatories.models.signatory import make_file_key

from .door import TransitionNotAllowedError, delete_mails, hold_mails, lock, not_any_more, record, write

MESSAGE = "second_person_asked"
MOST_MAILS = 3  # the first one included
PAUSE = timedelta(hours=12)
# What the history keeps of a refusal, and of who confirmed and later stepped back.
NOT_ME = "second person was not me"
DISAGREES = "second person does not agree"
STEPPED_BACK = "second person stepped back"


class AskedOftenEnoughError(Exception):
    """The second person has had enough mails for now."""


def name_second_person(email: str) -> dict[str, Any]:
    """The facts that belong to a new second person: a key of its own, so that the link of whoever was named before is void."""
    return {
        "second_key": make_file_key() if email else "",
        "second_confirmed_at": None,
        "second_refused_at": None,
    }


def ask_second_person(signatory: Signatory) -> None:
    """The one mail that goes by itself, once the contact person has proven an address and nothing holds mail back.

    Within the transaction of what brought it into the queue.
    """
    if may_be_asked(signatory) and not _mails(signatory):
        emails.second_person_asked(signatory)


@transaction.atomic
def ask_second_person_again(signatory: Signatory, *, by: User) -> None:
    """A moderator has the mail sent once more; at most three in all, and not in one breath."""
    lock(signatory)
    if not may_be_asked(signatory):
        raise TransitionNotAllowedError(not_any_more(signatory))
    if why_not_again(signatory):
        raise AskedOftenEnoughError(why_not_again(signatory))
    record(signatory, by=by, what=EventKind.SECOND_ASKED)
    emails.second_person_asked(signatory)


def may_be_asked(signatory: Signatory) -> bool:
    is_open = bool(signatory.second_email) and signatory.status not in Status.at_rest
    has_answered = signatory.second_confirmed_at or signatory.second_refused_at
    is_held = signatory.status == Status.QUARANTINED and signatory.mail_is_held
    return is_open and not has_answered and signatory.confirmed_at is not None and not is_held


def why_not_again(signatory: Signatory) -> str:
    """Empty when one more mail may go."""
    number = _mails(signatory)
    if number >= MOST_MAILS:
        return _("The second person has had %(number)s mails and is asked no more.") % {"number": number}
    last = signatory.mails.filter(message=MESSAGE).select_related("email").first()
    if last and last.email.created > timezone.now() - PAUSE:
        return _("The last mail to the second person is less than twelve hours old.")
    return ""


def _mails(signatory: Signatory) -> int:
    """To this second person: one named later begins anew."""
    return signatory.mails.filter(message=MESSAGE, email__to=signatory.second_email).count()


@transaction.atomic
def confirm_second(signatory: Signatory) -> None:
    """The second person pressed the button. A second time does no harm."""
    lock(signatory)
    if signatory.second_confirmed_at is not None:
        return
    if not can_answer(signatory):
        raise TransitionNotAllowedError(not_any_more(signatory))
    record(signatory, by=None, what=EventKind.SECOND_CONFIRMED)
    write(signatory, second_confirmed_at=timezone.now())


@transaction.atomic
def refuse_second(signatory: Signatory) -> None:
    """“I do not agree”: the application stays, moderators see it. The address goes, and so do the mails to it."""
    lock(signatory)
    _refuse(signatory, why=DISAGREES)


@transaction.atomic
def disown_second(signatory: Signatory) -> None:
    """“This was not me”: the name goes too."""
    lock(signatory)
    _refuse(signatory, why=NOT_ME, second_name="")


def _refuse(signatory: Signatory, *, why: str, **facts: Any) -> None:
    if signatory.second_refused_at is not None:
        return
    if not can_answer(signatory) or signatory.second_confirmed_at is not None:
        raise TransitionNotAllowedError(not_any_more(signatory))
    _let_go(signatory, why=why, second_refused_at=timezone.now(), **facts)


@transaction.atomic
def step_back(signatory: Signatory) -> None:
    """Who confirmed is no longer the second person; their link still opens a page that says so. An entry keeps its place."""
    lock(signatory)
    if signatory.second_has_left:
        return
    if not can_step_back(signatory):
        raise TransitionNotAllowedError(not_any_more(signatory))
    _let_go(signatory, why=STEPPED_BACK, second_confirmed_at=None, second_name="")


def can_step_back(signatory: Signatory) -> bool:
    """Also from what was declined: what we keep for a year there is their name and address too."""
    return bool(signatory.second_email) and signatory.second_confirmed_at is not None


def _let_go(signatory: Signatory, *, why: str, **facts: Any) -> None:
    """Nothing that names them stays, and no mail finds them any more."""
    theirs = hold_mails(mails_about(signatory))
    record(signatory, by=None, what=EventKind.SECOND_REFUSED, why=why)
    write(signatory, second_email="", **facts)
    delete_mails(theirs)
    empty_questions(signatory)


def mails_about(signatory: Signatory) -> QuerySet[OutgoingMail]:
    """Those to the second person, whatever they are about, and those that ask to be it."""
    return signatory.mails.filter(Q(message=MESSAGE) | Q(email__to=signatory.second_email))


def empty_questions(signatory: Signatory) -> None:
    """What was asked about that person, and answered, held the same name and address. An open question stays one."""
    rows = signatory.asked_changes.filter(field=Askable.SECOND_PERSON)
    rows.filter(problem="").update(problem=Problem.SECOND_MISSING)  # our own words go, and a question says something
    rows.update(old={}, words="", remark="")
    rows.filter(answered_at__isnull=False).update(answer={})


def can_answer(signatory: Signatory) -> bool:
    """However late, as long as there is something to confirm."""
    return bool(signatory.second_email) and signatory.status not in Status.at_rest
