import time
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.models import RuleText
from guidance.page_cache import kept_by_nobody, public_page
from guidance.previews.addresses import Preview
from guidance.views import rule_response
from guidance.views.rules import find_rule
from guidance.words import as_word
from hierniet.languages import readers_language
from signatories.models import Signatory
from signatories.previews.addresses import preview_of
from signatories.referrals import destinations, journal, visitors
from signatories.referrals.destinations import Destinations, Signed
from signatories.views.former import who_goes_on


@login_not_required
@require_safe
def refer(request: HttpRequest, word: str) -> HttpResponse:
    """`/schelden`: the link under a comment. Leads to the rule in the reader's language."""
    return _lead(request, word, "")


@login_not_required
@require_safe
def refer_on_behalf(request: HttpRequest, word: str, signatory: str) -> HttpResponse:
    """`/schelden/voorbeeldbedrijf`: the rule, and on whose page it happened.

    A signatory that is unknown or not public falls back to the plain rule: the link under a comment must always
    lead somewhere that makes sense.
    """
    return _lead(request, word, signatory)


def _lead(request: HttpRequest, typed: str, typed_name: str) -> HttpResponse:
    """302 and never kept: the word may lead elsewhere tomorrow, and proxies must not decide for everybody."""
    word, name = as_word(typed), as_word(typed_name)
    began = time.monotonic()
    known = destinations.current()
    if word not in known.rules or (name and name not in known.names):
        known = destinations.fresh(since=began)
    if word not in known.rules:
        return _did_you_mean(request, known, word, known.names.get(name))
    rule, signed = known.rules[word], known.names.get(name)
    language = _language(request, known, word)
    if visitors.is_person(request) and not visitors.is_from_here(request):
        platform = visitors.platform(request)
        journal.note(rule=rule, signatory=signed.pk if signed else journal.NOBODY, language=language, platform=platform)
    address = _address(language, known.slugs[rule][language], signed.slug if signed else "")
    return kept_by_nobody(HttpResponseRedirect(address))


def _language(request: HttpRequest, known: Destinations, word: str) -> str:
    """The reader's; for a program that makes a preview for everybody, that of the word."""
    available, own = known.slugs[known.rules[word]], known.languages[word]
    return readers_language(request, available, else_of=own, asks_browser=not visitors.is_program(request))


def _did_you_mean(request: HttpRequest, known: Destinations, word: str, signed: Signed | None) -> HttpResponse:
    """Not found, with the words that are near; with the signatory behind them, where one was named.

    Django's own way to this page, raising Http404, takes nothing along.
    """
    near = known.near(word)
    if not near:
        raise Http404(_("No house rule has this word."))
    rules = list(RuleText.objects.public().in_language(translation.get_language()))
    names = {rule.rule_id: rule.name for rule in rules}
    behind = f"/{signed.slug}" if signed else ""
    suggestions = [{"word": f"{found}{behind}", "name": names.get(known.rules[found], "")} for found in near]
    return kept_by_nobody(render(request, "404.html", {"rules": rules, "near": suggestions}, status=404))


@lru_cache(maxsize=20_000)
def _address(language: str, slug: str, name: str) -> str:
    """Django finds it among all patterns in a tenth of a millisecond, which is as long as all the rest takes together."""
    with translation.override(language):
        if name:
            return reverse("signatories:rule_on_behalf", kwargs={"slug": slug, "signatory": name})
        return reverse("guidance:rule", kwargs={"slug": slug})


@login_not_required
@require_safe
@public_page
def rule_on_behalf(request: HttpRequest, slug: str, signatory: str) -> HttpResponse:
    """A rule's page with the name of the signatory on whose page the comment stood."""
    found = Signatory.objects.public().filter(slug=signatory).first()
    successor = None if found else who_goes_on(signatory)
    if successor is not None:
        kwargs = {"slug": slug, "signatory": successor.slug}
        return redirect("signatories:rule_on_behalf", permanent=True, **kwargs)
    if found is None:
        response = redirect(find_rule(slug, translation.get_language()))
        response["Cache-Control"] = "public, max-age=0, s-maxage=10"  # replaces the page of a signatory who left
        return response

    def on_behalf(text: RuleText) -> str:
        return _address(text.language, text.slug, signatory)

    def picture(text: RuleText) -> Preview:
        return preview_of(text, found, logo)

    logo = found.logo
    return rule_response(request, slug, switch_to=on_behalf, preview_of=picture, on_behalf_of=found, logo=logo)
