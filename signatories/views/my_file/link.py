"""The link itself: asked for again by who lost it, replaced by who fears for it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guidance.alternates import alternates_of, page_context
from hierniet import strangers
from hierniet.client_address import client_address
from signatories import actions, limits
from signatories.actions.links import MAY_RENEW_LINK
from signatories.file_forms import LostLinkForm
from signatories.mailboxes import one_mailbox
from signatories.models import LinkRequest, Signatory

from .door import back_to_file, show, to_change


@csrf_exempt  # whoever lost the link has no session; see hierniet/strangers.py
@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Says the same, after the same work, whether the address is known or not: the worker looks, not this page."""
    form = LostLinkForm(request.POST or None)
    is_sent = strangers.accepts(form, request) and _ask(request, form)
    others = page_context(alternates_of("signatories:lost_link"))
    return render(request, "signatories/lost_link.html", {"form": form, "is_sent": is_sent} | others)


def _ask(request: HttpRequest, form: LostLinkForm) -> bool:
    email = form.cleaned_data["email"]
    too_many = limits.is_over("link_from_address", client_address(request))
    if limits.is_over("link_to_mailbox", one_mailbox(email)) or too_many:
        form.add_error(None, _("Too many tries. Wait an hour, and look in the folder for unwanted mail meanwhile."))
        return False
    LinkRequest.objects.create(email=email, receipt_number=form.cleaned_data["receipt_number"])
    return True


@to_change
def my_link(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """Make every link that was ever given out useless, this one included."""
    if signatory.status not in MAY_RENEW_LINK or not signatory.may_be_written_to:
        return back_to_file(signatory)
    if request.method == "POST" and not strangers.is_from_another_site(request):
        try:
            actions.renew_link(signatory)
        except actions.TransitionNotAllowedError:
            return back_to_file(signatory)
        return render(request, "signatories/my_link_done.html", {"signatory": signatory})
    return show(request, signatory, "signatories/my_link.html", {})
