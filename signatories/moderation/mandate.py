"""What shows that an application may sign: the second person, as moderators see them, and one more mail to them."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from signatories import actions
from signatories.actions import second_person
from signatories.models import Signatory
from signatories.moderation.evidence import MailboxMatch, match_second_mailbox

may_decide = permission_required("signatories.decide_signatory", raise_exception=True)


@dataclass(frozen=True)
class SecondPerson:
    """`level` as in evidence.py; `mailbox` only where there is one; `may_ask` whether one more mail may go out."""

    level: str
    word: str
    mailbox: MailboxMatch | None
    may_ask: bool
    why_not: str


def describe_second_person(signatory: Signatory) -> SecondPerson | None:
    """None where nobody was named and nobody needs to be."""
    if not (signatory.second_name or signatory.second_key or signatory.needs_second_person):
        return None
    level, word = _answer(signatory)
    may_be_asked = second_person.may_be_asked(signatory)
    why_not = second_person.why_not_again(signatory) if may_be_asked else ""
    mailbox = match_second_mailbox(signatory) if signatory.second_email else None
    return SecondPerson(level, word, mailbox, may_be_asked and not why_not, why_not)


def _answer(signatory: Signatory) -> tuple[str, str]:
    if signatory.second_confirmed_at:
        return "good", _("confirmed")
    if signatory.second_refused_at:
        return "late", _("did not confirm")
    if signatory.second_email:
        return "unsure", _("no answer yet")
    word = _("stepped back") if signatory.second_has_left else _("nobody named")
    return "late" if signatory.needs_second_person else "unsure", word


@require_POST
@may_decide
def ask_second(request: HttpRequest, pk: int) -> HttpResponse:
    """One more mail to the second person."""
    signatory = get_object_or_404(Signatory, pk=pk)
    try:
        actions.ask_second_person_again(signatory, by=cast(User, request.user))
    except actions.TransitionNotAllowedError:
        messages.warning(request, _("The second person has answered in the meantime, or there is nothing left to ask."))
    except actions.AskedOftenEnoughError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The mail to the second person is on its way."))
    return redirect("admin:signatories_signatory_review", pk=pk)
