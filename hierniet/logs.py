"""Structured logs without personal data: no addresses, no names, no signed links, no exception texts.

gunicorn's first process writes them too, and holds no Django: else its workers would keep an old one after a reload.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("hierniet.requests")
# Whose messages, and which of any other's, quote what was asked for; the status or the exception beside them says enough.
QUOTING_LOGGERS = ("django.request", "django.security")
QUOTING_MESSAGES = ("Error handling request", "Invalid request from ip=")  # gunicorn's
EXTRA_FIELDS = ("method", "route", "status", "status_code", "milliseconds", "facts")


class JsonFormatter(logging.Formatter):
    """One JSON object a line.

    Of an exception only its type and where it happened are kept: a database error quotes the row, and so the person.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
        }
        entry |= {name: getattr(record, name) for name in EXTRA_FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            entry["exception"] = record.exc_info[0].__name__
            entry["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-8:]
            ]
        return json.dumps(entry, default=str, ensure_ascii=False)

    def _message(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        quotes = record.name.startswith(QUOTING_LOGGERS) or message.startswith(QUOTING_MESSAGES)
        return "not served" if quotes else message


class RequestLogMiddleware:
    """Logs each answer by the *name* of its route, never by its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        logger.info(
            "answered",
            extra={
                "method": request.method,
                "route": match.view_name if match else "",
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - started) * 1000, 1),
            },
        )
        return response
