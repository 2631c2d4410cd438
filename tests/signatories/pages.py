"""Reads a rendered page as a browser would: its ids, links, fields and what points at what."""

from html.parser import HTMLParser

from django.http import HttpResponse

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Page(HTMLParser):
    """One parsed page. `fields` maps a field's name to the values a browser would send."""

    def __init__(self, source: str | HttpResponse) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.described_by: list[str] = []
        self.labels_for: list[str] = []
        self.fields: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self.error_targets: list[str] = []
        self.words: list[str] = []
        self.language = ""
        self._select = ""
        self._textarea = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(source if isinstance(source, str) else source.content.decode())
        self.close()

    @property
    def text(self) -> str:
        """What is read, with single blanks."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note_references(given)
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "a":
            self._note_link(given)
        elif tag == "label":
            self.labels_for += [given["for"]] if "for" in given else []  # without it, the label holds its field
        elif tag == "button":
            self.buttons.append((given.get("name", ""), given.get("value", "")))
        else:
            self._note_field(tag, given)
        if tag not in VOID:
            self._open.append((tag, "data-hn-error-summary" in given))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            before = self.fields[self._textarea][-1]
            self.fields[self._textarea][-1] += (
                data if before else data.removeprefix("\n")
            )  # browsers drop the first one
        elif not self._open or self._open[-1][0] not in ("script", "style"):
            self.words.append(data)

    def _note_references(self, given: dict[str, str]) -> None:
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-describedby", "aria-labelledby", "aria-errormessage"):
            self.described_by += given.get(name, "").split()

    def _note_link(self, given: dict[str, str]) -> None:
        address = given.get("href", "")
        self.links.append(address)
        if any(is_summary for _tag, is_summary in self._open):
            self.error_targets.append(address)

    def _note_field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "select":
            self._select = name
            self.fields.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select].append(given.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            self.fields.setdefault(name, []).append("")
        elif tag == "input" and name:
            is_box = given.get("type") in ("radio", "checkbox")
            if not is_box or "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value", "on" if is_box else ""))
