from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_safe

from hierniet.languages import preferred_language


@login_not_required
@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """`/` leads to the language of the host, else of the browser."""
    with translation.override(preferred_language(request)):
        response = redirect("signatories:home")
    response["Cache-Control"] = "private, no-cache"
    return response
