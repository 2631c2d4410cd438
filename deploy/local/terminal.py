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
        raise StopRequested(number)

    for each in STOP_SIGNALS:
        # Under nohup a closed terminal is to be ignored.
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, request_stop)
    yield


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def complain(error: LaunchError) -> None:
    print(error, file=sys.stderr, flush=True)


def indented(output: str) -> str:
    return "\n".join(f"        {line}" for line in output.strip().splitlines())
