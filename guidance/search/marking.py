"""Shows where the words of a question stand: a piece of the text around them, and a mark on each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from guidance.models import SearchEntry

from .finding import Wanted
from .words import Token, stem, tokens

EXCERPT = 210  # letters
BEFORE = 60  # … of them before the first hit
MORE = "…"


@dataclass(frozen=True)
class Hit:
    """One result as it is shown."""

    entry: SearchEntry
    title: SafeString
    excerpt: SafeString

    @property
    def url(self) -> str:
        return self.entry.get_absolute_url()


def hit(entry: SearchEntry, wanted: Sequence[Wanted]) -> Hit:
    return Hit(entry, marked(entry.title, wanted, entry.language), excerpt(entry.body, wanted, entry.language))


def marked(text: str, wanted: Sequence[Wanted], language: str) -> SafeString:
    """`text` is plain: everything in it is escaped, and the marks are the only HTML."""
    return _with_marks(text, [token for token, _number in _met(text, wanted, language)], 0, len(text))


def excerpt(text: str, wanted: Sequence[Wanted], language: str) -> SafeString:
    """The piece with most of the words; the beginning when none of them stands in the text."""
    found = _met(text, wanted, language)
    start, end = _piece(text, _best_start(found))
    piece = _with_marks(text, [token for token, _number in found], start, end)
    return format_html("{}{}{}", f"{MORE} " if start else "", piece, f" {MORE}" if end < len(text) else "")


def _met(text: str, wanted: Sequence[Wanted], language: str) -> list[tuple[Token, int]]:
    """The tokens that were asked for, each with the number of the word that it meets."""
    found = []
    for token in tokens(text):
        root = stem(token.word, language)
        number = next((place for place, one in enumerate(wanted) if one.is_met_by(token.word, root)), None)
        if number is not None:
            found.append((token, number))
    return found


def _best_start(found: Sequence[tuple[Token, int]]) -> int:
    """Where the piece begins that has most different words in it; the first of several."""
    best, most = 0, 0
    for token, _number in found:
        within = {number for other, number in found if 0 <= other.start - token.start <= EXCERPT - BEFORE}
        if len(within) > most:
            best, most = token.start, len(within)
    return best


def _piece(text: str, hit: int) -> tuple[int, int]:
    """Around the hit, cut between words; from the beginning of the sentence if that is near."""
    start = 0
    if hit > BEFORE:
        start = text.find(" ", hit - BEFORE, hit) + 1 or hit
        sentence = text.find(". ", hit - 2 * BEFORE, hit) if hit else -1
        start = sentence + 2 if sentence >= 0 else start
    while text[start : start + 1] in {" ", "·"}:
        start += 1
    end = min(len(text), start + EXCERPT)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return start, end


def _with_marks(text: str, found: Sequence[Token], start: int, end: int) -> SafeString:
    parts: list[SafeString] = []
    at = start
    for token in found:
        if start <= token.start and token.end <= end:
            parts += [
                conditional_escape(text[at : token.start]),
                format_html("<mark>{}</mark>", text[token.start : token.end]),
            ]
            at = token.end
    parts.append(conditional_escape(text[at:end]))
    return format_html_join("", "{}", ((part,) for part in parts))
