"""House rules as a Word file: the few parts of Office Open XML that headings, lists, links and a table need.

See docs/decisions/0030-a-word-file-by-hand.md. What is written here are the tokens of our own Markdown parser.
"""

import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from markdown_it.token import Token

from guidance import markdown
from guidance.maker.writing import Text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EXTERNAL = ' TargetMode="External"'
BULLETS, FIRST_NUMBERED = 1, 2
SHORT_EDGE, LONG_EDGE, MARGIN = 11_906, 16_838, 1_134  # A4, in twentieths of a point
STYLES = f"""{HEAD}<w:styles xmlns:w="{MAIN}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/></w:rPr>
</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
<w:pPr><w:keepNext/><w:spacing w:after="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:after="60"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0A6470"/><w:u w:val="single"/>
</w:rPr></w:style>
</w:styles>"""


@dataclass
class Document:
    """What is counted while the text is written: Word keeps links and numbered lists apart from it."""

    language: str = "nl"
    links: list[str] = field(default_factory=list)
    numbered: int = 0

    def link(self, address: str) -> str:
        if address not in self.links:
            self.links.append(address)
        return f"link{self.links.index(address)}"

    def list_number(self, kind: str) -> int:
        """Bullets are all of one list; each numbered one begins at 1 again."""
        if kind == "bullet_list_open":
            return BULLETS
        self.numbered += 1
        return FIRST_NUMBERED + self.numbered - 1


def as_word(texts: Sequence[Text], *, author: str) -> bytes:
    """Several languages stand side by side in a table, as bilingual decisions do."""
    document = Document()
    if len(texts) == 1:
        body = "".join(_paragraphs(document, texts[0].language, texts[0].markdown)) + _page(SHORT_EDGE, LONG_EDGE)
    else:
        body = _table(document, texts) + "<w:p/>" + _page(LONG_EDGE, SHORT_EDGE, turned=True)
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("document", f"{OFFICE}/officeDocument", "word/document.xml", False), ("core", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", False)]),
        "docProps/core.xml": _properties(texts[0], author),
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": STYLES,
        "word/numbering.xml": _numbering(document.numbered),
        "word/_rels/document.xml.rels": _relations([("styles", f"{OFFICE}/styles", "styles.xml", False), ("numbering", f"{OFFICE}/numbering", "numbering.xml", False), *((f"link{number}", f"{OFFICE}/hyperlink", address, True) for number, address in enumerate(document.links))]),
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _paragraphs(document: Document, language: str, source: str) -> Iterator[str]:
    document.language = language
    lists: list[int] = []
    style = ""
    for token in markdown.parse(source):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(document.list_number(token.type))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            style = f'<w:pStyle w:val="Heading{token.tag[1]}"/>'
        elif token.type == "paragraph_open":
            style = _list_style(lists) if lists else ""
        elif token.type == "inline":
            yield f"<w:p><w:pPr>{style}</w:pPr>{_runs(document, token.children or [])}</w:p>"


def _list_style(lists: Sequence[int]) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{lists[-1]}"/></w:numPr>'
    return f'<w:pStyle w:val="ListParagraph"/>{numbers}'


def _runs(document: Document, tokens: Sequence[Token]) -> str:
    written = []
    strong = in_link = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong = token.type == "strong_open"
        elif token.type == "link_open":
            in_link = True
            written.append(f'<w:hyperlink r:id="{document.link(str(token.attrs["href"]))}">')
        elif token.type == "link_close":
            in_link = False
            written.append("</w:hyperlink>")
        elif token.type == "hardbreak":
            written.append("<w:r><w:br/></w:r>")
        else:
            text = " " if token.type == "softbreak" else token.content
            written.append(_run(document.language, text, strong=strong, in_link=in_link))
    return "".join(written)


def _run(language: str, text: str, *, strong: bool, in_link: bool) -> str:
    properties = ('<w:rStyle w:val="Hyperlink"/>' if in_link else "") + ("<w:b/>" if strong else "")
    return (
        f'<w:r><w:rPr>{properties}<w:lang w:val="{language}-BE"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_allowed(text))}</w:t></w:r>'
    )


def _table(document: Document, texts: Sequence[Text]) -> str:
    """A row for the titles, and one for each part, so that the same part stands beside itself."""
    heads = [f"# {text.title}\n\n{text.opening}" for text in texts]
    rows = [
        heads,
        *([part.markdown for part in parts] for parts in zip(*(text.sections for text in texts), strict=True)),
    ]
    width = (LONG_EDGE - 2 * MARGIN) // len(texts)
    grid = f'<w:gridCol w:w="{width}"/>' * len(texts)
    written = []
    for row in rows:
        cells = (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{''.join(_paragraphs(document, text.language, source))}</w:tc>"
            for text, source in zip(texts, row, strict=True)
        )
        written.append(f"<w:tr>{''.join(cells)}</w:tr>")
    margins = '<w:tblCellMar><w:left w:w="170" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * len(texts)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"
    )


def _page(width: int, height: int, *, turned: bool = False) -> str:
    orientation = ' w:orient="landscape"' if turned else ""
    return (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{orientation}/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" '
        f'w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _numbering(numbered: int) -> str:
    bullet = _level("bullet", "•")
    number = _level("decimal", "%1.")
    lists = "".join(
        f'<w:num w:numId="{FIRST_NUMBERED + one}"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for one in range(numbered)
    )
    return (
        f'{HEAD}<w:numbering xmlns:w="{MAIN}"><w:abstractNum w:abstractNumId="0">{bullet}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{number}</w:abstractNum>'
        f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="0"/></w:num>{lists}</w:numbering>'
    )


def _level(kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl>'
    )


def _relations(relations: Sequence[tuple[str, str, str, bool]]) -> str:
    written = "".join(
        f"<Relationship Id={quoteattr(key)} Type={quoteattr(kind)} Target={quoteattr(target)}{EXTERNAL if is_external else ''}/>"
        for key, kind, target, is_external in relations
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


def _content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/numbering.xml": f"{word}.numbering+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    parts = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _properties(text: Text, author: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_allowed(markdown.plain(text.title)))}</dc:title>"
        f"<dc:creator>{escape(_allowed(author))}</dc:creator><dc:language>{text.language}-BE</dc:language></cp:coreProperties>"
    )


def _allowed(text: str) -> str:
    """XML refuses most control characters, and half a pair of surrogates."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cs", "Cn"))
