"""Has a logo drawn in a process of its own, one at a time: whatever a file does in there, the site goes on."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from .made import Made
from .problems import Problem, UnusableError

logger = logging.getLogger(__name__)
COMMAND = [sys.executable, "-sEB", "-m", "signatories.logos.child"]
MOST_SECONDS = 20
PATIENCE_SECONDS = 8
_bench = threading.Lock()


def make(data: bytes) -> Made:
    """Raises UnusableError, whatever the file holds."""
    with _at_the_bench():
        return _read(_run(data))


@contextmanager
def _at_the_bench() -> Iterator[None]:
    """One at a time in each web process: so the memory of all that are drawn together is bounded too."""
    if not _bench.acquire(timeout=PATIENCE_SECONDS):
        raise UnusableError(Problem.BUSY)
    try:
        yield
    finally:
        _bench.release()


def _run(data: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  our own program, and nothing of the visitor's in its arguments
            COMMAND,
            input=data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={},
            timeout=MOST_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise UnusableError(Problem.TOO_MUCH_WORK) from None
    except subprocess.CalledProcessError as error:
        # A negative number is the signal that ended it: out of time, or a fault in a decoder.
        logger.warning("a logo could not be drawn", extra={"facts": {"exit": error.returncode}})
        raise UnusableError(Problem.TOO_MUCH_WORK) from None
    except OSError as error:
        logger.warning("the program that draws logos does not start", extra={"facts": {"error": type(error).__name__}})
        raise UnusableError(Problem.BUSY) from None
    return done.stdout


def _read(output: bytes) -> Made:
    head, _separator, rest = output.partition(b"\n")
    facts = json.loads(head)
    if "problem" in facts:
        raise UnusableError(Problem(facts["problem"]))
    files = {}
    for width, ending, length in facts.pop("files"):
        files[width, ending], rest = rest[:length], rest[length:]
    return Made(**facts | {"remarks": tuple(facts["remarks"])}, files=files)
