"""Which language is older than its source: somebody changed what another one says after this one was last looked at.

`settled()` is the rule and knows no database; `settle()` and `leave_behind()` write what follows from it. A text that is
older stays public, and no public page says so. See docs/decisions/0039.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hierniet.languages import LANGUAGES


@dataclass(frozen=True)
class Standing:
    """How one language stood before the save. `older_than` is the language that it lags behind, or nothing."""

    older_than: str = ""
    is_complete: bool = True

    @property
    def can_be_a_source(self) -> bool:
        """Whoever brings a text up to date, or writes it to its end, follows the others and does not lead them."""
        return self.is_complete and not self.older_than


def settled(
    before: Mapping[str, Standing], *, changed: Collection[str], confirmed: Collection[str] = ()
) -> dict[str, str]:
    """What each language lags behind after a save.

    `changed`: those whose words were changed in it. `confirmed`: those of which somebody said that they are still right.
    """
    seen = {*changed, *confirmed}
    sources = [language for language in LANGUAGES if language in changed and before[language].can_be_a_source]
    source = sources[0] if sources else ""
    return {
        language: "" if language in seen else standing.older_than or source for language, standing in before.items()
    }


def settle(
    texts: Iterable[Any], before: Mapping[str, Standing], *, changed: Collection[str], confirmed: Collection[str]
) -> list[str]:
    """Write it; the rows are locked. Returns the languages that lag from now on."""
    by_language = {text.language: text for text in texts if text.language in before}
    after = settled(before, changed=changed, confirmed=confirmed)
    for language, text in by_language.items():
        if after[language] and not before[language].older_than:
            text.fall_behind(after[language], since=by_language[after[language]].updated_at)
        elif before[language].older_than and not after[language]:
            text.catch_up() if language in changed else text.confirm()
    return [language for language in LANGUAGES if after.get(language) and not before[language].older_than]


def leave_behind(text: Any, others: Iterable[Any]) -> list[Any]:
    """The files that ship brought `text` new words; of the others those that an editor wrote did not get theirs."""
    left = [other for other in others if other.is_changed_by_editor and not other.older_than]
    for other in left:
        other.fall_behind(text.language, since=text.updated_at)
    return left
