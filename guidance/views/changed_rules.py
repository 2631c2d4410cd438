from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guidance.feeds import ChangedRules
from guidance.page_cache import public_page

_feed = ChangedRules()


@login_not_required
@require_safe
@public_page
def changed_rules(request: HttpRequest) -> HttpResponse:
    """For feed readers."""
    return _feed(request)
