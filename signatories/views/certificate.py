from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from guidance.page_cache import kept_by_nobody, public_page
from signatories.certificates.seals import Seal, read_seal
from signatories.enums import Status
from signatories.models import Signatory


@login_not_required
@require_safe
@public_page
def certificate(request: HttpRequest, seal: str) -> HttpResponse:
    """Where the code on a certificate leads: whether it is ours, and what is true today."""
    found = read_seal(seal)
    signatory = _signatory(found) if found else None
    is_public = bool(signatory and signatory.is_public)
    context = {
        "seal": found if signatory else None,
        "signatory": signatory if is_public else None,
        "has_left": _may_be_called_former(signatory),
        **page_context(alternates_of("signatories:certificate", seal=seal)),
    }
    response = render(request, "signatories/certificate.html", context, status=200 if signatory else 404)
    return response if signatory else kept_by_nobody(response)


def _signatory(seal: Seal) -> Signatory | None:
    """Of one that was merged into another: the other."""
    rows = Signatory.objects.select_related("merged_into").filter(public_id=seal.public_id, approved_at__isnull=False)
    row = rows.first()
    return row.merged_into or row if row else None


def _may_be_called_former(signatory: Signatory | None) -> bool:
    """Organisations only: of a person who left nothing is told."""
    return signatory is not None and signatory.status == Status.WITHDRAWN and not signatory.is_individual
