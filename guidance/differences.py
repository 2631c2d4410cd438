"""Two texts woven into one, word by word: what went and what came. For editors' history and for public comparisons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
CONTEXT = 12  # how many words stay visible on either side of a change
REWRITTEN = 0.35  # below this likeness two texts are shown one after the other, not woven together


@dataclass(frozen=True)
class Step:
    """Words that stayed, or (with `come`) words that went and words that came in their place."""

    gone: list[str]
    come: list[str] | None = None


def difference(before: str, after: str) -> SafeString:
    """Both texts in one: what went in `<del>`, what came in `<ins>`, and some words around them."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    steps = list(_steps(old, new))
    last = len(steps) - 1
    parts = (_step(step, is_first=place == 0, is_last=place == last) for place, step in enumerate(steps))
    return format_html_join("", "{}", ((part,) for part in parts))


def _steps(old: list[str], new: list[str]) -> Iterator[Step]:
    """What stayed and what changed, in turn. A blank or a comma between two changes is part of one change."""
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > 800)
    if matcher.ratio() < REWRITTEN:
        yield Step(old, new)
        return
    gone: list[str] = []
    come: list[str] = []
    codes = matcher.get_opcodes()
    for place, (kind, i1, i2, j1, j2) in enumerate(codes):
        is_between = bool(gone or come) and place < len(codes) - 1
        has_words = any(token[0].isalnum() for token in old[i1:i2])
        if kind != "equal" or (is_between and not has_words):
            gone += old[i1:i2]
            come += new[j1:j2]
            continue
        if gone or come:
            yield Step(gone, come)
            gone, come = [], []
        yield Step(old[i1:i2])
    if gone or come:
        yield Step(gone, come)


def _step(step: Step, *, is_first: bool, is_last: bool) -> SafeString:
    if step.come is None:
        return format_html("{}", _shortened(step.gone, is_first=is_first, is_last=is_last))
    gone = format_html("<del>{}</del>", "".join(step.gone)) if step.gone else SafeString("")
    come = format_html("<ins>{}</ins>", "".join(step.come)) if step.come else SafeString("")
    return format_html("{}{}", gone, come)


def _shortened(tokens: list[str], *, is_first: bool, is_last: bool) -> str:
    """Long stretches without a change, down to the words next to one."""
    if len(tokens) <= 3 * CONTEXT:
        return "".join(tokens)
    before = [] if is_first else tokens[:CONTEXT]
    after = [] if is_last else tokens[-CONTEXT:]
    return "".join([*before, " … ", *after])
