"""One page of a list, with the way to the others."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from .addresses import here
from .parameters import Table

Row = TypeVar("Row")


def page_of(
    request: HttpRequest,
    asked: Table,
    rows: "QuerySet[Any, Any] | Sequence[Any]",
    show: Callable[[Any], dict[str, Any]],
) -> dict[str, Any]:
    """Two queries for a queryset: how many there are, and those of this page."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    start = (asked.page - 1) * asked.page_size
    pages = max(1, ceil(count / asked.page_size))
    return {
        "count": count,
        "page": asked.page,
        "page_size": asked.page_size,
        "pages": pages,
        "next": _address(request, asked.page + 1) if asked.page < pages else None,
        "previous": _address(request, min(asked.page - 1, pages)) if asked.page > 1 else None,
        "results": [show(row) for row in rows[start : start + asked.page_size]],
    }


def _address(request: HttpRequest, page: int) -> str:
    """The same question about another page; encoded anew, so that it fits in a header whatever was typed."""
    parameters = {name: request.GET[name] for name in sorted(request.GET)} | {"page": str(page)}
    return f"{here(request)}?{urlencode(parameters)}"
