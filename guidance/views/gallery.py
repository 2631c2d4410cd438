from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample words, for whoever works on the look; in debug mode only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "guidance/gallery.html")
