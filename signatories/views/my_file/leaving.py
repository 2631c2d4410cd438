"""Leaving in two steps, and having everything personal erased."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, QueryDict

from hierniet import strangers
from signatories import actions
from signatories.enums import Status
from signatories.file_forms import LeaveForm
from signatories.models import Signatory

from .door import back_to_file, show, to_change, to_read


@to_read
def leave(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """The first step: what goes and what stays. Nothing happens here."""
    if not signatory.can_move_to(Status.WITHDRAWN):
        return back_to_file(signatory)
    return show(request, signatory, "signatories/leave.html", {})


@to_change
def leave_for_good(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """The second step. A second press finds that it is done."""
    if not signatory.can_move_to(Status.WITHDRAWN):
        return back_to_file(signatory)
    form = LeaveForm(_sent(request))
    if strangers.accepts(form, request):
        with suppress(actions.TransitionNotAllowedError):  # somebody was faster: the file says where it stands
            actions.withdraw(signatory, by=None)
        return back_to_file(signatory)
    return show(request, signatory, "signatories/leave_for_good.html", {"form": form})


@to_change
def my_erasure(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """For who was declined: now, instead of months after the decision. And for who was set apart: without waiting for it."""
    takes_back = actions.may_take_back(signatory)
    if not takes_back and (signatory.status != Status.DECLINED or not signatory.contact_email):
        return back_to_file(signatory)
    form = LeaveForm(_sent(request))
    if strangers.accepts(form, request):
        erase = actions.take_back if takes_back else actions.forget_person
        return back_to_file(signatory, "erased" if erase(signatory) else "")
    return show(request, signatory, "signatories/my_erasure.html", {"form": form})


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent: of a lone box that is not ticked browsers send nothing at all, and that is an answer too."""
    return request.POST if request.method == "POST" else None
