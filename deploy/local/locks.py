"""One launcher per clone and purpose. The system lets go of the lock when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from .failures import LaunchError


@contextmanager
def held(path: Path, *, note: str) -> Iterator[None]:
    """Hold the lock; when somebody else does, say so with the note that was left in it."""
    with open_lock(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LaunchError(
                f"HierNiet already runs from this folder: {file.read().strip() or 'it is just starting'}.",
                "Stop that one with Ctrl-C (or kill), or use another clone with another PORT.",
            ) from None
        leave_note(file, f"process {os.getpid()}, {note}")
        yield


@contextmanager
def waited_for(path: Path) -> Iterator[None]:
    """Hold the lock, after whoever holds it now is done."""
    with open_lock(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(
                f"Waiting for the tests or checks that already run in this clone ({file.read().strip()}).", flush=True
            )
            fcntl.flock(file, fcntl.LOCK_EX)
        leave_note(file, f"process {os.getpid()}")
        yield


def open_lock(path: Path) -> TextIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


def leave_note(file: TextIO, note: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(note)
    file.flush()
