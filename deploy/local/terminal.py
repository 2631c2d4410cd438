"""Talking to the person at the terminal, and listening to what they ask of us."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .failures import LaunchError

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Ctrl-C, kill, or a closed terminal. No Exception, so that nothing takes it for a failure to handle."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def stopping_on_request() -> Iterator[None]:
    """The first signal ends the story where it is; what was started is stopped on the way out, undisturbed."""

    def request_stop(number: int, frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        if postponing:
            postponed.append(number)
        else:
            raise StopRequested(number)

    for each in STOP_SIGNALS:
        # Under nohup a closed terminal is to be ignored.
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, request_stop)
    yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """A request to stop waits until this is done.

    Around what may not be cut in two: between starting a program and knowing its number, and while subprocess holds
    its lock, which would never be let go and would make us wait for that program for ever.
    """
    postponing.append(True)
    try:
        yield
    finally:
        postponing.pop()
    if postponed and not postponing:
        raise StopRequested(postponed.pop())


postponing: list[bool] = []
postponed: list[int] = []


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def complain(error: LaunchError) -> None:
    print(error, file=sys.stderr, flush=True)


def indented(output: str) -> str:
    return "\n".join(f"        {line}" for line in output.strip().splitlines())
