"""Pages for when there are many: groups by domain, and the lane in which two colleagues share the well-known domains."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from signatories import actions, burst
from signatories.enums import EventKind, Status
from signatories.models import Event, ModerationSettings, SecondLook, Signatory
from signatories.moderation import evidence, groups, waiting
from signatories.moderation.trail import person
from signatories.moderation.views import PER_PAGE, _page, _user, may_decide, may_see


@require_safe
@may_see
def by_domain(request: HttpRequest) -> HttpResponse:
    """Every domain from which several wait; `?domain=` shows one of them."""
    domain = request.GET.get("domain", "")
    if domain:
        return _one_group(request, domain)
    settings = ModerationSettings.current()
    context = {
        "title": _("What waits, by domain"),
        "page_obj": Paginator(groups.find_groups(), PER_PAGE).get_page(request.GET.get("page")),
        "burst": burst.current(),
        "has_lane": lane_is_open(settings),
    }
    return _page(request, "back_office/groups.html", context)


def _one_group(request: HttpRequest, domain: str) -> HttpResponse:
    members = groups.members(domain)
    if not members:
        raise Http404
    rows = [(member, waiting.age(member), evidence.match_mailbox(member)) for member in members]
    context = {"title": domain, "subtitle": _("What waits, by domain"), "domain": domain, "rows": rows}
    return _page(request, "back_office/group.html", context)


@require_POST
@may_decide
def work_through(request: HttpRequest) -> HttpResponse:
    """Begin with a group: until its end “next” stays within it. Without a domain: leave the group."""
    domain = request.POST.get("domain", "")
    members = groups.members(domain) if domain else []
    if not members:
        groups.leave(request)
        return redirect("admin:signatories_signatory_groups")
    groups.begin(request, domain)
    return redirect("admin:signatories_signatory_review", pk=members[0].pk)


@require_safe
@may_decide
def lane(request: HttpRequest) -> HttpResponse:
    """Applications from well-known domains: for a first look, and those at which a colleague has looked."""
    _only_while_open()
    looks = {look.signatory_id: look for look in _standing_looks()}
    rows = [_lane_row(signatory, looks.get(signatory.pk)) for signatory in _from_known_domains()]
    context = {
        "title": _("Two people, well-known domains"),
        "fresh": [row for row in rows if row["look"] is None][:PER_PAGE],
        "seen": [row for row in rows if row["look"]][:PER_PAGE],
    }
    return _page(request, "back_office/lane.html", context)


@require_POST
@may_decide
def look_first(request: HttpRequest, pk: int) -> HttpResponse:
    """One press for the first of two; the second one approves on the page of the application, with its mail."""
    _only_while_open()
    signatory = get_object_or_404(Signatory, pk=pk)
    if not groups.is_known(signatory):
        raise Http404
    try:
        is_first = actions.look_first(signatory, by=_user(request))
    except actions.TransitionNotAllowedError as error:
        messages.warning(request, str(error))
    else:
        if not is_first:
            messages.info(request, _("Somebody has looked at it already: the second look is yours, unless it was you."))
            return redirect("admin:signatories_signatory_review", pk=pk)
        messages.success(request, _("Noted. Another colleague approves “%(name)s”.") % {"name": signatory})
    return redirect("admin:signatories_signatory_lane")


@require_POST
@may_decide
def take_look_back(request: HttpRequest, pk: int) -> HttpResponse:
    signatory = get_object_or_404(Signatory, pk=pk)
    actions.take_look_back(signatory, by=_user(request))
    messages.info(request, _("Your look at “%(name)s” is taken back, if it was yours.") % {"name": signatory})
    return redirect("admin:signatories_signatory_review", pk=pk)


def lane_is_open(settings: ModerationSettings) -> bool:
    return settings.second_look_in_burst and burst.current() is not None


def _only_while_open() -> None:
    if not lane_is_open(ModerationSettings.current()):
        raise Http404


def _from_known_domains() -> list[Signatory]:
    known = groups.known_hosts()
    return [
        signatory
        for signatory in waiting.waiting(Status.SUBMITTED)
        if groups.is_at_home(signatory) and groups.domain_of(signatory) in known
    ]


def _standing_looks() -> QuerySet[SecondLook]:
    """In one query; see also `actions.standing_look`."""
    later = Event.objects.filter(signatory=OuterRef("signatory"), what=EventKind.STATUS, at__gt=OuterRef("first_at"))
    return SecondLook.objects.filter(~Exists(later), second_by__isnull=True).select_related("first_by")


def _lane_row(signatory: Signatory, look: SecondLook | None) -> dict[str, Any]:
    return {
        "signatory": signatory,
        "age": waiting.age(signatory),
        "mailbox": evidence.match_mailbox(signatory),
        "look": look,
        "looked": person(look.first_by) if look else "",
    }
