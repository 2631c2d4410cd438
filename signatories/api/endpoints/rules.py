"""The house rules, with every version of each; in one language an answer."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import translation
from ninja import Path, Query

from guidance.models import RuleText, RuleVersion, RuleWord
from signatories.api.addresses import of_data, on_site
from signatories.api.paging import page_of
from signatories.api.parameters import Key, Number, Question, Table
from signatories.api.schemas.rules import RuleList, VersionList, VersionText
from signatories.api.service import service


@service.get(
    "/rules", url_name="rules", operation_id="rules", tags=["rules"], response=RuleList, summary="The house rules",
)  # fmt: skip
def rules(request: HttpRequest, asked: Query[Table]) -> dict[str, Any]:
    """In the order of the site, those that are published in this language."""
    language = translation.get_language() or ""
    newest = RuleVersion.objects.public().filter(rule=OuterRef("rule"), language=OuterRef("language")).newest_first()
    texts = RuleText.objects.public().in_language(language).annotate(
        number=Subquery(newest.values("number")[:1]), published_at=Subquery(newest.values("published_at")[:1])
    )  # fmt: skip
    words, pages = _words(language), _pages()
    return page_of(request, asked, texts, lambda text: _as_data(text, words[text.rule_id], pages[text.rule_id]))


@service.get(
    "/rules/{key}/versions", url_name="rule_versions", operation_id="rule_versions", tags=["rules"],
    response=VersionList, summary="The versions of a rule",
)  # fmt: skip
def rule_versions(request: HttpRequest, key: Path[Key], asked: Query[Table]) -> dict[str, Any]:
    """The newest first, each with what changed and why."""
    rule = _rule(key)
    versions = RuleVersion.objects.public().of(rule.rule_id, rule.language).without_words().newest_first()
    return page_of(request, asked, versions, lambda version: _version_as_data(version, rule))


@service.get(
    "/rules/{key}/versions/{number}", url_name="rule_version", operation_id="rule_version", tags=["rules"],
    response=VersionText, summary="A rule as it read",
)  # fmt: skip
def rule_version(request: HttpRequest, key: Path[Key], number: Path[Number], asked: Query[Question]) -> dict[str, Any]:
    """One version, word for word."""
    rule = _rule(key)
    version = RuleVersion.objects.public().of(rule.rule_id, rule.language).filter(number=number).first()
    if version is None:
        raise Http404
    words = {name: getattr(version, name) for name in RuleVersion.word_fields}
    return _version_as_data(version, rule) | words


def _rule(key: str) -> RuleText:
    """In the language of the answer; a rule that is not public now has no public versions either, as on the site."""
    named = RuleText.objects.public().in_language(translation.get_language() or "").filter(rule__key=key)
    found = named.only("slug", "language", "rule__key").first()
    if found is None:
        raise Http404
    return found


def _words(language: str) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for rule, word in RuleWord.objects.filter(language=language).order_by("word").values_list("rule_id", "word"):
        found[rule].append(word)
    return found


def _pages() -> Mapping[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for text in RuleText.objects.public().only("slug", "language", "rule__key"):
        found[text.rule_id][text.language] = on_site(text.get_absolute_url(), text.language)
    return found


def _as_data(text: Any, words: list[str], pages: dict[str, str]) -> dict[str, Any]:
    """`text` with the number and the moment of its newest version."""
    return {
        "key": text.rule.key,
        "language": text.language,
        "name": text.name,
        "question": text.question,
        "summary": text.summary,
        "lead": text.lead,
        "is_serious": text.rule.is_serious,
        "short_word": text.slug,
        "short_words": words,
        "reference_address": text.reference_address,
        "pages": pages,
        "version": text.number,
        "version_published_at": text.published_at,
        "versions": of_data("rule_versions", key=text.rule.key),
    }


def _version_as_data(version: RuleVersion, rule: RuleText) -> dict[str, Any]:
    page = reverse("guidance:rule_version", kwargs={"slug": rule.slug, "number": version.number})
    return {
        "rule": rule.rule.key,
        "language": version.language,
        "number": version.number,
        "published_at": version.published_at,
        "note": version.note,
        "page": on_site(page, version.language),
        "version": of_data("rule_version", key=rule.rule.key, number=version.number) + f"?lang={version.language}",
    }
