from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from guidance.forms import SearchForm
from guidance.models import AidText, RuleText, SearchEntry
from guidance.page_cache import kept_by_nobody, public_page, reads_parameters
from guidance.search.finding import Answer, find
from guidance.search.marking import Hit, hit
from guidance.search.places import find_places
from hierniet.languages import site_address

PAGE_SIZE = 20


@login_not_required
@require_safe
@public_page
@reads_parameters
def search(request: HttpRequest) -> HttpResponse:
    """Everything that the site says, in the reader's language. The question lives in the address and nowhere else."""
    language = translation.get_language() or ""
    form = SearchForm(request.GET)
    question = form.question()
    answer = find(question, language)
    page = Paginator(answer.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "question": question,
        "answer": answer,
        "page_obj": page,
        "found": page.paginator.count,
        "hits": _hits(list(page.object_list), answer) if answer.keys else [],
        "places": find_places(answer.wanted, language),
        "suggestion_url": f"?{urlencode({'q': answer.suggestion})}" if answer.suggestion else "",
        "corrections": [(one.word, ", ".join(one.others[:3])) for one in answer.corrected],
        "description": _("Search the house rules, the guide, the ready replies and the helplines."),
    }
    if not answer.keys:
        context["rules"] = RuleText.objects.public().in_language(language)
        context["aids"] = AidText.objects.public().in_language(language)
    others = alternates_of("guidance:search")
    context |= page_context(others)
    if question:
        query = urlencode({"q": question})
        context["alternates"] = [{**other, "url": f"{other['url']}?{query}"} for other in others]
    response = render(request, "guidance/search.html", context)
    return kept_by_nobody(response) if question else response


def _hits(keys: Sequence[int], answer: Answer) -> list[Hit]:
    entries = SearchEntry.objects.public().defer("vector", "title_vector").in_bulk(list(keys))
    return [hit(entries[key], answer.wanted) for key in keys if key in entries]


@login_not_required
@require_safe
@public_page
def search_description(request: HttpRequest) -> HttpResponse:
    """So that a browser can offer to search here (OpenSearch)."""
    language = translation.get_language() or ""
    address = site_address(language)
    context = {
        "search_url": f"{address}{reverse('guidance:search')}?q={{searchTerms}}",
        "own_url": f"{address}{reverse('guidance:search_description')}",
        "language": language,
    }
    return render(request, "guidance/search.xml", context, content_type="application/opensearchdescription+xml")
