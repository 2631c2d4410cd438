"""Puts the shipped content in the database, again and again if need be, never over what an editor has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from guidance.content_files import CONTENT_FOLDER, ContentFileError, read_toml, read_translations, subfolders
from guidance.models import Helpline, HelplineText, HouseRule, Page, PageText, RuleText, RuleWord
from guidance.models.texts import TranslatedText
from hierniet.languages import LANGUAGES


@dataclass
class Report:
    """What a load did, counted in texts."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.created} new, {self.updated} updated, {self.unchanged} unchanged"
        return f"{counts}, {len(self.kept)} kept as an editor left them"


@transaction.atomic
def load_content(folder: Path = CONTENT_FOLDER) -> Report:
    """All or nothing: an error in one file leaves the database as it was."""
    report = Report()
    for rule_folder in subfolders(folder / "rules"):
        _load_rule(rule_folder, report)
    for page_folder in subfolders(folder / "pages"):
        _load_page(page_folder, report)
    for position, facts in enumerate(read_toml(folder / "helplines.toml")["helpline"], start=1):
        _load_helpline(facts, position, report)
    return report


def put_text(model: type[TranslatedText], owner: Mapping[str, Any], language: str, content: Mapping[str, Any],
             report: Report) -> None:  # fmt: skip
    """Create the text, or update it if it still is what was shipped before."""
    text = model._default_manager.filter(**owner, language=language).first()
    if text is None:
        text = model(**owner, language=language)
        report.created += 1
    elif text.is_changed_by_editor:
        report.kept.append(str(text))
        return
    elif all(getattr(text, name) == value for name, value in content.items()):
        report.unchanged += 1
        return
    else:
        report.updated += 1
    for name, value in content.items():
        setattr(text, name, value)
    text.shipped_digest = text.digest()
    text.full_clean()
    text.save()


def _load_rule(folder: Path, report: Report) -> None:
    facts = read_toml(folder / "rule.toml")
    rule, _created = HouseRule.objects.get_or_create(
        key=folder.name,
        defaults={
            "position": facts["position"],
            "is_serious": facts["is_serious"],
            "is_published": True,
            "checked_on": facts["checked_on"],
            "owner": facts["owner"],
            "sources": facts["sources"],
        },
    )
    for language, file in read_translations(folder).items():
        content = {name: file.facts[name] for name in RuleText.content_fields if name in file.facts}
        content |= {name: file.sections().get(name, "") for name in RuleText.markdown_fields}
        _require(folder, language, RuleText, content)
        put_text(RuleText, {"rule": rule}, language, content, report)
        for word in file.facts["words"]:
            _put_word(rule, language, word)


def _put_word(rule: HouseRule, language: str, word: str) -> None:
    if not RuleWord.objects.filter(word=word, language=language).exists():
        rule_word = RuleWord(rule=rule, word=word, language=language)
        rule_word.full_clean()
        rule_word.save()


def _load_page(folder: Path, report: Report) -> None:
    facts = read_toml(folder / "page.toml")
    page, _created = Page.objects.get_or_create(
        key=folder.name,
        defaults={
            "position": facts["position"],
            "is_published": True,
            "checked_on": facts["checked_on"],
            "owner": facts["owner"],
            "sources": facts.get("sources", []),
        },
    )
    for language, file in read_translations(folder).items():
        content = {name: file.facts.get(name, "") for name in PageText.content_fields if name != "body"}
        content["body"] = file.body.replace("{contact_address}", settings.CONTACT_ADDRESS)
        _require(folder, language, PageText, content)
        put_text(PageText, {"page": page}, language, content, report)


def _load_helpline(facts: Mapping[str, Any], position: int, report: Report) -> None:
    source_url = facts.get("source_url", "")
    helpline, _created = Helpline.objects.get_or_create(
        key=facts["key"],
        defaults={
            "need": facts["need"],
            "position": position,
            "phone": facts.get("phone", ""),
            "phone_link": facts.get("phone_link", ""),
            "website": facts.get("website", ""),
            "languages": facts.get("languages", []),
            "is_urgent": facts.get("is_urgent", False),
            "to_verify": facts["to_verify"],
            "checked_on": facts.get("checked_on"),
            "owner": facts["owner"],
            "sources": [{"title": source_url, "url": source_url}] if source_url else [],
        },
    )
    for language in LANGUAGES:
        content = {name: facts[language].get(name, "") for name in HelplineText.content_fields}
        put_text(HelplineText, {"helpline": helpline}, language, content, report)


def _require(folder: Path, language: str, model: type[TranslatedText], content: Mapping[str, Any]) -> None:
    """A language is complete or the content is not loaded: name every part that is missing."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    missing = [name for name in model.content_fields if not content.get(name) and not fields[name].blank]
    if missing:
        raise ContentFileError(f"{folder / language}.md lacks {', '.join(missing)}")
