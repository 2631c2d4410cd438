from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guidance.alternates import alternates_of, page_context
from hierniet import strangers
from hierniet.client_address import client_address
from signatories import actions, limits, tokens
from signatories.enums import Status
from signatories.forms import CodeForm
from signatories.models import Signatory
from signatories.tokens import Purpose
from signatories.views import by_link

ACTIONS = {"confirm": actions.confirm, "not_me": actions.disown}


@by_link.to_change
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail. Opening it changes nothing; the button does."""
    signatory = tokens.find_signatory(token, Purpose.CONFIRM)
    if request.method == "POST" and signatory and _may_still(signatory):
        _act(request.POST.get("action", ""), signatory)
        return redirect("signatories:confirm", token=token)
    if (
        signatory and signatory.is_proven and signatory.status in Status.decided
    ):  # an old link, opened again: the file says what came of it
        return redirect("signatories:my_file", token=tokens.make_token(signatory, Purpose.FILE))
    context = {"signatory": signatory, "state": _state(signatory), "file_token": _file_token(signatory)}
    status = 404 if signatory is None else 200
    others = page_context(alternates_of("signatories:confirm", token=token))
    return render(request, "signatories/confirm.html", context | others, status=status)


def _act(action: str, signatory: Signatory) -> None:
    if action not in ACTIONS:
        return
    try:
        ACTIONS[action](signatory)
    except actions.TransitionNotAllowedError:
        return  # it ended or moved on meanwhile; the page that follows says where it stands now


def _state(signatory: Signatory | None) -> str:
    if signatory is None:
        return "unknown"
    if signatory.status == Status.EXPIRED:
        return "not_me" if signatory.is_disowned else "late"
    return "ready" if _may_still(signatory) else "done"


def _may_still(signatory: Signatory) -> bool:
    return signatory.confirmed_at is None and signatory.status in Status.open


def _file_token(signatory: Signatory | None) -> str:
    """Only who has confirmed sees the file: until then the link may be in the hands of a stranger."""
    if signatory is None or signatory.confirmed_at is None:
        return ""
    return tokens.make_token(signatory, Purpose.FILE)


@csrf_exempt  # whoever types a code has no session; see hierniet/strangers.py
@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """For those whose mail programme breaks or strips links: type the receipt number and the code."""
    form = CodeForm(request.POST or None)
    if strangers.accepts(form, request):
        signatory = _find_by_code(request, form)
        if signatory:
            return redirect("signatories:confirm", token=tokens.make_token(signatory, Purpose.CONFIRM))
    others = page_context(alternates_of("signatories:confirm_code"))
    return render(request, "signatories/confirm_code.html", {"form": form} | others)


def _find_by_code(request: HttpRequest, form: CodeForm) -> Signatory | None:
    """Says the same for a wrong number and a wrong code; counts the tries per address and per receipt."""
    receipt_number = form.cleaned_data["receipt_number"]
    too_many = limits.is_over("code_from_address", client_address(request))
    if limits.is_over("code_for_receipt", receipt_number) or too_many:
        form.add_error(None, _("Too many tries. Wait an hour, or follow the link in our mail."))
        return None
    signatory = Signatory.objects.filter(receipt_number=receipt_number).first()
    if signatory is None or not tokens.is_code_of(signatory, form.cleaned_data["code"]):
        form.add_error(None, _("This receipt number and this code do not go together. Check them in our mail."))
        return None
    return signatory
