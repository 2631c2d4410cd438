"""Where reference links lead, held in memory: one looks at the database at most once a second, and can do without it.

What is held also lies in a file, for a process that begins while there is no database. It holds nothing but short words
and names that are public.
"""

import json
import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.db.models import CharField, Value

from guidance.models import RuleText, RuleWord
from guidance.models.publishing import edition, published
from guidance.words import as_word
from hierniet.languages import LANGUAGES
from signatories.models import FormerSlug, Signatory

logger = logging.getLogger(__name__)
FRESH_SECONDS = 1.0
# So long nobody asks a database that did not answer: each who asks waits for it.
AFTER_TROUBLE_SECONDS = 10.0
NEAR = 0.7  # of difflib's likeness, from 0 to 1: of seven letters, two may stand the wrong way round
MOST_SUGGESTIONS = 3
Row = tuple[str, str, str, int]


@dataclass(frozen=True)
class Signed:
    """A signatory that is public, by the name that it has now."""

    pk: int
    slug: str


@dataclass(frozen=True)
class Destinations:
    """`rules`: short word → rule; `languages`: short word → those in which it is one; `slugs`: rule → language → word."""

    rules: Mapping[str, int]
    languages: Mapping[str, tuple[str, ...]]
    slugs: Mapping[int, Mapping[str, str]]
    names: Mapping[str, Signed]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Destinations":
        rules: dict[str, int] = {}
        languages: dict[str, set[str]] = defaultdict(set)
        slugs: dict[int, dict[str, str]] = defaultdict(dict)
        names: dict[str, Signed] = {}
        former: dict[str, Signed] = {}
        for kind, text, other, number in rows:
            if kind == "text":
                slugs[number][other] = text
            elif kind == "word":
                rules.setdefault(text, number)
                languages[text].add(other)
            elif kind == "name":
                names[text] = Signed(number, text)
            else:
                former[text] = Signed(number, other)
        in_order = {word: tuple(code for code in LANGUAGES if code in found) for word, found in languages.items()}
        led = {word: rule for word, rule in rules.items() if rule in slugs}
        return cls(led, in_order, dict(slugs), former | names)

    def near(self, word: str) -> list[str]:
        """The short words that somebody may have meant, the likeliest first, one for each rule."""
        found = get_close_matches(as_word(word), self.rules, n=3 * MOST_SUGGESTIONS, cutoff=NEAR)
        nearest: dict[int, str] = {}
        for near in found:
            nearest.setdefault(self.rules[near], near)
        return list(nearest.values())[:MOST_SUGGESTIONS]


@dataclass(frozen=True)
class _Held:
    destinations: Destinations
    edition: str
    looked_at: float
    good_until: float


_held: _Held | None = None
_looking = threading.Lock()


def current() -> Destinations:
    """As they were within the last second; older only while the database does not answer. At most two queries."""
    held, now = _held, time.monotonic()
    return held.destinations if held and now < held.good_until else _look(wait=held is None, since=now)


def fresh(*, since: float) -> Destinations:
    """As they are now, for who finds nothing in the current ones: somebody may just have been approved.

    `since` is when that one began (`time.monotonic`): nobody looks again who has waited for a look already.
    """
    held = _held
    return held.destinations if held and _is_enough(held, since) else _look(wait=True, since=since)


def _is_enough(held: _Held, since: float) -> bool:
    """Somebody has looked since then, or the database was away a moment ago."""
    return held.looked_at >= since or held.good_until > time.monotonic() + FRESH_SECONDS


def forget() -> None:
    """As at the start of a process."""
    global _held  # noqa: PLW0603  one for each process is the point
    _held = None


def _look(*, wait: bool, since: float) -> Destinations:
    """One looks, and the others go on with what is held: a database that is slow keeps one visitor waiting, not all.

    Whoever had to wait is content with what was found meanwhile; else they would all look, one after the other.
    """
    global _held  # noqa: PLW0603  see above
    held = _held
    if not _looking.acquire(blocking=wait):
        return held.destinations if held else _look(wait=True, since=since)
    try:
        held = _held
        if held is None or not _is_enough(held, since):
            _held = held = _asked_of_database(held)
    except AnyDatabaseError as error:
        logger.warning("reference links do without the database", extra={"facts": {"error": type(error).__name__}})
        held = _known_without_database(_held)
        if held is None:
            raise
        _held = held
    finally:
        _looking.release()
    return held.destinations


def _asked_of_database(held: _Held | None) -> _Held:
    looked_at = time.monotonic()
    now = str(edition())
    if held and held.edition == now:
        return _Held(held.destinations, now, looked_at, looked_at + FRESH_SECONDS)
    rows = list(_rows())
    _keep(rows)
    return _Held(Destinations.of(rows), now, looked_at, looked_at + FRESH_SECONDS)


def _known_without_database(held: _Held | None) -> _Held | None:
    looked_at = time.monotonic()
    good_until = looked_at + AFTER_TROUBLE_SECONDS
    if held:
        return _Held(held.destinations, held.edition, looked_at, good_until)
    kept = _kept()
    return _Held(kept, "", looked_at, good_until) if kept else None


def _rows() -> Iterator[Row]:
    """Everything in one query: words and names, what they are, and whose."""
    public = published("rule__")
    nothing = Value("", output_field=CharField())
    words = RuleWord.objects.filter(public).values_list(_kind("word"), "word", "language", "rule_id")
    texts = RuleText.objects.filter(public).values_list(_kind("text"), "slug", "language", "rule_id")
    names = Signatory.objects.public().values_list(_kind("name"), "slug", nothing, "pk")
    former = FormerSlug.objects.filter(signatory__in=Signatory.objects.public())
    renamed = former.values_list(_kind("former"), "slug", "signatory__slug", "signatory_id")
    everything = [found.order_by() for found in (texts, names, renamed)]
    return iter(words.order_by().union(*everything, all=True))


def _kind(name: str) -> Value:
    return Value(name, output_field=CharField())


def _file() -> Path:
    return Path(settings.REFERRALS_FOLDER) / "destinations.json"


def _keep(rows: list[Row]) -> None:
    """Whole or not at all, for another process may read it just now. Without it everything works as long as we live."""
    try:
        new = _file().with_suffix(f".{os.getpid()}")
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(rows), encoding="utf-8")
        new.replace(_file())
    except OSError as error:
        logger.warning("reference links could not be kept in a file", extra={"facts": {"error": type(error).__name__}})


def _kept() -> Destinations | None:
    try:
        rows = json.loads(_file().read_text(encoding="utf-8"))
        return Destinations.of(tuple(row) for row in rows)
    except (OSError, ValueError, TypeError):
        return None
