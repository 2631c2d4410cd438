"""The site as production serves it, on free ports: once with pages kept in memory, once without."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from deploy.local.ports import HOST, free_port
from deploy.local.processes import Service

WORKERS = 2
KEEP_PAGES_SECONDS = 3600
PATIENCE = 60  # seconds
# Of the one who measures; a cache or proxy of theirs has no part in this.
OURS = {"DEBUG": "false", "LOCAL_SERVE": "true", "ALLOWED_HOSTS": HOST, "CACHE_URL": "", "TRUSTED_PROXIES": "",
        "SITE_ADDRESSES": "", "HOST_LANGUAGES": ""}  # fmt: skip


class DidNotStartError(Exception):
    """The server ended or does not answer; the message holds its last words."""


@dataclass(frozen=True)
class Servers:
    """The ports of both."""

    cold: int
    cached: int


@contextmanager
def serving(database_url: str, logs: Path) -> Iterator[Servers]:
    with (
        _served(database_url, logs / "cold.log", 0) as cold,
        _served(database_url, logs / "cached.log", KEEP_PAGES_SECONDS) as cached,
    ):
        yield Servers(cold, cached)


@contextmanager
def _served(database_url: str, log: Path, keep_pages_seconds: int) -> Iterator[int]:
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config=deploy/web_server.py", f"--bind={HOST}:{port}",
        f"--workers={WORKERS}", "hierniet.wsgi",
    ]  # fmt: skip
    service = Service("the site", command, log=log, ends_on=signal.SIGINT)  # nobody waits for the end of an answer
    values = {
        "DATABASE_URL": database_url,
        "PAGE_CACHE_SECONDS": str(keep_pages_seconds),
        "REFERRALS_FOLDER": str(log.parent / "referrals"),  # or its visits would be counted as real ones
    }
    try:
        service.start(env={**os.environ, **OURS, **values}, folder=settings.BASE_DIR)
        _wait_until_it_answers(service, port)
        yield port
    finally:
        service.stop()


def _wait_until_it_answers(service: Service, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        if service.has_ended or time.monotonic() > deadline:
            raise DidNotStartError(f"The site did not start.\n{service.last_words()}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
