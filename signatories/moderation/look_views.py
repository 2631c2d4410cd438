"""A moderator asks the worker to look at a website once more."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from signatories import websites
from signatories.models import Signatory


@require_POST
@permission_required("signatories.decide_signatory", raise_exception=True)
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    websites.ask_again(get_object_or_404(Signatory, pk=pk))
    messages.info(request, _("The website is asked for its title again; reload this page in a minute."))
    return redirect("admin:signatories_signatory_review", pk=pk)
