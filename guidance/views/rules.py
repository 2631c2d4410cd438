from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates, alternates_of, page_context
from guidance.models import RuleText, RuleVersion, RuleWord
from guidance.page_cache import public_page
from hierniet.languages import preferred_language


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


def rule_response(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
    """The page of a rule; an old word or capitals lead on to today's address."""
    every_text = list(RuleText.objects.public())
    here = [text for text in every_text if text.language == translation.get_language()]
    current = next((text for text in here if text.slug == slug), None)
    if current is None:
        return _redirect_from_old_word(slug)
    urls = {text.language: text.get_absolute_url() for text in every_text if text.rule_id == current.rule_id}
    context = {
        "rule": current,
        "other_rules": [text for text in here if text != current],
        "description": current.summary,
        "on_behalf_of": None,
        **_version(current),
    }
    return render(request, "guidance/rule.html", context | page_context(alternates(urls)) | more)


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


@login_not_required
@require_safe
def refer(request: HttpRequest, word: str) -> HttpResponse:
    """`/schelden`: the link under a comment. Leads to the rule in the word's own language."""
    return reference_redirect(find_referred_rule(request, word).get_absolute_url())


def find_referred_rule(request: HttpRequest, word: str) -> RuleText:
    """Which rule, in which language: a word of several languages (“spam”) opens in the visitor's, if it is one of them."""
    languages = set(RuleWord.objects.spelt(word).values_list("language", flat=True))
    if not languages:
        raise Http404(_("No house rule has this word."))
    return find_rule(word, preferred_language(request, languages))


def reference_redirect(url: str) -> HttpResponse:
    """302 and never kept: the word may lead elsewhere tomorrow, and proxies must not decide for everybody."""
    response = redirect(url)
    response["Cache-Control"] = "private, no-store"
    return response
