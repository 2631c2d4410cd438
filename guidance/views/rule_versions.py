"""A house rule as it once read: its versions, one of them, the one of a day, and what changed between two."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates, page_context
from guidance.days import BRUSSELS
from guidance.differences import difference
from guidance.forms import DayForm
from guidance.markdown import as_plain_text
from guidance.models import RuleText, RuleVersion
from guidance.page_cache import public_page, reads_parameters
from guidance.views.rules import find_rule
from hierniet.dates import written


@dataclass(frozen=True)
class Cited:
    """A public rule in the language of the page and in the others, with the versions of all of them, newest first."""

    text: RuleText
    siblings: list[RuleText]
    every_version: list[RuleVersion]

    @cached_property
    def versions(self) -> list[RuleVersion]:
        return [version for version in self.every_version if version.language == self.text.language]

    def address(self, name: str, **kwargs: object) -> str:
        return reverse(f"guidance:{name}", kwargs={"slug": self.text.slug, **kwargs})

    def find(self, number: int) -> RuleVersion:
        found = next((version for version in self.versions if version.number == number), None)
        if found is None:
            raise Http404
        return found

    def after(self, version: RuleVersion) -> RuleVersion | None:
        return next((newer for newer, older in pairwise(self.versions) if older == version), None)

    def in_every_language(self, name: str) -> dict[str, str]:
        urls = {}
        for text in self.siblings:
            with translation.override(text.language):
                urls[text.language] = reverse(f"guidance:{name}", kwargs={"slug": text.slug})
        return urls


class OldAddressError(Exception):
    """The rule has another word by now."""


def _cited(slug: str) -> Cited:
    """The rule that has this word, or 404; whoever comes with an old one is told so by an exception."""
    language = translation.get_language() or ""
    named = RuleText.objects.public().only("slug", "language", "name", "question", "rule__key")
    wanted = RuleText.objects.in_language(language).filter(slug=slug).values("rule")
    siblings = list(named.filter(rule__in=wanted))
    text = next((text for text in siblings if text.language == language), None)
    if text is None:
        raise OldAddressError
    every_version = list(RuleVersion.objects.public().filter(rule=text.rule_id).without_words().newest_first())
    return Cited(text, siblings, every_version)


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page under today's word."""
    text = find_rule(slug, translation.get_language() or "")
    match = request.resolver_match
    assert match is not None
    url = reverse(match.view_name, kwargs=match.kwargs | {"slug": text.slug})
    return redirect(url, permanent=True)


@login_not_required
@require_safe
@public_page
@reads_parameters
def rule_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version with its note. `?day=2026-11-25` leads on to what the rule read that day."""
    try:
        cited = _cited(slug)
    except OldAddressError:
        return _moved(request, slug)
    form = DayForm(request.GET or None)
    if form.is_valid():
        return redirect(cited.address("rule_as_on", day=form.cleaned_data["day"].isoformat()))
    urls = cited.in_every_language("rule_versions")
    before = {newer.number: older.number for newer, older in pairwise(cited.versions)}
    context = {
        "rule": cited.text,
        "form": form,
        "rows": [(version, before.get(version.number)) for version in cited.versions],
        "description": _("Every version of the rule “%(name)s”, with what changed and why.")
        % {"name": cited.text.name},
    }
    return render(request, "guidance/rule_versions.html", context | page_context(alternates(urls)))


@login_not_required
@require_safe
@public_page
def rule_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The rule as it read, under an address that may be quoted."""
    try:
        cited = _cited(slug)
    except OldAddressError:
        return _moved(request, slug)
    place = cited.find(number)
    after = cited.after(place)
    context = {
        "rule": cited.text,
        "version": RuleVersion.objects.get(pk=place.pk),
        "after": after,
        "before": next((older for newer, older in pairwise(cited.versions) if newer == place), None),
        "citation": place.citation(cited.text.slug),
        "description": _("The rule “%(name)s” as it read from %(day)s on: version %(number)s.")
        % {"name": cited.text.name, "day": written(place.published_on), "number": number},
    }
    urls = _at_the_same_time(cited, place, after)
    return render(request, "guidance/rule_version.html", context | page_context(alternates(urls)))


