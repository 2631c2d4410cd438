from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context, with_query
from guidance.enums import Need
from guidance.forms import HelplineFilterForm
from guidance.helplines import find, spoken
from guidance.models import HelplineText
from guidance.page_cache import kept_by_nobody, public_page, reads_parameters


@login_not_required
@require_safe
@public_page
@reads_parameters
def helplines(request: HttpRequest) -> HttpResponse:
    """Who is open is told only to who asks for it in the address: the page itself is kept, and would soon be wrong."""
    now = timezone.now()
    texts = list(HelplineText.objects.public().in_language(translation.get_language() or ""))
    form = HelplineFilterForm(request.GET, languages=spoken(texts))
    chosen = form.chosen()
    found = find(texts, chosen, now)
    groups = [
        {"need": Need(need), "label": Need(need).label, "helplines": list(group)}
        for need, group in groupby(found, key=lambda one: one.text.helpline.need)
    ]
    query = urlencode({name: value for name, value in chosen.items() if value})
    context = {
        "form": form,
        "groups": groups,
        "number": len(found),
        "is_filtered": any(chosen.values()),
        "now": now if chosen["open"] else None,
        "description": _("Belgian helplines and desks, by what you need."),
    }
    others = alternates_of("guidance:helplines")
    context |= page_context(others) | {"alternates": with_query(others, query)}
    response = render(request, "guidance/helplines.html", context)
    return kept_by_nobody(response) if chosen["open"] else response
