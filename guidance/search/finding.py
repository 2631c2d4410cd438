"""Answers a question: which entries have its words, in which order. Four queries at most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Expression, F, Q, Value, When

from guidance.models import SearchEntry, SearchWord

from .kinds import KINDS
from .words import SAME_AS, STEM, all_words, halves, meaningful, one_typo_away, stem

MOST_WORDS = 8
PREFIX_FROM = 3  # letters from which the beginning of a word is enough
LIKE_FROM = 4  # … from which we look for words that it is a part of (Dutch writes words together) or a mistyping of
LIKE_UNTIL = 40
MOST_UNKNOWN = 3  # words of one question that are looked at so closely
MOST_OTHERS = 24
FOUND = 10_000  # what each word that was found counts, beside its points

# Title before text, the whole word before its beginning before something like it.
IN_TITLE, STEM_IN_TITLE, BEGINNING_IN_TITLE, LIKE_IN_TITLE = 100, 90, 60, 40
IN_TEXT, LIKE_IN_TEXT = 20, 10


@dataclass(frozen=True)
class Wanted:
    """One word of the question. `others` are words of the site that are like it, when it does not occur itself."""

    word: str
    stem: str
    others: tuple[str, ...] = ()
    other_stems: frozenset[str] = frozenset()

    @property
    def may_be_beginning(self) -> bool:
        return len(self.word) >= PREFIX_FROM

    def is_met_by(self, word: str, stem: str) -> bool:
        is_begun = self.may_be_beginning and word.startswith(self.word)
        return is_begun or word == self.word or stem in {self.stem, *self.other_stems} or word in self.others


@dataclass(frozen=True)
class Answer:
    """`keys` of the entries, the best first; `is_partial` when none of them has every word. `corrected` are words that
    occur nowhere, with what was looked for instead; `suggestion` is what may have been meant when nothing is found."""

    wanted: Sequence[Wanted] = ()
    keys: Sequence[int] = ()
    is_partial: bool = False
    suggestion: str = ""
    corrected: Sequence[Wanted] = field(default_factory=tuple)


@dataclass(frozen=True)
class Known:
    """Whether a word occurs, and what our texts call it."""

    is_known: bool
    others: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """Of a word that does not occur: the words it is a part of, those one typing error away, and a further guess."""

    within: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    further: str = ""


class OwnQuery(SearchQuery):
    """A query in PostgreSQL's own notation, past its parsers and dictionaries."""

    template = "(%(expressions)s)::tsquery"


def find(question: str, language: str) -> Answer:
    words = meaningful(all_words(question), language)[:MOST_WORDS]
    if not words:
        return Answer()
    known = _known(words, language)
    unknown = [word for word in words if not known[word].is_known]
    likenesses = _likenesses([word for word in unknown if not known[word].others][:MOST_UNKNOWN], language)
    wanted = [_wanted(word, known[word], likenesses.get(word, Likeness()), language) for word in words]
    if not any(known[one.word].is_known or one.others for one in wanted):
        return Answer(wanted, suggestion=_suggestion(words, likenesses))  # what occurs nowhere need not be looked for
    corrected = [one for one in wanted if one.others and one.others == likenesses.get(one.word, Likeness()).near]
    if keys := _keys(wanted, language):
        return Answer(wanted, keys, corrected=corrected)
    keys = _keys_of_most(wanted, language) if len(wanted) > 1 else []
    return Answer(wanted, keys, is_partial=bool(keys), corrected=corrected)


def _wanted(word: str, known: Known, likeness: Likeness, language: str) -> Wanted:
    others = () if known.is_known else known.others or likeness.within or likeness.near
    return Wanted(word, stem(word, language), others, frozenset(stem(other, language) for other in others))


def _known(words: Sequence[str], language: str) -> dict[str, Known]:
    """A word occurs whole, by its stem, or as a beginning. One query."""
    stems = {word: STEM + stem(word, language) for word in words}
    condition = Q(word__in=[*words, *stems.values()])
    for word in words:
        if len(word) >= PREFIX_FROM:
            condition |= Q(word__startswith=word)
    found = set(SearchWord.objects.public_in(language).filter(condition).values_list("word", flat=True))
    known = {}
    for word in words:
        is_begun = len(word) >= PREFIX_FROM and any(one.startswith(word) for one in found)
        others = SAME_AS.get(language, {}).get(word, ())
        known[word] = Known(word in found or stems[word] in found or is_begun, others)
    return known


