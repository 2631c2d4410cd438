from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from signatories import burst, queue, tokens
from signatories.actions.logos import may_bring_logo
from signatories.tokens import Purpose


@login_not_required
@never_cache
@require_safe
def my_file(request: HttpRequest, token: str) -> HttpResponse:
    """Where an application stands, for whoever holds the signed link from our mails; there are no accounts."""
    signatory = tokens.find_signatory(token, Purpose.FILE)
    if signatory is None:
        raise Http404
    position, many = burst.standing(signatory)
    context = {
        "signatory": signatory,
        "position": position,
        "expected_days": None if many else queue.expected_days(),
        "burst": many,
        "events": signatory.events.all(),
        "logo_address": reverse("signatories:logo", args=[token]) if may_bring_logo(signatory) else "",
        "mails": signatory.mails.select_related("email"),
        **page_context(alternates_of("signatories:my_file", token=token)),
    }
    return render(request, "signatories/my_file.html", context)
