from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guidance.alternates import alternates_of, page_context
from signatories import actions, tokens
from signatories.enums import Status
from signatories.models import Signatory
from signatories.tokens import Purpose
from signatories.views import by_link

ACTIONS = {
    "confirm": actions.confirm_second,
    "refuse": actions.refuse_second,
    "not_me": actions.disown_second,
    "step_back": actions.step_back,
}


@by_link.to_change
def second_person(request: HttpRequest, token: str) -> HttpResponse:
    """Whom an applicant named says yes, no or “this was not me”, and later steps back. Opening the link changes nothing."""
    signatory = tokens.find_signatory(token, Purpose.SECOND)
    if request.method == "POST" and signatory:
        _act(request.POST.get("action", ""), signatory)
        return redirect("signatories:second_person", token=token)
    is_approved = signatory is not None and signatory.status in Status.shown_once
    context = {"signatory": signatory, "state": _state(signatory), "is_approved": is_approved}
    status = 404 if signatory is None else 200
    others = page_context(alternates_of("signatories:second_person", token=token))
    return render(request, "signatories/second_person.html", context | others, status=status)


def _act(action: str, signatory: Signatory) -> None:
    if action not in ACTIONS:
        return
    try:
        ACTIONS[action](signatory)
    except actions.TransitionNotAllowedError:
        return  # it ended or was answered meanwhile; the page that follows says which


def _state(signatory: Signatory | None) -> str:
    if signatory is None:
        return "unknown"
    if signatory.second_refused_at:
        return "refused"
    if signatory.second_confirmed_at:
        return "done"
    if signatory.second_has_left:
        return "left"
    return "ready" if actions.can_answer(signatory) else "ended"
