from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guidance.page_cache import public_page
from signatories.feeds import NewSignatories

_feed = NewSignatories()


@login_not_required
@require_safe
@public_page
def new_signatories(request: HttpRequest) -> HttpResponse:
    """For feed readers."""
    return _feed(request)
