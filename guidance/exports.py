"""Ready replies as files for the tools that community managers answer with.

What each tool takes: Qualtrics Social Connect a CSV whose first columns are Text, Title, Folder and Label; TextExpander a CSV of
abbreviation and text without a header; Espanso YAML; Zendesk macros as JSON. Sources in the decision record.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guidance.models.replies import FORMULA_STARTS
from guidance.replies import ReadyReply

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
COLUMNS = ("Text", "Title", "Folder", "Label", "Language", "Length", "Rule", "Shortcut")


def as_csv(replies: Sequence[ReadyReply], *, delimiter: str = ";") -> str:
    """With semicolons, as Belgian spreadsheets expect, unless told otherwise."""
    rows = [
        (
            reply.text, reply.title, f"HierNiet/{reply.rule.name}", str(reply.tone.label), reply.language,
            str(reply.length.label), reply.address, reply.shortcut,
        )
        for reply in replies
    ]  # fmt: skip
    return BYTE_ORDER_MARK + table([COLUMNS, *rows], delimiter)


def as_comma_csv(replies: Sequence[ReadyReply]) -> str:
    return as_csv(replies, delimiter=",")


def as_text_expander(replies: Sequence[ReadyReply]) -> str:
    return table([(reply.shortcut, reply.text) for reply in replies], ",")


def as_espanso(replies: Sequence[ReadyReply]) -> str:
    """Each value in double quotes, where YAML reads what JSON writes."""
    matches = (
        f"  - trigger: {_quoted(reply.shortcut)}\n    replace: {_quoted(reply.text)}\n    label: {_quoted(reply.title)}\n"
        for reply in replies
    )
    return "matches:\n" + "".join(matches) if replies else "matches: []\n"


def as_zendesk(replies: Sequence[ReadyReply]) -> str:
    macros = [
        {
            "title": "::".join(["HierNiet", reply.rule.name, str(reply.tone.label), str(reply.length.label)]),
            "description": f"{reply.address} ({reply.language})",
            "active": True,
            "actions": [{"field": "comment_value", "value": reply.text}],
        }
        for reply in replies
    ]
    return json.dumps({"macros": macros}, ensure_ascii=False, indent=2) + "\n"


def as_plain_text(replies: Sequence[ReadyReply]) -> str:
    return "\n\n".join(f"## {reply.title}\n\n{reply.text}" for reply in replies) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def table(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """Rows for a spreadsheet; none of the cells is calculated."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def harmless(cell: str) -> str:
    """A spreadsheet must show it, not calculate it. Replies cannot begin like a formula; a name could."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


@dataclass(frozen=True)
class Format:
    make: Callable[[Sequence[ReadyReply]], str]
    content_type: str
    ending: str
    tool: str


FORMATS = {
    "csv": Format(as_csv, "text/csv; charset=utf-8", "csv", "Excel, Qualtrics Social Connect"),
    "comma-csv": Format(as_comma_csv, "text/csv; charset=utf-8", "csv", "CSV (,)"),
    "textexpander": Format(as_text_expander, "text/csv; charset=utf-8", "csv", "TextExpander"),
    "espanso": Format(as_espanso, "application/yaml; charset=utf-8", "yml", "Espanso"),
    "zendesk": Format(as_zendesk, "application/json; charset=utf-8", "json", "Zendesk"),
    "text": Format(as_plain_text, "text/plain; charset=utf-8", "txt", "Text"),
}
