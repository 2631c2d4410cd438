from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guidance.alternates import alternates_of, page_context
from signatories import actions, tokens
from signatories.enums import Status
from signatories.models import Signatory
from signatories.renewal_course import due_date
from signatories.renewal_state import renewal_state
from signatories.tokens import Purpose
from signatories.views import by_link


@by_link.to_change
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the yearly mail. Opening it changes nothing; the button “still true” does, and so does a second press."""
    signatory, is_second = _find(token)
    if request.method == "POST" and signatory and _may_renew(signatory, is_second=is_second):
        _press(signatory, is_second=is_second)
        return redirect("signatories:renew", token=token)
    context = {
        "signatory": signatory,
        "state": _state(signatory, is_second=is_second),
        "due_on": due_date(signatory) if signatory else None,
        "file_token": tokens.make_token(signatory, Purpose.FILE) if signatory and not is_second else "",
        **page_context(alternates_of("signatories:renew", token=token)),
    }
    return render(request, "signatories/renew.html", context, status=200 if signatory else 404)


def _find(token: str) -> tuple[Signatory | None, bool]:
    """Whose link it is, and whether it is that of the second person, who does not get into the file."""
    found = tokens.find_signatory(token, Purpose.RENEW)
    if found is not None:
        return found, False
    second = tokens.find_signatory(token, Purpose.RENEW_SECOND)
    return (second, True) if second and second.second_email else (None, False)


def _press(signatory: Signatory, *, is_second: bool) -> None:
    try:
        actions.renew(signatory, by_second=is_second)
    except actions.TransitionNotAllowedError:
        return  # it left or was suspended meanwhile; the page that follows says so


def _may_renew(signatory: Signatory, *, is_second: bool) -> bool:
    """Nobody objects to the second person."""
    return signatory.status == Status.APPROVED and (is_second or not signatory.is_contested)


def _state(signatory: Signatory | None, *, is_second: bool) -> str:
    """Which part of the page: what is asked, what was answered, or why nothing is asked."""
    if signatory is None:
        return "unknown"
    if not _may_renew(signatory, is_second=is_second):
        return "elsewhere"
    state: dict[str, Any] = renewal_state(signatory)
    return "ready" if state["is_open"] or state["has_lapsed"] else "done"
