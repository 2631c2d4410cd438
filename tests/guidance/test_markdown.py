"""What editors type can never become anything but text, the listed tags and harmless links."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.markdown import ALLOWED_ATTRIBUTES, ALLOWED_SCHEMES, ALLOWED_TAGS, render

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
UNSEEN_BY_BROWSERS = re.compile(r"[\t\n\r]|^[\x00-\x20]+")

SCRIPT_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "java&#10;script:alert(1)",
    "&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "javascript&#x3A;alert(1)",
    "&#1;javascript:alert(1)",
    "&#32;javascript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript\\:alert(1)",
    "javascript://example.org/%0Aalert(1)",
    "vbscript:msgbox(1)",
    "VBScript&colon;msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "DATA:image/svg+xml,<svg/onload=alert(1)>",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "ftp://example.org/",
    "intent://example.org#Intent;end",
]
RAW_HTML = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//example.org></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<p style='position:fixed'>x</p>",
    "<style>*{display:none}</style>",
    "<iframe src=https://example.org></iframe>",
    "<form action=https://example.org><input name=x></form>",
    "<base href=https://example.org/>",
    "<meta http-equiv=refresh content=0>",
    "<!-- <img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<textarea><script>alert(1)</script>",
    "<div\n\nonclick=alert(1)>",
    "<https://example.org/onmouseover=alert(1)>",
    "<javascript:alert(1)>",
    '[x](https://example.org/"onmouseover="alert(1))',
    '[x](https://example.org "title\\" onmouseover=\\"alert(1)")',
    "[x][y]\n\n[y]: javascript:alert(1) 'title'",
    "![x](javascript:alert(1))",
    "![x](https://example.org/pixel.png)",
    "[![x](https://example.org/pixel.png)](javascript:alert(1))",
    "```html\n<script>alert(1)</script>\n```",
    '``` "><script>alert(1)</script>\nx\n```',
    "`<script>alert(1)</script>`",
    "| <script>alert(1)</script> |\n| --- |\n| <img src=x onerror=alert(1)> |",
    "# <script>alert(1)</script>",
    "> <iframe src=https://example.org>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
]


class Reader(HTMLParser):
    """Collects every tag and attribute as a browser would see them, and counts what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def links(self) -> list[str]:
        return [value for tag, name, value in self.attributes if (tag, name) == ("a", "href")]


def assert_harmless(html: str) -> None:
    seen = Reader(html)
    assert set(seen.tags) <= ALLOWED_TAGS
    assert seen.others == []
    for tag, name, value in seen.attributes:
        assert name in ALLOWED_ATTRIBUTES.get(tag, set()) or (tag, name, value) == ("a", "rel", "noopener")
    for link in seen.links():
        scheme = SCHEME.match(UNSEEN_BY_BROWSERS.sub("", link).lower())
        assert scheme is None or scheme[1] in ALLOWED_SCHEMES


@pytest.mark.parametrize("link", SCRIPT_LINKS)
@pytest.mark.parametrize("shape", ["[x]({})", "[x](<{}>)", "<{}>", "[x][y]\n\n[y]: {}", "[x]( {} 'title')"])
def test_link_that_is_no_web_address_is_no_link(link, shape):
    html = render(shape.format(link))

    assert_harmless(html)
    assert not any(SCHEME.match(found) for found in Reader(html).links())


@pytest.mark.parametrize("source", RAW_HTML)
def test_raw_html_is_shown_as_text(source):
    html = render(source)

    assert_harmless(html)
    assert not {"script", "img", "style", "iframe", "svg"} & set(Reader(html).tags)


def test_raw_html_keeps_its_words():
    assert render("Schrijf <b>niet</b> & klaar") == "<p>Schrijf &lt;b&gt;niet&lt;/b&gt; &amp; klaar</p>"


def test_image_is_left_as_a_link_to_look_at():
    assert render("![foto](https://voorbeeld.example/foto.png)") == (
        '<p>!<a href="https://voorbeeld.example/foto.png" rel="noopener">foto</a></p>'
    )


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(SCRIPT_LINKS + RAW_HTML), st.sampled_from(list("<>[]()`\"'&;:#!|*_~\\/\n\t =x")), st.text()
        ),
        max_size=12,
    )
)
def test_nothing_outside_the_list_ever_comes_out(pieces):
    assert_harmless(render("".join(pieces)))


@pytest.mark.parametrize("address", ["https://www.unia.be/nl", "http://unia.be", "mailto:hallo@hierniet.be", "tel:+3280012800", "/nl/regels/", "#wet"])  # fmt: skip
def test_good_link_stays(address):
    assert render(f"[x]({address})") == f'<p><a href="{address}" rel="noopener">x</a></p>'


def test_title_becomes_a_second_level_heading():
    assert render("# Een\n\n## Twee\n\n### Drie\n\nOnderstreept\n===") == (
        "<h2>Een</h2>\n<h2>Twee</h2>\n<h3>Drie</h3>\n<h2>Onderstreept</h2>"
    )


def test_heading_written_as_code_stays_code():
    assert render("`<h1>`") == "<p><code>&lt;h1&gt;</code></p>"


def test_table_heads_say_what_they_head_also_when_aligned():
    assert render("| links | rechts | niets |\n| :--- | ---: | --- |\n| 1 | 2 | 3 |") == (
        "<table>\n<thead>\n<tr>\n"
        '<th scope="col">links</th>\n<th scope="col">rechts</th>\n<th scope="col">niets</th>\n'
        "</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n<td>3</td>\n</tr>\n</tbody>\n</table>"
    )


def test_lists_breaks_and_emphasis():
    assert render("3. **drie**\n4. *vier*\\\nop een nieuwe regel\n\n- ~~weg~~") == (
        '<ol start="3">\n<li><strong>drie</strong></li>\n'
        "<li><em>vier</em><br>\nop een nieuwe regel</li>\n</ol>\n<ul>\n<li><s>weg</s></li>\n</ul>"
    )


def test_nothing_gives_nothing():
    assert render("") == ""
    assert render("\x00 \n") == ""
