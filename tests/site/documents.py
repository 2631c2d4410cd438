"""Reads a page as strictly as no browser does: a tree of elements, and everything about it that is not valid."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Inside these only words and what stands among words may occur; a browser closes `p` before anything else.
ONLY_PHRASING = frozenset(
    (*HEADINGS, "p", "span", "strong", "em", "s", "code", "button", "label", "time", "title", "option")
)
FLOW = frozenset(
    (*HEADINGS, *"address article aside blockquote details div dl fieldset figure footer form header hr main nav ol p pre section table ul".split())
)  # fmt: skip
PARENTS = {
    "li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "legend": {"fieldset"}, "summary": {"details"},
    "option": {"select", "optgroup"}, "tr": {"thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
    "thead": {"table"}, "tbody": {"table"}, "head": {"html"}, "body": {"html"}, "title": {"head"},
}  # fmt: skip
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "select": {"option", "optgroup"}}
INTERACTIVE = ("a", "button", "label", "summary")
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "for", "popovertarget", "list", "form", "headers")  # fmt: skip


class Element:
    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """Its words with single blanks, those of an image too."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield child["alt"] if child.tag == "img" else " " + " ".join(child._words()) + " "

    def elements(self) -> Iterator[Element]:
        """Everything within, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def all(self, *tags: str, **attributes: str) -> list[Element]:
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements()
            if (not tags or element.tag in tags) and all(element[name] == value for name, value in wanted.items())
        ]

    def one(self, *tags: str, **attributes: str) -> Element:
        (found,) = self.all(*tags, **attributes)
        return found

    def ancestors(self) -> Iterator[Element]:
        if self.parent is not None:
            yield self.parent
            yield from self.parent.ancestors()


class Document(HTMLParser):
    """`root` is the tree; `problems` is empty when the page is as it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("", {}, None)
        self.problems: list[str] = []
        self._at = self.root
        self.feed(html)
        self.close()
        if self._at is not self.root:
            self.problems.append(f"<{self._at.tag}> is never closed")
        self.problems += _problems(self.root)

    # Building the tree

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html" or self.root.children:
            self.problems.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        self.problems += [f"<{tag}> has {name} twice" for name in set(names) if names.count(name) > 1]
        element = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(element)
        if tag not in VOID:
            self._at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.problems.append(f"<{tag}/> closes nothing")
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._at.tag != tag or self._at.parent is None:
            self.problems.append(f"</{tag}> within <{self._at.tag}>")
        else:
            self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        if self._at is not self.root:
            self._at.children.append(data)
        elif data.strip():
            self.problems.append(f"{data.strip()!r} outside everything")

    # Asking the tree

    def all(self, *tags: str, **attributes: str) -> list[Element]:
        return self.root.all(*tags, **attributes)

    def one(self, *tags: str, **attributes: str) -> Element:
        return self.root.one(*tags, **attributes)

    @property
    def main(self) -> Element:
        return self.one("main")

    def links(self) -> list[str]:
        return [link["href"] for link in self.main.all("a")]

    def alternates(self) -> dict[str, str]:
        """The same page in each language; not what else there is of it, such as a feed."""
        return {link["hreflang"]: link["href"] for link in self.all("link", rel="alternate") if link["hreflang"]}

    def canonical(self) -> str:
        return self.one("link", rel="canonical")["href"]


def _problems(root: Element) -> Iterator[str]:
    yield from _nesting(root)
    yield from _references(root)
    yield from _inline_code(root)
    yield from _names(root)


def _nesting(root: Element) -> Iterator[str]:
    for element in root.elements():
        parent = element.parent.tag if element.parent else ""
        above = [ancestor.tag for ancestor in element.ancestors()]
        if element.tag in PARENTS and parent not in PARENTS[element.tag]:
            yield f"<{element.tag}> in <{parent}>"
        if parent in CHILDREN and element.tag not in CHILDREN[parent]:
            yield f"<{element.tag}> straight in <{parent}>"
        if element.tag in FLOW and ONLY_PHRASING & set(above):
            yield f"<{element.tag}> somewhere in <{(ONLY_PHRASING & set(above)).pop()}>"
        if element.tag in INTERACTIVE and set(above) & (
            {"a", "button"} if element.tag != "label" else {"label", "a", "button"}
        ):
            yield f"<{element.tag}> in something else to press"


def _references(root: Element) -> Iterator[str]:
    ids = [element["id"] for element in root.elements() if "id" in element.attributes]
    yield from (f"id {name!r} is there twice" for name in sorted(set(ids)) if ids.count(name) > 1)
    yield from (f"id {name!r} is none" for name in ids if not name or " " in name)
    for element in root.elements():
        targets = [target for name in REFERENCES for target in element[name].split()]
        if element.tag == "a" and element["href"].startswith("#"):
            targets.append(element["href"][1:])
        yield from (
            f"<{element.tag}> points at #{target}, which is not there" for target in targets if target not in ids
        )


def _inline_code(root: Element) -> Iterator[str]:
    for element in root.elements():
        if element.tag == "style" or (element.tag == "script" and (not element["src"] or element.text)):
            yield f"inline <{element.tag}>"
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on"):
                yield f"<{element.tag} {name}={value!r}>"
            if name in ("href", "src", "action") and value.strip().lower().startswith(("javascript:", "data:")):
                yield f"<{element.tag} {name}={value!r}>"


def _names(root: Element) -> Iterator[str]:
    labelled = {label["for"] for label in root.all("label") if label.text}
    for element in root.elements():
        if element.tag in ("a", "button", "summary", "label", "legend", *HEADINGS) and not (
            element.text or element["aria-label"]
        ):
            yield f"<{element.tag} {element.attributes}> says nothing"
        if element.tag == "a" and not element["href"]:
            yield f"<a> “{element.text}” leads nowhere"
        if element.tag == "img" and "alt" not in element.attributes:
            yield f"<img {element.attributes}> has no alt"
        if element.tag in ("input", "select", "textarea") and element["type"] != "hidden":
            is_within_label = any(ancestor.tag == "label" and ancestor.text for ancestor in element.ancestors())
            if element["id"] not in labelled and not is_within_label:
                yield f"<{element.tag} {element.attributes}> has no label"
