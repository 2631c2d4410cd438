"""Keeps the search entries in step with the texts, within the transaction that changes them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any

from django.db import connection, models, transaction

from guidance.models import ContentVersion, SearchEntry

from .kinds import KINDS, Kind, Words
from .words import STEM, Token, clean, stem, tokens

WRITTEN = [
    "route", "parts", "after", "language", "title", "body", "title_vector", "vector", "public_from", "digest",
]  # fmt: skip
LAST_PLACE = 16_383  # PostgreSQL counts places in a text no further

# Words of the entries as they stand now; %(languages)s limits the work to what changed.
FORGET_WORDS = """
    DELETE FROM guidance_searchword known
    WHERE known.language = ANY(%(languages)s) AND NOT EXISTS (
        SELECT FROM (
            SELECT DISTINCT entry.language, word FROM guidance_searchentry entry,
            unnest(tsvector_to_array(entry.vector)) AS word WHERE entry.language = ANY(%(languages)s)
        ) present WHERE present.language = known.language AND present.word = known.word
    )
"""
LEARN_WORDS = """
    INSERT INTO guidance_searchword AS known (language, word, public_from)
    SELECT entry.language, word, nullif(min(coalesce(entry.public_from, '-infinity')), '-infinity')
    FROM guidance_searchentry entry, unnest(tsvector_to_array(entry.vector)) AS word
    WHERE entry.language = ANY(%(languages)s) GROUP BY entry.language, word
    ON CONFLICT (language, word) DO UPDATE SET public_from = excluded.public_from
    WHERE known.public_from IS DISTINCT FROM excluded.public_from
"""

Touched = Mapping[Kind, set[int]]

_is_held: ContextVar[bool] = ContextVar("search_is_held", default=False)


def touched_by(row: models.Model) -> dict[Kind, set[int]]:
    """Which texts say something else, or are seen by others, when this row changes."""
    if _is_held.get():
        return {}
    found = ((kind, kind.touched_by(row)) for kind in KINDS)
    return {
        kind: set(kind.model._base_manager.filter(touched).values_list("pk", flat=True))
        for kind, touched in found
        if touched is not None
    }


def refresh(touched: Touched) -> None:
    """Write the entries of these texts anew, and take away those of texts that are drafts or not there."""
    languages: set[str] = set()
    for kind, keys in touched.items():
        if keys:
            present = SearchEntry.objects.filter(kind=kind.key, source__in=keys)
            languages |= _write(kind, kind.public_some_time().filter(pk__in=keys), present)
    _write_words(languages)


@transaction.atomic
def rebuild() -> int:
    """Everything from the texts; what is as it should be is not written. Gives how many entries there are then."""
    ContentVersion.lock()
    languages: set[str] = set()
    for kind in KINDS:
        languages |= _write(kind, kind.public_some_time(), SearchEntry.objects.filter(kind=kind.key))
    gone = SearchEntry.objects.exclude(kind__in=[kind.key for kind in KINDS])
    if of_old_kinds := set(gone.values_list("language", flat=True)):
        languages |= of_old_kinds
        gone.delete()
    _write_words(languages)
    return SearchEntry.objects.count()


@contextmanager
def rebuilt_at_the_end() -> Iterator[None]:
    """For many changes at once: the entries are written after the last of them. Within one transaction."""
    token = _is_held.set(True)
    try:
        yield
    finally:
        _is_held.reset(token)
    rebuild()


def _write(kind: Kind, texts: Iterable[Any], present: models.QuerySet[SearchEntry]) -> set[str]:
    """Gives the languages in which something changed."""
    known = {source: (digest, language) for source, digest, language in present.values_list("source", "digest", "language")}  # fmt: skip
    entries = {text.pk: _entry(kind, text) for text in texts}
    changed = [entry for source, entry in entries.items() if known.get(source, ("",))[0] != entry.digest]
    gone = known.keys() - entries.keys()
    if changed:
        SearchEntry.objects.bulk_create(
            changed, batch_size=100, update_conflicts=True, unique_fields=["kind", "source"], update_fields=WRITTEN
        )
    if gone:
        SearchEntry.objects.filter(kind=kind.key, source__in=gone).delete()
    return {entry.language for entry in changed} | {known[source][1] for source in gone}


def _entry(kind: Kind, text: Any) -> SearchEntry:
    words = kind.words(text)
    title, body = clean(words.title)[:200], clean(words.body)
    title_vector, vector = _vectors(words, title, body, text.language)
    place = words.place
    moment = text.public_from.isoformat() if text.public_from else ""
    facts = (
        place.route, json.dumps(place.parts), place.after, text.language, title, body, title_vector, vector, moment,
    )  # fmt: skip
    return SearchEntry(
        kind=kind.key,
        source=text.pk,
        language=text.language,
        route=place.route,
        parts=dict(place.parts),
        after=place.after,
        title=title,
        body=body,
        title_vector=title_vector,
        vector=vector,
        public_from=text.public_from,
        digest=hashlib.sha256("\n".join(facts).encode()).hexdigest(),
    )


def _vectors(words: Words, title: str, body: str, language: str) -> tuple[str, str]:
    """In PostgreSQL's own notation: no parser and no dictionary of the server has a say in what a word is."""
    places = count(1)
    names = _lexemes(f"{title} {clean(words.names)}", language, "A", places)
    rest = _lexemes(clean(words.top), language, "B", places) + _lexemes(body, language, "D", places)
    return " ".join(names), " ".join(names + rest)


def _lexemes(text: str, language: str, weight: str, places: Iterator[int]) -> list[str]:
    found = []
    before: Token | None = None
    for token in tokens(text):
        place = min(next(places), LAST_PLACE)
        forms = [token.word, STEM + stem(token.word, language)]
        if before is not None and text[before.end : token.start] == "-":
            forms.append((before.word + token.word)[:60])  # “e-mail” is found by “email”
        found += [f"'{form}':{place}{weight}" for form in forms]
        before = token
    return found


def _write_words(languages: set[str]) -> None:
    if languages:
        with connection.cursor() as cursor:
            cursor.execute(FORGET_WORDS, {"languages": list(languages)})
            cursor.execute(LEARN_WORDS, {"languages": list(languages)})
