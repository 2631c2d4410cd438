"""Puts the shipped content in the database, again and again if need be, never over what an editor has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction

from guidance.content_files import (
    CONTENT_FOLDER,
    ContentFile,
    ContentFileError,
    naming,
    read_toml,
    read_translations,
    subfolders,
)
from guidance.models import Helpline, HelplineText, HouseRule, Page, PageText, RuleText, RuleWord
from guidance.models.texts import TranslatedText
from hierniet.languages import LANGUAGES

SHIPPED = "shipped"  # stands in the history as the reason of a change that came from the files

Owner = TypeVar("Owner", HouseRule, Page, Helpline)


@dataclass
class Report:
    """What a load did, counted in texts; facts beside them (a phone number, a source) count when they changed."""

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
    _load_helplines(folder / "helplines.toml", report)
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


def _put_owner(model: type[Owner], key: str, facts: Mapping[str, Any], report: Report, **at_first: Any) -> Owner:
    """The thing itself with its facts: created, or updated if they still are what was shipped before.

    `at_first` is given to a new one only, and is the editors' from then on.
    """
    owner = model._default_manager.filter(key=key).first()
    if owner is None:
        owner = model(key=key, **at_first)
    elif all(getattr(owner, name) == value for name, value in facts.items()):
        return owner
    elif _has_changed_facts(owner, facts):
        report.kept.append(str(owner))
        return owner
    else:
        report.updated += 1
    for name, value in facts.items():
        setattr(owner, name, value)
    owner._change_reason = SHIPPED  # type: ignore[attr-defined]  # simple-history reads it when the row is saved
    owner.full_clean()
    owner.save()
    return owner


def _has_changed_facts(owner: HouseRule | Page | Helpline, facts: Mapping[str, Any]) -> bool:
    """Whether an editor changed what the files last gave."""
    shipped = owner.history.filter(history_change_reason=SHIPPED).first()
    return shipped is None or any(getattr(owner, name) != getattr(shipped, name) for name in facts)


def _load_rule(folder: Path, report: Report) -> None:
    with naming(folder / "rule.toml"):
        facts = read_toml(folder / "rule.toml")
        facts = {name: facts[name] for name in ("position", "is_serious", "checked_on", "owner", "sources")}
        rule = _put_owner(HouseRule, folder.name, facts, report, is_published=True)
    for language, file in read_translations(folder).items():
        content = {name: file.facts[name] for name in RuleText.content_fields if name in file.facts}
        content |= dict.fromkeys(RuleText.markdown_fields, "") | file.sections(RuleText.markdown_fields)
        with naming(file.path):
            _require(file, RuleText, content)
            put_text(RuleText, {"rule": rule}, language, content, report)
            for word in file.facts["words"]:
                _put_word(rule, language, word, report)


def _put_word(rule: HouseRule, language: str, word: str, report: Report) -> None:
    """A word that an editor gave to another rule stays there."""
    known = RuleWord.objects.filter(word=word, language=language).first()
    if known is None:
        rule_word = RuleWord(rule=rule, word=word, language=language)
        rule_word.full_clean()
        rule_word.save()
    elif known.rule_id != rule.pk:
        report.kept.append(f"/{word} ({language})")


def _load_page(folder: Path, report: Report) -> None:
    with naming(folder / "page.toml"):
        facts = {"sources": []} | read_toml(folder / "page.toml")
        facts = {name: facts[name] for name in ("position", "checked_on", "owner", "sources")}
        page = _put_owner(Page, folder.name, facts, report, is_published=True)
    for language, file in read_translations(folder).items():
        content = {name: file.facts.get(name, "") for name in PageText.content_fields if name != "body"}
        content["body"] = file.body.replace("{contact_address}", settings.CONTACT_ADDRESS)
        with naming(file.path):
            _require(file, PageText, content)
            put_text(PageText, {"page": page}, language, content, report)


def _load_helplines(path: Path, report: Report) -> None:
    with naming(path):
        helplines = enumerate(read_toml(path)["helpline"], start=1)
    for position, facts in helplines:
        with naming(f"{path}, {facts.get('key', f'helpline {position}')}"):
            _load_helpline(facts, position, report)


def _load_helpline(facts: Mapping[str, Any], position: int, report: Report) -> None:
    source_url = facts.get("source_url", "")
    helpline = _put_owner(
        Helpline,
        facts["key"],
        {
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
        report,
    )
    for language in LANGUAGES:
        content = {name: facts[language].get(name, "") for name in HelplineText.content_fields}
        put_text(HelplineText, {"helpline": helpline}, language, content, report)


def _require(file: ContentFile, model: type[TranslatedText], content: Mapping[str, Any]) -> None:
    """A language is complete or the content is not loaded: name every part that is missing."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    missing = [name for name in model.content_fields if not content.get(name) and not fields[name].blank]
    if missing:
        raise ContentFileError(f"{file.path} lacks {', '.join(missing)}")
