"""A list as CSV, for spreadsheets: made of the same answer, so that both always say the same."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel

from guidance.exports import BYTE_ORDER_MARK, harmless

Columns = tuple[tuple[str, ...], ...]


def columns_of(row: type[BaseModel]) -> Columns:
    """`("pages", "nl")` for what stands one level down; the names are joined by a low line."""
    return tuple(_columns_of(row))


def _columns_of(row: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for name, field in row.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from ((name, *column) for column in _columns_of(inner))
        else:
            yield (name,)


def as_csv(response: HttpResponse, columns: Columns) -> HttpResponse:
    """With commas, as RFC 4180 has it: what reads the open data is told so, and expects it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["_".join(column) for column in columns])
    for row in json.loads(response.content)["results"]:
        writer.writerow([harmless(_cell(row, column)) for column in columns])
    made = HttpResponse(BYTE_ORDER_MARK + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    made["Content-Disposition"] = "inline"  # a spreadsheet that asks for it is not stopped by a name
    return made


def _cell(row: dict[str, Any], column: tuple[str, ...]) -> str:
    value: Any = row
    for name in column:
        value = None if value is None else value[name]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        plain = all(isinstance(one, str) for one in value)
        return "\n".join(value) if plain else json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def links(response: HttpResponse) -> str:
    """For the header `Link`: the pages before and after this one. Both addresses are made by us, and of ASCII only."""
    body = json.loads(response.content)
    ways = {"next": body["next"], "prev": body["previous"]}
    return ", ".join(f'<{address}>; rel="{name}"' for name, address in ways.items() if address)
