from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guidance.alternates import alternates_of, page_context
from guidance.models import PageText
from hierniet import strangers
from signatories import actions, burst, mailboxes, retention, screening, tokens
from signatories.enums import Status
from signatories.forms import JoinForm
from signatories.mailboxes import Match
from signatories.models import ModerationSettings, Signatory
from signatories.tokens import Purpose
from signatories.views import by_link


@csrf_exempt  # whoever signs has no session; see hierniet/strangers.py
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    language = translation.get_language()
    charter = PageText.objects.public().in_language(language).filter(page__key="charter").first()
    agreed = ModerationSettings.current()
    form = JoinForm(request.POST or None, language=language, parties_may_sign=agreed.parties_may_sign)
    if strangers.accepts(form, request) and not form.questions:
        signatory = _sign_up(request, form)
        return redirect("signatories:sent", token=tokens.make_token(signatory, Purpose.RECEIPT))
    context = {
        "form": form,
        "charter": charter,
        "retention": retention.lines_at_sign_up(),
        "burst": burst.current(),
        "description": _("Sign the charter with your organisation, or as a community manager."),
    }
    # Without a picture for who shares it: with the form, the page is as heavy as a page may be.
    others = page_context(alternates_of("signatories:join")) | {"preview": None}
    # Not 422: some in-app browsers show an error page of their own for it, and what was typed would be gone.
    response = render(request, "signatories/join.html", context | others)
    return _on_the_way_back(request, response)


def _on_the_way_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The browser may keep the empty form: who goes back to correct something finds everything as it was typed.

    What the server has filled in again is somebody's, and is never kept.
    """
    if request.method == "POST":
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _sign_up(request: HttpRequest, form: JoinForm) -> Signatory:
    form_token = form.cleaned_data["form_token"]
    found = screening.examine(
        request,
        form_token=form_token,
        honeypot=form.cleaned_data["homepage"],
        email=form.cleaned_data["contact_email"],
        second_email=form.cleaned_data["second_email"],
    )
    return actions.sign_up(
        details=form.details(),
        submission_key=screening.read_submission_key(form_token),
        doubts=found.doubts,
        doubt_facts=found.facts,
    )


@by_link.to_read
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt: on disk, with a number, and what happens next. Its address can be kept and opened again."""
    signatory = tokens.find_signatory(token, Purpose.RECEIPT)
    if signatory is None or signatory.status in Status.erased:
        raise Http404
    context = {
        "signatory": signatory,
        "receipt_number": signatory.receipt_number,
        "burst": burst.current() if signatory.status in Status.open else None,
        "masked_email": _masked(signatory.contact_email),
        **_mailbox(signatory),
        **page_context(alternates_of("signatories:sent", token=token)),
    }
    return render(request, "signatories/sent.html", context)


def _mailbox(signatory: Signatory) -> dict[str, str]:
    """What the form's script says while typing, for whoever has none; an individual signs for nobody else."""
    found = mailboxes.match(signatory.contact_email, signatory.website_host)
    remark = "" if signatory.is_individual or found is Match.UNKNOWN else "free" if found.asks_proof else found.value
    return {
        "mailbox": remark,
        "domain": mailboxes.domain_of(signatory.contact_email),
        "host": signatory.website_host,
    }


def _masked(email: str) -> str:
    """`lies@voorbeeld.be` → `l…@voorbeeld.be`: enough to see a typing error in the domain, not the whole address."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}" if email else ""
