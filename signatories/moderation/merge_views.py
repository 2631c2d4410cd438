"""The page on which two signatories stand beside each other, and on which they can be made one."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from signatories import actions
from signatories.actions.merging import why_not
from signatories.models import Signatory
from signatories.moderation import likeness, merging
from signatories.moderation.hands import say_who


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("signatories.decide_signatory", raise_exception=True)
def compare(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Side by side; a POST shows what a merge would do, and with `confirm` it does exactly that."""
    one, other = _find(pk), _find(other_pk)
    if one.pk == other.pk:
        raise Http404
    if request.method != "POST":
        return _page(request, one, other, stays=merging.better_stays(one, other))
    into, leaving = (other, one) if request.POST.get("stays") == str(other.pk) else (one, other)
    try:
        return _merge(request, one, other, leaving=leaving, into=into)
    except (actions.MergeNotAllowedError, actions.TransitionNotAllowedError) as error:
        messages.warning(request, str(error))
        return redirect("admin:signatories_signatory_compare", pk=pk, other_pk=other_pk)


def _merge(
    request: HttpRequest, one: Signatory, other: Signatory, *, leaving: Signatory, into: Signatory
) -> HttpResponse:
    takes, by = tuple(request.POST.getlist("takes")), cast(User, request.user)
    has_changed = False
    reading = actions.held_by_another(leaving, by) or actions.held_by_another(into, by)
    if reading is not None and "confirm" in request.POST:  # a merge cannot be undone
        messages.warning(request, say_who(reading))
    elif "confirm" in request.POST:
        try:
            merging.carry_out(leaving, into, by=by, takes=takes, seen=request.POST.get("seen", ""))
        except merging.PlanHasChangedError:
            has_changed = True
        else:
            names = {"leaving": leaving, "number": leaving.receipt_number, "into": into}
            messages.success(request, _("“%(leaving)s” (%(number)s) now is one with “%(into)s”.") % names)
            return redirect("admin:signatories_signatory_review", pk=into.pk)
    plan = merging.rehearse(leaving, into, by=by, takes=takes)
    return _page(request, one, other, stays=into, plan=plan, has_changed=has_changed)


def _page(request: HttpRequest, one: Signatory, other: Signatory, *, stays: Signatory, **more: object) -> HttpResponse:
    leaving = other if stays.pk == one.pk else one
    context: Mapping[str, Any] = {
        **admin.site.each_context(request),
        "opts": Signatory._meta,
        "title": _("One and the same?"),
        "one": one,
        "other": other,
        "both": (one, other),
        "likeness": likeness.compare(one, other),
        "facts": merging.side_by_side(one, other),
        "stays": stays,
        "leaving": leaving,
        "takeable": merging.takeable_labels(leaving, stays),
        "obstacle": why_not(leaving, stays),
        **more,
    }
    return render(request, "back_office/compare.html", context)


def _find(pk: int) -> Signatory:
    return get_object_or_404(Signatory.objects.select_related("website_look"), pk=pk)
