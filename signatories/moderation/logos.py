"""Logos as moderators see them: on the page of their signatory, and in a list of those that wait."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from signatories.actions import logos
from signatories.enums import LogoReason, LogoState
from signatories.logos.sentences import remark_sentences
from signatories.models import Logo, Signatory

PER_PAGE = 25
SHOWN = (LogoState.WAITING, LogoState.USED)
may_see = permission_required("signatories.view_signatory", raise_exception=True)
may_decide = permission_required("signatories.decide_signatory", raise_exception=True)


class RefusalForm(forms.Form):
    seen_as = forms.ChoiceField(choices=[(state.value, state.label) for state in SHOWN])
    reason = forms.ChoiceField(choices=LogoReason, label=gettext_lazy("Reason"))
    own_words = forms.CharField(max_length=2_000, required=False, label=gettext_lazy("In your own words"))


@dataclass(frozen=True)
class Shown:
    """A logo with what was remarked when it was drawn."""

    logo: Logo
    remarks: list[Any]


def desk(signatory: Signatory) -> list[Shown]:
    """What is to be looked at: first what waits, then what is in use."""
    found = {logo.state: logo for logo in signatory.logos.all()}
    return [Shown(found[state], remark_sentences(found[state].remarks)) for state in SHOWN if state in found]


@require_safe
@may_see
def waiting_logos(request: HttpRequest) -> HttpResponse:
    """Logos that wait for a moderator, oldest first."""
    waiting = Logo.objects.awaiting_decision().oldest_first().select_related("signatory")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Logos that wait"), "opts": Signatory._meta, "page_obj": page}
    return render(request, "back_office/logos.html", admin.site.each_context(request) | context)


@require_POST
@may_decide
def approve_logo(request: HttpRequest, pk: int) -> HttpResponse:
    def approve(signatory: Signatory) -> str:
        logos.approve(signatory, request.POST.get("name", ""), by=_user(request))
        return _("The new logo of “%(name)s” is in use.") % {"name": signatory}

    return _decided(request, pk, approve)


@require_POST
@may_decide
@sensitive_post_parameters("own_words")
def refuse_logo(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits is not taken, or what is in use is taken away; the applicant reads why."""
    form = RefusalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a reason: the applicant reads it in the mail."))
        return redirect("admin:signatories_signatory_review", pk=pk)

    def refuse(signatory: Signatory) -> str:
        logos.refuse(
            signatory,
            request.POST.get("name", ""),
            seen_as=LogoState(form.cleaned_data["seen_as"]),
            by=_user(request),
            reason=LogoReason(form.cleaned_data["reason"]),
            own_words=form.cleaned_data["own_words"],
        )
        return _("The logo of “%(name)s” is not used; the applicant reads why.") % {"name": signatory}

    return _decided(request, pk, refuse)


def _decided(request: HttpRequest, pk: int, decide: Callable[[Signatory], str]) -> HttpResponse:
    try:
        messages.success(request, decide(get_object_or_404(Signatory, pk=pk)))
    except logos.LogoGoneError as error:
        messages.warning(request, str(error))
    return redirect("admin:signatories_signatory_review", pk=pk)


def _user(request: HttpRequest) -> Any:
    return request.user