def _at_the_same_time(cited: Cited, version: RuleVersion, after: RuleVersion | None) -> dict[str, str]:
    """What the other languages said when this version was about to be replaced; what they say today of the newest."""
    every = [one for one in reversed(cited.every_version) if after is None or one.published_at < after.published_at]
    newest = {one.language: one for one in every} | {version.language: version}
    return {
        text.language: newest[text.language].address(text.slug) for text in cited.siblings if text.language in newest
    }


@login_not_required
@require_safe
def rule_as_on(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """`…/op/2026-11-25/` leads to the version that stood there at the end of that day, today's to the newest."""
    form = DayForm({"day": day})
    if not form.is_valid():
        raise Http404
    try:
        cited = _cited(slug)
    except OldAddressError:
        return _moved(request, slug)
    wanted: date = form.cleaned_data["day"]
    is_future = wanted > timezone.localdate(timezone=BRUSSELS)
    version = (
        None if is_future else RuleVersion.objects.of(cited.text.rule_id, cited.text.language).as_on(wanted).first()
    )
    if version is None:
        context = {"rule": cited.text, "day": wanted, "is_future": is_future, "versions": cited.versions}
        urls = cited.in_every_language("rule_versions")
        response = render(request, "guidance/rule_not_yet.html", context | {"alternates": alternates(urls)}, status=404)
    else:
        response = redirect(version.address(cited.text.slug))
    response["Cache-Control"] = "public, max-age=0, s-maxage=10"  # today's answer may change today
    return response


@login_not_required
@require_safe
@public_page
def rule_comparison(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """What went and what came between two versions, word by word."""
    try:
        cited = _cited(slug)
    except OldAddressError:
        return _moved(request, slug)
    first, last = cited.find(min(older, newer)), cited.find(max(older, newer))
    if first == last:
        return redirect(cited.address("rule_version", number=first.number), permanent=True)
    if older > newer:
        return redirect(cited.address("rule_comparison", older=newer, newer=older), permanent=True)
    words = RuleVersion.objects.in_bulk([first.pk, last.pk])
    here = {cited.text.language: cited.address("rule_comparison", older=older, newer=newer)}
    context = {
        "rule": cited.text,
        "older": first,
        "newer": last,
        "notes": [version for version in reversed(cited.versions) if first.number < version.number <= last.number],
        "changes": _changes(words[first.pk], words[last.pk]),
        "description": _("What changed in the rule “%(name)s” between version %(older)s and version %(newer)s.")
        % {"name": cited.text.name, "older": older, "newer": newer},
    }
    urls = cited.in_every_language("rule_versions") | here
    return render(request, "guidance/rule_comparison.html", context | page_context(alternates(urls)))


def _changes(older: RuleVersion, newer: RuleVersion) -> list[tuple[Any, SafeString]]:
    """The label of every part that changed, with its difference."""
    names = [name for name in RuleVersion.word_fields if getattr(older, name) != getattr(newer, name)]
    return [(RuleVersion._meta.get_field(name).verbose_name, _difference(older, newer, name)) for name in names]  # type: ignore[union-attr]


def _difference(older: RuleVersion, newer: RuleVersion, name: str) -> SafeString:
    """Of what is read; where only a link or the emphasis changed, of how it is written."""
    before, after = _as_read(older, name), _as_read(newer, name)
    if before == after:
        before, after = str(getattr(older, name)), str(getattr(newer, name))
    return difference(before, after)


def _as_read(version: RuleVersion, name: str) -> str:
    if name in RuleVersion.rendered_fields:
        return as_plain_text(getattr(version, f"{name}_html"))
    value = getattr(version, name)
    return "\n".join(value) if isinstance(value, list) else str(value)
