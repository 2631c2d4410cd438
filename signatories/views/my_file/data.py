"""What we keep about somebody, to read and to take away."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from signatories import export
from signatories.models import Signatory

from .door import show, to_read


@to_read
def my_data(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    return show(
        request, signatory, "signatories/my_data.html", {"export": export.tell(signatory, get_language() or "nl")}
    )


@to_read
def my_data_download(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """Everything as JSON, for a program or another service."""
    everything = json.dumps(export.as_json(signatory, get_language() or "nl"), ensure_ascii=False, indent=2)
    response = HttpResponse(everything, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hierniet-{signatory.receipt_number}.json"'
    response["X-Robots-Tag"] = "noindex"
    return response


@to_read
def my_mail(request: HttpRequest, signatory: Signatory, *, pk: int) -> HttpResponse:
    """A mail that we sent, as plain text; keys are left out, for some open more than this file."""
    mail = signatory.mails_to_contact().select_related("email").filter(pk=pk).first()
    if mail is None:
        raise Http404
    return show(request, signatory, "signatories/my_mail.html", {"mail": mail}, pk=pk)
