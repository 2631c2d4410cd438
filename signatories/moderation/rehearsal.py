"""The mail before it goes. A decision is taken for real, its mail is read, and the whole is rolled back.

So what a moderator sees is what will be sent, to the letter, without a second piece of code that composes it. When the
decision is then confirmed, the mail that it queues is compared with the one that was seen, before anything is kept.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from signatories.actions import second_person
from signatories.emails import RenderedMail
from signatories.models import OutgoingMail, Signatory
from signatories.moderation.choices import Choice

NO_MAIL = "none"


class MailHasChangedError(Exception):
    """What would go out is not what was seen."""


def rehearse(choice: Choice, signatory: Signatory, *, by: User, words: Mapping[str, Any]) -> RenderedMail | None:
    """The mail that this decision would send now, or None if it would send none. Leaves no trace."""
    with transaction.atomic():
        mail = _perform(choice, signatory.pk, by=by, words=words)
        transaction.set_rollback(True)
    return mail


@transaction.atomic
def carry_out(
    choice: Choice, signatory: Signatory, *, by: User, words: Mapping[str, Any], seen: str
) -> RenderedMail | None:
    """Decide, provided that the mail is the one whose digest is `seen`."""
    mail = _perform(choice, signatory.pk, by=by, words=words)
    if digest(mail) != seen:
        raise MailHasChangedError
    return mail


def digest(mail: RenderedMail | None) -> str:
    return mail.digest if mail else NO_MAIL


def _perform(choice: Choice, pk: int, *, by: User, words: Mapping[str, Any]) -> RenderedMail | None:
    """Works on a copy of its own: what is rolled back must not live on in the caller's object."""
    signatory = Signatory.objects.select_for_update(of=("self",)).get(pk=pk)
    before = set(signatory.mails.values_list("pk", flat=True))
    choice.carry_out(signatory, by=by, words=words)
    new = OutgoingMail.objects.exclude(pk__in=before).filter(signatory=pk).select_related("email")
    outgoing = new.exclude(message=second_person.MESSAGE).first()  # that one goes to somebody else
    if outgoing is None:
        return None
    email = outgoing.email
    return RenderedMail(subject=email.subject, text=email.message, html=email.html_message)
