"""Another contact person: named from the file, claimed with a role address, accepted, objected to."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guidance.alternates import alternates_of, page_context
from hierniet import strangers
from hierniet.client_address import client_address
from signatories import actions, limits
from signatories.actions.contacts import MAY_HAND_OVER
from signatories.change_tokens import ChangePurpose, find_change
from signatories.contact_forms import ClaimForm, HandOverForm
from signatories.enums import Status
from signatories.mailboxes import one_mailbox
from signatories.models import ContactChange, Signatory
from signatories.views import by_link

from .my_file.door import back_to_file, show, to_change

Press = Callable[[ContactChange], None]
TEMPLATES = {
    ChangePurpose.ACCEPT: "signatories/accept_contact.html",
    ChangePurpose.OBJECT: "signatories/object_contact.html",
}


@sensitive_post_parameters("new_name", "new_email", "new_phone")
@to_change
def hand_over(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """From the file: who comes after me."""
    if signatory.status not in MAY_HAND_OVER:
        return back_to_file(signatory)
    form = HandOverForm(request.POST or None)
    if strangers.accepts(form, request) and _hand_over(request, form, signatory):
        return redirect(request.path)
    context = {"form": form, "change": signatory.contact_changes.open().first()}
    return show(request, signatory, "signatories/hand_over.html", context)


def _hand_over(request: HttpRequest, form: HandOverForm, signatory: Signatory) -> bool:
    if _asks_too_often(request) or limits.is_over(
        "contact_mail_to_mailbox", one_mailbox(form.cleaned_data["new_email"])
    ):
        form.add_error(None, _("Too many tries. Wait an hour, or write to us."))
        return False
    try:
        actions.hand_over(signatory, person=form.person())
    except (actions.ContactChangeRefusedError, actions.TransitionNotAllowedError) as error:
        form.add_error(None, str(error))
        return False
    return True


@csrf_exempt  # a stranger's form; see hierniet/strangers.py
@login_not_required
@never_cache
@sensitive_post_parameters("new_name", "new_email")
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """From the public entry: the contact person has left. Whatever is typed, the answer is the same."""
    asked_of = Signatory.objects.filter(status__in=Status.shown_once).organisations()  # whoever may not gets no mail
    signatory = get_object_or_404(asked_of, slug=slug)
    form = ClaimForm(request.POST or None, host=signatory.website_host)
    if strangers.accepts(form, request) and _claim(request, form, signatory):
        return redirect(f"{request.path}?asked=1")
    context = {
        "form": form,
        "signatory": signatory,
        "is_asked": "asked" in request.GET and not form.is_bound,
        **page_context(alternates_of("signatories:claim", slug=slug)),
    }
    return render(request, "signatories/claim.html", context)


def _claim(request: HttpRequest, form: ClaimForm, signatory: Signatory) -> bool:
    if _asks_too_often(request):
        form.add_error(None, _("Too many tries. Wait an hour, or write to us."))
        return False
    if not limits.is_over("contact_mail_to_mailbox", one_mailbox(form.cleaned_data["new_email"])):
        actions.claim(signatory, person=form.person())
    return True


def _asks_too_often(request: HttpRequest) -> bool:
    return limits.is_over("contact_ask_from_address", client_address(request))


@by_link.to_change
def accept_contact(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to the new address. Opening it changes nothing."""
    presses: dict[str, Press] = {"accept": actions.accept, "refuse": actions.refuse}
    return _answer(request, token, ChangePurpose.ACCEPT, presses, "signatories:accept_contact")


@by_link.to_change
def object_contact(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to whoever was the contact person until then."""
    return _answer(request, token, ChangePurpose.OBJECT, {"object": actions.object_to}, "signatories:object_contact")


def _answer(
    request: HttpRequest, token: str, purpose: ChangePurpose, presses: dict[str, Press], name: str
) -> HttpResponse:
    change = find_change(token, purpose)
    press = presses.get(request.POST.get("action", ""))
    if request.method == "POST" and change:
        if press:
            _press(press, change)
        return redirect(name, token=token)
    state = _state(change, purpose)
    closes = change is not None and actions.closes_the_file(change)
    context = {"change": change, "state": state, "closes": closes, **page_context(alternates_of(name, token=token))}
    return render(request, TEMPLATES[purpose], context, status=200 if change else 404)


def _press(press: Press, change: ContactChange) -> None:
    try:
        press(change)
    except (ContactChange.DoesNotExist, actions.TransitionNotAllowedError):
        return  # the signatory left meanwhile, and took it along; the page that follows says so


def _state(change: ContactChange | None, purpose: ChangePurpose) -> str:
    if change is None:
        return "unknown"
    return _to_object(change) if purpose is ChangePurpose.OBJECT else _to_accept(change)


def _to_object(change: ContactChange) -> str:
    if change.objected_at:
        return "objected"
    if change.done_at:  # whatever became of the entry, somebody else holds the file
        return "ready"
    return "stopped" if _goes_no_further(change) else "ready"


def _to_accept(change: ContactChange) -> str:
    if _goes_no_further(change):
        return "stopped"
    if change.done_at:
        return "done"
    return "waits" if change.confirmed_at else "ready"


def _goes_no_further(change: ContactChange) -> bool:
    return change.stopped_at is not None or change.signatory.status not in MAY_HAND_OVER