def _likenesses(words: Sequence[str], language: str) -> dict[str, Likeness]:
    """In which words these stand, what is one typing error away, and what may have been meant otherwise. One query."""
    wrong = [word for word in words if LIKE_FROM <= len(word) <= LIKE_UNTIL]
    if not wrong:
        return {}
    near = {word: one_typo_away(word) for word in wrong}
    parts = {half for word in wrong for pair in halves(word) for half in pair}
    condition = Q(word__in=parts.union(*near.values()))
    for word in wrong:
        condition |= Q(word__startswith=word[:2]) | Q(word__contains=word)
    found = SearchWord.objects.public_in(language).filter(condition).values_list("word", flat=True)
    spelt = {word for word in found if not word.startswith(STEM)}
    return {word: _likeness(word, near[word], spelt) for word in wrong}


def _likeness(word: str, near: set[str], spelt: set[str]) -> Likeness:
    """Few people mistype the first letter: words that share it come alone."""
    within = sorted(one for one in spelt if word in one)
    close = sorted(near & spelt)
    same_start = [one for one in close if one[0] == word[0]]
    apart = [f"{first} {second}" for first, second in halves(word) if first in spelt and second in spelt]
    likely = sorted(one for one in spelt if one[:2] == word[:2] and abs(len(one) - len(word)) < 4)
    further = [*apart, *get_close_matches(word, likely, n=1, cutoff=0.75)]
    return Likeness(tuple(within[:MOST_OTHERS]), tuple((same_start or close)[:MOST_OTHERS]), next(iter(further), ""))


def _suggestion(words: Sequence[str], likenesses: dict[str, Likeness]) -> str:
    """The question with another word for each of its own, or nothing when one of them is like nothing here."""
    replaced = [likenesses.get(word, Likeness()).further for word in words]
    return " ".join(replaced) if all(replaced) else ""


def _keys(wanted: Sequence[Wanted], language: str) -> list[int]:
    """The entries that have every word. One query."""
    everything = " & ".join(f"({_either(_forms(one))})" for one in wanted)
    return [key for key, _points in _rows(everything, [_points(one) for one in wanted], language)]


def _keys_of_most(wanted: Sequence[Wanted], language: str) -> list[int]:
    """Those that have most of the words. One query, with a rougher measure, for it may meet half of the site."""
    anything = _either(form for one in wanted for form in _forms(one))
    rows = _rows(anything, [_rough_points(one) for one in wanted], language)
    most = max((points // FOUND for _key, points in rows), default=0)
    return [key for key, points in rows if points // FOUND == most]


def _rows(query: str, points: list[Expression], language: str) -> list[tuple[int, int]]:
    query_of_all = OwnQuery(query)
    matching = SearchEntry.objects.public().in_language(language).filter(vector=query_of_all)
    measured = matching.annotate(points=reduce(add, points), rank=SearchRank(F("vector"), query_of_all))
    return list(measured.order_by("-points", "-rank", "pk").values_list("pk", "points"))


def _forms(one: Wanted) -> list[str]:
    return [*_whole(one), *_begun(one), *_like(one)]


def _whole(one: Wanted) -> list[str]:
    return [one.word, STEM + one.stem]


def _begun(one: Wanted) -> list[str]:
    return [f"{one.word}*"] if one.may_be_beginning else []


def _like(one: Wanted) -> list[str]:
    return [*one.others, *(STEM + other for other in sorted(one.other_stems))]


def _either(forms: Iterable[str]) -> str:
    """`*` at the end of a form asks for its beginning. Forms are letters and figures only, see words.py."""
    return " | ".join(f"'{form[:-1]}':*" if form.endswith("*") else f"'{form}'" for form in forms)


def _points(one: Wanted) -> Expression:
    """How well one word is met by an entry that has it; PostgreSQL stops at the first line that holds."""
    begun, like = _begun(one), _like(one)
    lines = [
        _line("title_vector", [one.word], IN_TITLE),
        _line("title_vector", [STEM + one.stem], STEM_IN_TITLE),
        *([_line("title_vector", begun, BEGINNING_IN_TITLE)] if begun else []),
        *([_line("title_vector", like, LIKE_IN_TITLE)] if like else []),
        _line("vector", _whole(one), IN_TEXT),
    ]
    return Case(*lines, default=Value(FOUND + LIKE_IN_TEXT))


def _rough_points(one: Wanted) -> Expression:
    forms = _forms(one)
    return Case(_line("title_vector", forms, IN_TITLE), _line("vector", forms, IN_TEXT), default=Value(0))


def _line(column: str, forms: list[str], points: int) -> When:
    bonus = _BONUS if column == "title_vector" else Value(0)
    return When(Q(**{column: OwnQuery(_either(forms))}), then=Value(FOUND + points) + bonus)


_BONUS = Case(*(When(kind=kind.key, then=Value(kind.bonus)) for kind in KINDS), default=Value(0))
