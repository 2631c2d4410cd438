"""Pages that are no text of their own, by what people call them: found beside the entries, without a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .finding import Wanted
from .words import all_words, stem


@dataclass(frozen=True)
class Place:
    """`words` are for finding only, translated as a whole."""

    route: str
    title: Promise | str
    words: Promise | str

    @property
    def url(self) -> str:
        return reverse(self.route)


PLACES: tuple[Any, ...] = (
    Place("guidance:rules", _("All house rules"), pgettext_lazy("words to search by", "house rules rule lines forbidden")),
    Place("guidance:guide", _("The guide"), pgettext_lazy("words to search by", "guide tips articles handbook community manager moderator")),
    Place("guidance:replies", _("Ready replies"), pgettext_lazy("words to search by", "replies answers texts templates copy download examples")),
    Place("guidance:maker", pgettext_lazy("page title", "House-rules maker"), pgettext_lazy("words to search by", "house rules maker generator charter council regulations")),
    Place("guidance:checklist", _("Evidence and incident note"), pgettext_lazy("words to search by", "evidence checklist incident note screenshot register statement")),
    Place("guidance:helplines", _("Helplines"), pgettext_lazy("words to search by", "helplines help phone numbers support desks contact")),
)  # fmt: skip


def find_places(wanted: Sequence[Wanted], language: str) -> list[Place]:
    """Those that have every word of the question, whole or begun."""
    return [place for place in PLACES if wanted and _is_meant(place, wanted, language)]


def _is_meant(place: Place, wanted: Sequence[Wanted], language: str) -> bool:
    words = [(word, stem(word, language)) for word in all_words(f"{place.title} {place.words}")]
    return all(any(one.is_met_by(word, root) for word, root in words) for one in wanted)
