from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from guidance.alternates import alternates, page_context
from guidance.models import PageAddress, PageText, RuleText
from guidance.models.pages import PLACED_ELSEWHERE
from guidance.page_cache import public_page


@login_not_required
@require_safe
@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    texts = list(PageText.objects.public().filter(page=_page_at(slug)))
    current = _in_this_language(texts)
    if current.slug != slug or current.page.key in PLACED_ELSEWHERE:
        return redirect(current, permanent=True)
    return render(request, "guidance/page.html", _context(current, texts))


@login_not_required
@require_safe
@public_page
def sent_here(request: HttpRequest) -> HttpResponse:
    """For somebody who was sent here without a word: what happened, and which lines there are."""
    texts = list(PageText.objects.public().filter(page__key="sent-here"))
    current = _in_this_language(texts)
    rules = RuleText.objects.public().in_language(translation.get_language())
    return render(request, "guidance/sent_here.html", _context(current, texts) | {"rules": rules})


def _page_at(slug: str) -> int:
    """Whose address this is or was. Two pages may have it, each in its own language: then the one in ours."""
    pages = dict(PageAddress.objects.filter(slug=slug).order_by("-pk").values_list("language", "page"))
    if not pages:
        raise Http404
    return pages.get(translation.get_language(), next(iter(pages.values())))


def _in_this_language(texts: list[PageText]) -> PageText:
    for text in texts:
        if text.language == translation.get_language():
            return text
    raise Http404


def _context(current: PageText, texts: list[PageText]) -> dict[str, object]:
    urls = {text.language: text.get_absolute_url() for text in texts if text.page_id == current.page_id}
    return {"page": current, "description": current.description, **page_context(alternates(urls))}
