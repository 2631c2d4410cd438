"""The way back from a decision, as long as its mail waits; and the way forward, for who will not wait."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hierniet.dates import written
from signatories import actions
from signatories.models import TakenDecision
from signatories.moderation.choices import BY_NAME
from signatories.moderation.pages import may_decide, may_see, page, review_address, user_of

PER_PAGE = 50


@require_safe
@may_see
def just_decided(request: HttpRequest) -> HttpResponse:
    """What can still be undone, by whomever it was decided."""
    decisions = Paginator(open_decisions(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Decided just now"), "page_obj": decisions, "decisions": [describe(row) for row in decisions]}
    return page(request, "back_office/undo/list.html", context)


@require_POST
@may_decide
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    taken = get_object_or_404(TakenDecision.objects.select_related("signatory"), pk=pk)
    try:
        undo_one(taken, by=user_of(request))
    except actions.CannotUndoError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Undone: “%(name)s” is as it was before. No mail has gone out.") % names(taken))
    return redirect(review_address(request, taken.signatory_id))


@require_POST
@may_decide
def send_now(request: HttpRequest, pk: int) -> HttpResponse:
    taken = get_object_or_404(TakenDecision.objects.select_related("signatory"), pk=pk)
    if actions.send_now(taken):
        messages.success(request, _("The mail to “%(name)s” leaves within a few seconds.") % names(taken))
    else:
        messages.info(request, _("There is no mail any more that waits for this decision."))
    return redirect(_back(request) or taken_address(taken))


def undo_one(taken: TakenDecision, *, by: User) -> None:
    choice = BY_NAME.get(taken.choice)
    actions.undo(taken, by=by, also=choice.also_undo if choice else None)


def open_decisions() -> QuerySet[TakenDecision]:
    return TakenDecision.objects.still_open().select_related("signatory", "by", "mail__email")


def describe(taken: TakenDecision) -> Mapping[str, Any]:
    """For a template: the decision in words."""
    choice = BY_NAME.get(taken.choice)
    return {"taken": taken, "label": choice.label if choice else taken.choice}


def names(taken: TakenDecision) -> dict[str, str]:
    return {"name": str(taken.signatory), "time": written(timezone.localtime(taken.until), "TIME_FORMAT")}


def taken_address(taken: TakenDecision) -> str:
    return redirect("admin:signatories_signatory_review", pk=taken.signatory_id).url


def _back(request: HttpRequest) -> str:
    """The page on which the button stood; never one of somebody else's."""
    address = request.POST.get("back", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""
