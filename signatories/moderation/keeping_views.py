"""The pages of moderation about the yearly question and contact persons."""

from collections.abc import Callable
from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from signatories import actions
from signatories.contact_forms import HandOverForm
from signatories.models import ContactChange, Signatory
from signatories.moderation import keeping
from signatories.moderation.views import PER_PAGE, may_decide, may_see

Decide = Callable[..., None]
DECISIONS: dict[str, Decide] = {
    "approve": actions.approve_contact_change,
    "stop": actions.stop_contact_change,
    "seen": actions.settle_objection,
}


@require_safe
@may_see
def contacts(request: HttpRequest) -> HttpResponse:
    """Whom we cannot ask or reach, and which changes of contact person need a moderator; `?tab=` says which list."""
    tab = keeping.BY_KEY.get(request.GET.get("tab", keeping.TABS[0].key))
    if tab is None:
        raise Http404
    numbers = keeping.counts()
    page = Paginator(tab.rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Still true?"),
        "tab": tab,
        "tabs": [(one.key, one.label, numbers[one.key]) for one in keeping.TABS],
        "page_obj": page,
        "rows": list(page),
        "last_run": keeping.last_run(),
        "opts": Signatory._meta,
    }
    return render(request, "back_office/contacts.html", admin.site.each_context(request) | context)


@require_POST
@may_decide
def still_true(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator has asked by phone, or looked at the public source."""
    signatory = get_object_or_404(Signatory, pk=pk)
    try:
        is_new = actions.renew(signatory, by=cast(User, request.user))
    except actions.TransitionNotAllowedError as error:
        messages.warning(request, str(error))
    else:
        said = _("Noted: still true, for another year.") if is_new else _("That was noted today already.")
        messages.success(request, said)
    return redirect("admin:signatories_signatory_review", pk=pk)


@require_POST
@may_decide
def invite_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to another contact person, who has to accept; the present one hears of it and can object."""
    signatory = get_object_or_404(Signatory, pk=pk)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(f"{form[name].label}: {text[0]}" for name, text in form.errors.items()))
        return redirect("admin:signatories_signatory_review", pk=pk)
    try:
        change = actions.hand_over(signatory, person=form.person(), by=cast(User, request.user))
    except (actions.ContactChangeRefusedError, actions.TransitionNotAllowedError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The mail to %(address)s is on its way.") % {"address": change.new_email})
    return redirect("admin:signatories_signatory_review", pk=pk)


@require_POST
@may_decide
def decide_contact(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """`pk` is that of the change."""
    if name not in DECISIONS:
        raise Http404
    change = get_object_or_404(ContactChange.objects.select_related("signatory"), pk=pk)
    try:
        DECISIONS[name](change, by=cast(User, request.user))
    except actions.ContactChangeRefusedError as error:
        messages.warning(request, str(error))
    except ContactChange.DoesNotExist:
        messages.warning(request, _("This has left meanwhile, and the change with it."))
    else:
        messages.success(request, _("Noted."))
    return redirect("admin:signatories_signatory_review", pk=change.signatory_id)
