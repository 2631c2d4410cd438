"""From what editors write to what visitors see: Markdown without raw HTML, cleaned once more after rendering."""

import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
ALLOWED_SCHEMES = {"https", "http", "mailto", "tel"}

# `html` off: what looks like a tag is shown as text. Images are off too: nothing on the site comes from elsewhere.
_parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])
_parser.disable("image")


HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
NOT_A_LETTER = re.compile(r"^[^a-z]+")  # an id begins with a letter, for whoever styles or looks for it
MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>#~|]|&(?=[#\w])")
BEGINS_A_BLOCK = re.compile(r"^(\d*)([-+=.):])")
ENDS_A_LINE = re.compile(r"<br ?/?>|</(?:p|li|h[2-4]|tr|blockquote)>")
BLANK_LINES = re.compile(r"\s*\n\s*")
TAKEN = ("main", "menu")  # ids that every page has already


class Heading(NamedTuple):
    anchor: str
    title: str


def render(source: str, *, anchors: bool = False, deeper: int = 1) -> str:
    """Safe HTML of `source`. A `# title` becomes a second-level heading: the page has its own first one.

    With `deeper` above 1 every heading goes down by so many levels, for a text within a part of a page.

    Two locks on the door: the parser escapes raw HTML and refuses script links; nh3 then keeps only what is listed.
    `anchors` gives second-level headings an id made of their words.
    """
    tokens = parse(source)
    for token in tokens:
        if token.type.startswith("heading_") and (token.tag == "h1" or deeper > 1):
            token.tag = f"h{int(token.tag[1]) + deeper}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    if anchors:
        _set_anchors(tokens)
    return nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES | ({"h2": {"id"}} if anchors else {}),
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener",
    ).strip()


def parse(source: str) -> list[Token]:
    return _parser.parse(source.replace("\x00", ""))


def plain(source: str) -> str:
    """The words of one line of Markdown, as a reader sees them."""
    inline = next((token for token in parse(source) if token.type == "inline"), None)
    return "".join(child.content for child in (inline.children or [])) if inline else ""


def escape(text: str) -> str:
    """One line of somebody else's words, so that it stays those words wherever it stands in Markdown.

    Only what could mean something gets a backslash: people read and mend such a file by hand.
    """
    return BEGINS_A_BLOCK.sub(r"\1\\\2", MEANS_SOMETHING.sub(r"\\\g<0>", " ".join(text.split())))


def _set_anchors(tokens: Sequence[Token]) -> None:
    """`## Eerst het bewijs` can be linked to as `#eerst-het-bewijs`; a second one of that name gets a number."""
    taken = set(TAKEN)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            wanted = anchor = NOT_A_LETTER.sub("", slugify(inline.content))[:60].strip("-") or "part"
            number = 2
            while anchor in taken:
                anchor, number = f"{wanted}-{number}", number + 1
            taken.add(anchor)
            token.attrSet("id", anchor)


def headings(rendered: str) -> list[Heading]:
    """The second-level headings of what `render` gave with anchors, as plain text."""
    found = HEADING.findall(rendered)
    return [Heading(anchor, html.unescape(TAG.sub("", title)).strip()) for anchor, title in found]


def as_plain_text(rendered: str) -> str:
    """What one reads of `render`'s HTML, a line for each paragraph or item."""
    text = html.unescape(TAG.sub("", ENDS_A_LINE.sub("\n", rendered)))
    return BLANK_LINES.sub("\n", text).strip()
