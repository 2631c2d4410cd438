from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from guidance.enums import Need
from guidance.models import HelplineText
from guidance.page_cache import public_page


@login_not_required
@require_safe
@public_page
def helplines(request: HttpRequest) -> HttpResponse:
    texts = HelplineText.objects.public().in_language(translation.get_language())
    groups = [
        {"need": Need(need), "label": Need(need).label, "helplines": list(group)}
        for need, group in groupby(texts, key=lambda text: text.helpline.need)
    ]
    context = {"groups": groups, "description": _("Belgian helplines and desks, by what you need.")}
    return render(request, "guidance/helplines.html", context | page_context(alternates_of("guidance:helplines")))
