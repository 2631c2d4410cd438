"""gunicorn with our settings, in a process of its own: what it writes when a request fails before the site sees it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.program
SECONDS = 30  # on a busy machine; usually one
# What a fault outside Django looks like.
SITE = """
import sys

def application(environ, start_response):
    if environ["PATH_INFO"] == "/ready":
        start_response("200 OK", [])
        return [b"django" if "django" in sys.modules else b"ready"]
    raise ValueError("lies@voorbeeld.example")
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Of a server whose site fails; what it writes is in the file `log` beside it."""
    (tmp_path / "failing_site.py").write_text(SITE)
    path = str(tmp_path / "socket")
    command = [sys.executable, "-m", "gunicorn", "--config=deploy/web_server.py", f"--bind=unix:{path}"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, f"--pythonpath={tmp_path}", "failing_site"],
            env={"PATH": os.environ["PATH"], "WEB_WORKERS": "1"},
            cwd=settings.BASE_DIR,
            stderr=log,
        )
    try:
        wait_for(lambda: process.poll() is not None or Path(path).exists())
        yield path
    finally:
        process.terminate()
        process.wait(SECONDS)


def wait_for(condition) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def ask(address: str, request: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(SECONDS)
        connection.connect(address)
        connection.sendall(request + b"\r\nHost: hierniet.example\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(4096), b""))


def test_request_that_fails_is_told_as_the_site_tells_it_and_without_its_address(address: str, tmp_path: Path):
    failed = ask(address, b"GET /nl/mijn-dossier/geheim-token/ HTTP/1.1")
    senseless = ask(address, b"GET /nl/mijn-dossier/geheim-token/ and more")

    written = (tmp_path / "log").read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert [answer.split()[1] for answer in (failed, senseless)] == [b"500", b"400"]
    assert [(line["level"], line["message"], line.get("exception")) for line in lines] == [
        ("error", "not served", "ValueError"),
        ("warning", "not served", None),
    ]
    assert not [secret for secret in ("geheim", "lies@") if secret in written]


def test_first_process_leaves_django_to_its_workers(address: str):
    """Else a reload would go on with the old one. The site of this test has none, so that any comes from the settings."""
    assert ask(address, b"GET /ready HTTP/1.0").endswith(b"ready")
