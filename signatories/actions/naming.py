"""The contact person names a second person in the file: the first one, another one, or nobody any more."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from post_office.models import STATUS

from signatories.enums import Askable, EventKind
from signatories.mailboxes import one_mailbox
from signatories.models import Signatory

from .door import delete_mails, hold_mails, write
from .second_person import ask_second_person, empty_questions, mails_about, name_second_person

# Each of them gets a mail, and may be a stranger. Who confirmed, refused or stepped back counts as well.
MOST_NAMED = 3
WITHIN = timedelta(days=30)
# What tells somebody of a change of contact person that they can object to.
NOTICES = ("contact_notice", "contact_replaced")


class SecondPersonRefusedError(Exception):
    """This second person cannot be named now; the sentence says why."""


def is_same_mailbox(signatory: Signatory, email: str) -> bool:
    return email.casefold() == signatory.second_email.casefold()


def name_in_file(signatory: Signatory, second: Mapping[str, str]) -> bool:
    """Whether anything differed. Within the transaction that locked the row.

    `seen` is who stood on the page that was filled in. Somebody new is asked by mail, once. Of the one before nothing
    stays, and their links open nothing any more.
    """
    is_same = is_same_mailbox(signatory, second["second_email"])
    if is_same and second["second_name"] in (signatory.second_name, ""):
        return False
    if second["seen"] != signatory.second_in_one_line:
        raise SecondPersonRefusedError(
            _(
                "The second person has changed since you opened this page; perhaps they stepped back. "
                "What you typed is still here: check it, and send it again."
            )
        )
    if is_same:
        write(signatory, second_name=second["second_name"])
        return True
    if second["second_email"]:
        _refuse_who_is_known(signatory, second["second_email"])
        _refuse_too_many(signatory)
    _replace(signatory, name=second["second_name"], email=second["second_email"])
    return True


def let_second_person_go(signatory: Signatory) -> None:
    """Who signs for themselves from now on has nobody beside them. Within the transaction that locked the row."""
    if signatory.second_email:
        _replace(signatory, name="", email="")


def _refuse_who_is_known(signatory: Signatory, email: str) -> None:
    """Two people means two mailboxes, also once somebody who was named as the next contact person has accepted."""
    following = signatory.contact_changes.open().values_list("new_email", flat=True)
    if one_mailbox(email) in {one_mailbox(other) for other in (signatory.contact_email, *following)}:
        raise SecondPersonRefusedError(_("Give the address of somebody else than the contact person."))


def _refuse_too_many(signatory: Signatory) -> None:
    named = signatory.events.filter(
        what=EventKind.DETAILS, why__contains=Askable.SECOND_PERSON, at__gt=timezone.now() - WITHIN
    )
    if named.count() >= MOST_NAMED:
        raise SecondPersonRefusedError(
            _("You changed the second person a few times this month. Write to us if it has to change again.")
        )


def _replace(signatory: Signatory, *, name: str, email: str) -> None:
    hold_mails(mails_about(signatory))
    # Whoever could object to another contact person still hears of it, also where that one names somebody else at once.
    is_on_its_way = Q(message__in=NOTICES, email__status__in=[STATUS.queued, STATUS.requeued])
    theirs = list(mails_about(signatory).exclude(is_on_its_way).values_list("email_id", flat=True))
    mails_about(signatory).filter(is_on_its_way).update(erase_when_sent=True)
    write(signatory, second_name=name, second_email=email, **name_second_person(email))
    delete_mails(theirs)
    empty_questions(signatory)
    ask_second_person(signatory)
