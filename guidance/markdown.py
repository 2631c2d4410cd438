"""From what editors write to what visitors see: Markdown without raw HTML, cleaned once more after rendering."""

import nh3
from markdown_it import MarkdownIt

ALLOWED_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
ALLOWED_SCHEMES = {"https", "http", "mailto", "tel"}

# `html` off: what looks like a tag is shown as text. Images are off too: nothing on the site comes from elsewhere.
_parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])
_parser.disable("image")


def render(source: str) -> str:
    """Safe HTML of `source`. A `# title` becomes a second-level heading: the page has its own first one.

    Two locks on the door: the parser escapes raw HTML and refuses script links; nh3 then keeps only what is listed.
    """
    tokens = _parser.parse(source.replace("\x00", ""))
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    return nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener",
    ).strip()
