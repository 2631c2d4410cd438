from itertools import groupby, pairwise

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates, alternates_of, page_context
from guidance.enums import Moment
from guidance.models import AidText, ArticleText, RuleText
from guidance.page_cache import public_page


@login_not_required
@require_safe
@public_page
def guide(request: HttpRequest) -> HttpResponse:
    """Where a community manager begins: the tools, and every article by the moment one needs it."""
    texts = ArticleText.objects.public().in_language(translation.get_language())
    groups = [
        {"moment": Moment(moment), "articles": list(group)}
        for moment, group in groupby(texts, key=lambda text: text.article.moment)
    ]
    context = {
        "groups": groups,
        "aids": AidText.objects.public().in_language(translation.get_language()),
        "description": _("Decide, answer and look after each other: the guide for Belgian community managers."),
    }
    return render(request, "guidance/guide.html", context | page_context(alternates_of("guidance:guide")))


@login_not_required
@require_safe
@public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    language = translation.get_language() or ""
    current = ArticleText.objects.public().in_language(language).filter(slug=slug).first()
    if current is None:
        return _redirect_from_old_address(slug, language)
    # Only what links need: twenty-five texts of a page each stay in the database.
    every_text = list(ArticleText.objects.public().only("slug", "title", "language", "article__key"))
    urls = {text.language: text.get_absolute_url() for text in every_text if text.article_id == current.article_id}
    before, after = _neighbours(current, [text for text in every_text if text.language == language])
    rules = RuleText.objects.public().in_language(language).filter(rule__key__in=current.article.rule_keys)
    context = {
        "article": current,
        "description": current.description,
        "before": before,
        "after": after,
        "rules": rules.only("slug", "name", "language", "rule__key"),
    }
    return render(request, "guidance/article.html", context | page_context(alternates(urls)))


def _neighbours(current: ArticleText, in_order: list[ArticleText]) -> tuple[ArticleText | None, ArticleText | None]:
    for before, here, after in _threes(in_order):
        if here is not None and here.pk == current.pk:
            return before, after
    return None, None


def _threes(
    texts: list[ArticleText],
) -> list[tuple[ArticleText | None, ArticleText | None, ArticleText | None]]:
    padded = [None, *texts, None]
    return [(one, two, three) for (one, two), (_two, three) in pairwise(pairwise(padded))]


def _redirect_from_old_address(slug: str, language: str) -> HttpResponse:
    target = ArticleText.that_was_at(slug, language)
    if target is None:
        raise Http404
    return redirect(target, permanent=True)
