from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from guidance.page_cache import public_page
from guidance.views import rule_response
from guidance.views.rules import find_referred_rule, find_rule, reference_redirect
from guidance.words import as_word
from signatories.models import Signatory
from signatories.views.former import who_goes_on


@login_not_required
@require_safe
def refer_on_behalf(request: HttpRequest, word: str, signatory: str) -> HttpResponse:
    """`/schelden/voorbeeldbedrijf`: the rule, and on whose page it happened.

    A signatory that is unknown or not public falls back to the plain rule: the link under a comment must always
    lead somewhere that makes sense.
    """
    rule = find_referred_rule(request, word)
    name = as_word(signatory)
    found = Signatory.objects.public().filter(slug=name).first() or who_goes_on(name)
    if found is None:
        return reference_redirect(rule.get_absolute_url())
    with translation.override(rule.language):
        url = reverse("signatories:rule_on_behalf", kwargs={"slug": rule.slug, "signatory": found.slug})
    return reference_redirect(url)


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
    return rule_response(request, slug, on_behalf_of=found)
