"""One text or one thing with its facts into the database, never over what an editor has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from guidance.content_files import ContentFile, ContentFileError
from guidance.models.texts import TranslatedText
from guidance.models.version import BumpsContentVersion
from guidance.staleness import leave_behind

SHIPPED = "shipped"  # stands in the history as the reason of a change that came from the files

Owner = TypeVar("Owner", bound=BumpsContentVersion)


@dataclass
class Report:
    """What a load did, counted in texts; facts beside them (a phone number, a source) count when they changed."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.kept += other.kept
        self.left_behind += other.left_behind

    def __str__(self) -> str:
        counts = f"{self.created} new, {self.updated} updated, {self.unchanged} unchanged"
        return f"{counts}, {len(self.kept)} kept as an editor left them"


def put_text(model: type[TranslatedText], owner: Mapping[str, Any], language: str, content: Mapping[str, Any],
             report: Report) -> None:  # fmt: skip
    """Create the text, or update it if it still is what was shipped before.

    New words do not make the other shipped languages older, which come with them; those of an editor they do.
    """
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
    words_before = text.digest(model.translated_fields())
    for name, value in content.items():
        setattr(text, name, value)
    text.shipped_digest = text.digest()
    text.full_clean()
    is_new = text.pk is None
    text.save()
    if not is_new and text.digest(model.translated_fields()) != words_before:
        others = model._default_manager.select_for_update().filter(**owner).exclude(language=language)
        report.left_behind += [f"{other} ({other.language})" for other in leave_behind(text, others)]


def put_owner(model: type[Owner], key: str, facts: Mapping[str, Any], report: Report, *,
              within: Mapping[str, Any] | None = None, **at_first: Any) -> Owner:  # fmt: skip
    """The thing itself with its facts: created, or updated if they still are what was shipped before.

    `within` is what the key is unique in, if not in everything. `at_first` is given to a new one only, and is the
    editors' from then on.
    """
    place = {"key": key, **(within or {})}
    owner = model._default_manager.filter(**place).first()
    if owner is None:
        owner = model(**place, **at_first)
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


def _has_changed_facts(owner: Any, facts: Mapping[str, Any]) -> bool:
    """Whether an editor changed what the files last gave."""
    shipped = owner.history.filter(history_change_reason=SHIPPED).first()
    return shipped is None or any(getattr(owner, name) != getattr(shipped, name) for name in facts)


def require(file: ContentFile, model: type[TranslatedText], content: Mapping[str, Any]) -> None:
    """A language is complete or the content is not loaded: name every part that is missing."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    missing = [name for name in model.content_fields if not content.get(name) and not fields[name].blank]
    if missing:
        raise ContentFileError(f"{file.path} lacks {', '.join(missing)}")
