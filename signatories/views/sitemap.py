from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidance.alternates import Alternate, alternates, alternates_of
from guidance.models import AidText, ArticleText, OutcomeText, PageText, RuleText
from guidance.page_cache import public_page
from signatories.models import Signatory

PLAIN_PAGES = (
    "signatories:home",
    "guidance:guide",
    "guidance:replies",
    "guidance:checklist",
    "guidance:maker",
    "guidance:search",
    "guidance:rules",
    "signatories:directory",
    "signatories:numbers",
    "signatories:join",
    "guidance:helplines",
)  # fmt: skip


@login_not_required
@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, each with its other languages."""
    slugs = Signatory.objects.public().by_name().values_list("slug", flat=True)
    pages = [
        *(alternates_of(name) for name in PLAIN_PAGES),
        *_by_owner(RuleText.objects.public(), "rule_id"),
        *_by_owner(PageText.objects.public(), "page_id"),
        *_by_owner(ArticleText.objects.public().only("slug", "language", "article_id"), "article_id"),
        *_by_owner(AidText.objects.public(), "aid_id"),
        *_by_owner(OutcomeText.objects.public().only("slug", "language", "outcome_id"), "outcome_id"),
        *(alternates_of("signatories:signatory", slug=slug) for slug in slugs),
    ]
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")


def _by_owner(texts: Iterable[Any], owner: str) -> list[list[Alternate]]:
    urls: dict[int, dict[str, str]] = {}
    for text in texts:
        urls.setdefault(getattr(text, owner), {})[text.language] = text.get_absolute_url()
    return [alternates(by_language) for by_language in urls.values()]
