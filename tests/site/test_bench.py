"""Measuring: its arithmetic, its table, and that it runs from beginning to end and leaves nothing behind."""

import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from hierniet.bench.load import Measurement, UnexpectedAnswerError, measure
from hierniet.bench.table import Cell, Row, draw, ratio, typical


def measured(*, waits: tuple[float, ...] = (0.002,) * 8, seconds: float = 2.0, body_bytes: int = 9000) -> Measurement:
    return Measurement(waits, seconds, body_bytes)


# Arithmetic ------------------------------------------------------------------------------------------------------------


def test_requests_per_second_are_those_that_were_answered():
    assert measured(waits=(0.1,) * 50, seconds=4.0).requests_per_second == 12.5


@pytest.mark.parametrize(
    ("share", "milliseconds"), [(0, 1), (0.5, 51), (0.99, 100), (1, 100)], ids=["quickest", "median", "p99", "slowest"]
)
def test_percentiles_are_in_milliseconds(share, milliseconds):
    measurement = measured(waits=tuple(number / 1000 for number in range(1, 101)))

    assert measurement.percentile(share) == pytest.approx(milliseconds)


def test_one_request_is_every_percentile():
    assert measured(waits=(0.02,)).percentile(0.5) == measured(waits=(0.02,)).percentile(0.99) == 20


def test_a_ratio_tells_how_many_pages_go_into_a_static_file():
    page, static = measured(seconds=2.0), measured(seconds=0.5)

    assert ratio(page, static) == 0.25
    assert ratio(static, static) == 1


def test_the_static_file_in_the_middle_counts():
    slow, middling, quick = (measured(seconds=seconds) for seconds in (3.0, 2.0, 1.0))

    assert typical([quick, slow, middling]) == middling


def test_the_table_lines_up():
    static = Cell(measured(), None, 1.0)
    page = Cell(measured(waits=(0.25, 0.5), seconds=100, body_bytes=123_456), 12, 0.005)

    lines = draw([Row("static file", static, static), Row("directory of 5,000", page, page)]).splitlines()

    assert len({len(line) for line in lines}) == 1
    assert len({tuple(found.start() for found in re.finditer(r"\|", line)) for line in lines if "|" in line}) == 1
    assert lines[3].split() == "static file 9000 | 4 2.0 2.0 - 1.000 | 4 2.0 2.0 - 1.000".split()
    assert lines[4].split() == "directory of 5,000 123456 | 0 500.0 500.0 12 0.005 | 0 500.0 500.0 12 0.005".split()


# Asking ----------------------------------------------------------------------------------------------------------------


class Answering(socketserver.StreamRequestHandler):
    """A server that answers in two pieces, and counts."""

    def handle(self) -> None:
        while self.rfile.readline():
            while self.rfile.readline() not in (b"\r\n", b""):
                pass
            self.server.asked += 1
            if self.server.asked == self.server.ends_after:
                return
            self.wfile.write(self.server.answer[:30])
            self.wfile.write(self.server.answer[30:])


@pytest.fixture
def server() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering) as answering:
        answering.daemon_threads = True
        answering.asked, answering.ends_after = 0, 0
        answering.answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n" + b"x" * 500
        threading.Thread(target=answering.serve_forever, args=(0.01,), daemon=True).start()
        yield answering
        answering.shutdown()


def test_it_asks_as_often_as_it_is_told(server):
    measurement = measure(server.server_address[1], "/", status=200, requests=100, seconds=30)

    assert len(measurement.waits) == 100
    assert server.asked == 110  # with a warm-up that does not count
    assert measurement.body_bytes == 500
    assert measurement.waits == tuple(sorted(measurement.waits))


def test_a_connection_that_ends_between_two_answers_is_opened_again(server):
    server.ends_after = 35

    measurement = measure(server.server_address[1], "/", status=200, requests=100, seconds=30)

    assert len(measurement.waits) == 99  # the request that nobody answered is not counted


def test_with_a_rate_it_asks_when_each_is_due_and_not_before(server):
    measurement = measure(server.server_address[1], "/", status=200, requests=60, seconds=30, rate=200)

    assert len(measurement.waits) == 60
    assert measurement.seconds >= 59 / 200


def test_it_stops_in_time(server):
    measurement = measure(server.server_address[1], "/", status=200, requests=10_000_000, seconds=0.2)

    assert 0.2 <= measurement.seconds < 5


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"]
)
def test_another_answer_than_the_page_ends_it(server, answer):
    server.answer = answer

    with pytest.raises(UnexpectedAnswerError, match="/word answered “HTTP/1.1"):
        measure(server.server_address[1], "/word", status=200, requests=10, seconds=5)


def test_nobody_there_ends_it_too():
    with pytest.raises(OSError, match="refused"):
        measure(1, "/", status=200, requests=10, seconds=5)


# From beginning to end -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "advice"), [("IS_LOCAL", False, "machine of your own"), ("DEBUG", True, "make bench")]
)
def test_neither_production_nor_debug_mode_is_measured(settings, name, value, advice):
    setattr(settings, name, value)

    with pytest.raises(CommandError, match=advice):
        call_command("bench", "--quick")


def bench(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "manage.py", "bench", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DEBUG": "false", "LOCAL_SERVE": "true"},
        start_new_session=True,
        **pipes,
    )


def left_behind(process: "subprocess.Popen[str]") -> list[str]:
    """Databases, and where the system tells it, programs that still have one of them in their environment."""
    mark = f"_bench_{process.pid}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        databases = [name for (name,) in cursor.fetchall() if name.endswith(mark)]
    return databases + [
        f"process {path.parent.name}" for path in Path("/proc").glob("[0-9]*/environ") if mark in read(path)
    ]


def read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""  # it ended while we looked, or is somebody else's


@pytest.mark.program
def test_a_quick_run_measures_every_page_and_leaves_nothing_behind(db):
    process = bench("--quick")
    output, errors = process.communicate(timeout=300)

    assert (process.returncode, errors) == (0, "")
    rows = [line for line in output.splitlines() if line.count("|") == 2][2:]
    names = [line.partition("|")[0].rsplit(maxsplit=1)[0].strip() for line in rows]
    assert names == [
        "static file", "directory of 5", "directory of 20", "search among 20", "home", "a rule", "a reference link",
        "one of a signatory", "the same at half rate", "the form to join",
    ]  # fmt: skip
    queries = {name: [half.split()[3] for half in line.split("|")[1:]] for name, line in zip(names, rows, strict=True)}
    assert queries.pop("static file") == ["-", "-"]
    assert all(int(number) <= 6 for numbers in queries.values() for number in numbers)
    assert queries["home"][1] == queries["a rule"][1] == "1"
    assert left_behind(process) == []


@pytest.mark.program
@pytest.mark.parametrize(
    ("number", "moment"),
    [(signal.SIGTERM, "Preparing"), (signal.SIGINT, "signatories ...")],
    ids=["early", "Ctrl-C late"],
)
def test_stopped_in_the_middle_it_puts_everything_away(db, number, moment):
    process = bench("--quick")
    while moment not in process.stdout.readline():
        assert process.poll() is None
    assert left_behind(process)

    process.send_signal(number)
    _output, errors = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "nothing is left behind" in errors
    assert left_behind(process) == []
