from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates, alternates_of, page_context
from guidance.models import RuleText, RuleVersion, RuleWord
from guidance.page_cache import public_page
from guidance.previews import addresses
from guidance.previews.addresses import Preview
from hierniet.languages import site_address


@login_not_required
@require_safe
@public_page
def rules(request: HttpRequest) -> HttpResponse:
    context = {
        "rules": RuleText.objects.public().in_language(translation.get_language()),
        "description": _("The lines that Belgian organisations draw together on their social media."),
    }
    return render(request, "guidance/rules.html", context | page_context(alternates_of("guidance:rules")))


@login_not_required
@require_safe
@public_page
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    return rule_response(request, slug)


def rule_response(
    request: HttpRequest,
    slug: str,
    *,
    switch_to: Callable[[RuleText], str] | None = None,
    preview_of: Callable[[RuleText], Preview] = addresses.of_rule,
    **more: object,
) -> HttpResponse:
    """The page of a rule; an old word or capitals lead on to today's address.

    `switch_to` is for who shows this page at another address: where the language switch leads for a text. What is shared
    is then that address, with the picture that `preview_of` gives it; the canonical one stays that of the rule.
    """
    every_text = list(RuleText.objects.public())
    here = [text for text in every_text if text.language == translation.get_language()]
    current = next((text for text in here if text.slug == slug), None)
    if current is None:
        return _redirect_from_old_word(slug)
    texts = {text.language: text for text in every_text if text.rule_id == current.rule_id}
    others = alternates({language: text.get_absolute_url() for language, text in texts.items()})
    if switch_to:
        others = [{**other, "url": switch_to(texts[other["language"]])} for other in others]
        more["shared_url"] = site_address(current.language) + switch_to(current)
    context = {
        "rule": current,
        "other_rules": [text for text in here if text != current],
        "description": current.summary,
        "on_behalf_of": None,
        "logo": None,
        **_version(current),
    }
    return render(
        request, "guidance/rule.html", context | page_context(others) | {"preview": preview_of(current)} | more
    )


def _version(text: RuleText) -> dict[str, object]:
    """Which version the page shows, and the address to quote it by."""
    newest = RuleVersion.objects.public().of(text.rule_id, text.language).without_words().newest_first().first()
    return {"version": newest, "citation": newest.citation(text.slug) if newest else ""}


def find_rule(word: str, language: str) -> RuleText:
    """The public text that an old or present `word` leads to in this language, or 404."""
    words = RuleWord.objects.spelt(word)
    text = RuleText.objects.public().in_language(language).filter(rule__in=words.values("rule")).first()
    if text is None:
        raise Http404(_("No house rule has this word."))
    return text


def _redirect_from_old_word(slug: str) -> HttpResponse:
    target = find_rule(slug, translation.get_language())
    return redirect(target, permanent=True)
