from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from guidance.models import AidText, RuleText
from guidance.page_cache import public_page
from signatories.models import Signatory

NEWEST_SHOWN = 6


@login_not_required
@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    listed = Signatory.objects.public()
    context = {
        "rules": RuleText.objects.public().in_language(translation.get_language()),
        "aids": AidText.objects.public().in_language(translation.get_language()),
        "signatory_count": listed.count(),
        "newest": listed.organisations().newest_first()[:NEWEST_SHOWN],
        "description": _(
            "Belgian organisations stand together against hate on social media. Criticism is welcome. Insults are not."
        ),
    }
    return render(request, "signatories/home.html", context | page_context(alternates_of("signatories:home")))
