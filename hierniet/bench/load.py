"""A small load generator: a few connections that each ask the same thing again and again, over loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

CONNECTIONS = 8
# Connections are opened anew now and then, so that all workers of the server get their share of them.
REQUESTS_A_CONNECTION = 20
PATIENCE = 30  # seconds
# As a browser says it: visits of programs are not noted, and noting is a part of what is measured.
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
HEADERS = f"Host: 127.0.0.1\r\nAccept-Encoding: gzip\r\nAccept-Language: nl\r\nUser-Agent: {AGENT}\r\n"


class UnexpectedAnswerError(Exception):
    """The server answered something else than the page: measuring on would tell nothing."""


class _ConnectionEndedError(Exception):
    """The server closed the connection between two answers, as its workers do when they have served long enough."""


@dataclass(frozen=True)
class Measurement:
    """What some seconds of asking gave; `waits` are the seconds that each request took, in order of length."""

    waits: tuple[float, ...]
    seconds: float
    body_bytes: int

    @property
    def requests_per_second(self) -> float:
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """How long the quickest `share` of the requests took at most, in milliseconds; 0.5 is the median."""
        position = min(len(self.waits) - 1, int(share * len(self.waits)))
        return self.waits[position] * 1000


def measure(
    port: int, path: str, *, status: int, requests: int, seconds: float, rate: float | None = None
) -> Measurement:
    """Ask for `path` as often as `requests` says, or as `seconds` allow; a short warm-up before does not count.

    With `rate`, so many are due each second, as when visitors come by themselves; each waits from when it was due, so
    that an answer that keeps the next one from being asked counts for both. Without it, as fast as answers come.
    """
    asking = _Asking(port, path, status=status, rate=rate)
    asking.run(requests=max(CONNECTIONS, requests // 10), seconds=seconds / 4)
    asking.waits.clear()
    begun = time.perf_counter()
    asking.run(requests=requests, seconds=seconds)
    return Measurement(tuple(sorted(asking.waits)), time.perf_counter() - begun, asking.body_bytes)


class _Asking:
    def __init__(self, port: int, path: str, *, status: int, rate: float | None = None) -> None:
        self.rate = rate
        self.began = 0.0
        self.port = port
        self.question = f"GET {path} HTTP/1.1\r\n{HEADERS}\r\n".encode()
        self.path = path
        self.status = str(status).encode()
        self.waits: list[float] = []
        self.body_bytes = 0
        self.problem: Exception | None = None

    def run(self, *, requests: int, seconds: float) -> None:
        numbers = count()
        self.began = time.perf_counter()
        deadline = self.began + seconds
        threads = [
            threading.Thread(target=self._ask_until, args=(numbers, requests, deadline), daemon=True)
            for _connection in range(min(CONNECTIONS, requests))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.problem:
            raise self.problem

    def _ask_until(self, numbers: Iterator[int], requests: int, deadline: float) -> None:
        try:
            while not self.problem and time.perf_counter() < deadline:
                if not self._one_connection(numbers, requests, deadline):
                    return
        except (OSError, UnexpectedAnswerError) as error:
            self.problem = error

    def _one_connection(self, numbers: Iterator[int], requests: int, deadline: float) -> bool:
        """False when there is nothing more to ask."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for _turn in range(REQUESTS_A_CONNECTION):
                number = next(numbers)
                if number >= requests or time.perf_counter() > deadline:
                    return False
                begun = self._when_due(number)
                try:
                    self.body_bytes = self._answer(connection)
                except _ConnectionEndedError:
                    return True  # what every client does: ask again on a new one
                self.waits.append(time.perf_counter() - begun)
        return True

    def _when_due(self, number: int) -> float:
        if self.rate is None:
            return time.perf_counter()
        due = self.began + number / self.rate
        time.sleep(max(0.0, due - time.perf_counter()))
        return due

    def _answer(self, connection: socket.socket) -> int:
        try:
            connection.sendall(self.question)
            first = connection.recv(65_536)
        except ConnectionError:
            first = b""
        if not first:
            raise _ConnectionEndedError
        return self._read_answer(connection, first)

    def _read_answer(self, connection: socket.socket, received: bytes) -> int:
        """The length of the body; every answer of ours tells it in a header."""
        while b"\r\n\r\n" not in received:
            received += self._receive(connection)
        head, _separator, body = received.partition(b"\r\n\r\n")
        if head.split(b" ", 2)[1] != self.status:
            line = head.partition(b"\r\n")[0].decode(errors="replace")
            raise UnexpectedAnswerError(f"{self.path} answered “{line}”.")
        length = _content_length(head)
        missing = length - len(body)
        while missing > 0:
            missing -= len(self._receive(connection))
        return length

    def _receive(self, connection: socket.socket) -> bytes:
        data = connection.recv(65_536)
        if not data:
            raise UnexpectedAnswerError(
                f"{self.path}: the server closed the connection before its answer was complete."
            )
        return data


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
