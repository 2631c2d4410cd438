"""Visits are noted in a file of the machine and counted by the worker: a visit costs one write, whatever the database does.

A line says which day, which rule, on behalf of whom, in which language and from which platform. Nothing tells one visitor
from another. Who writes holds a shared lock for that moment; who counts takes the file away and waits for the last ones.
"""

import fcntl
import logging
import os
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from hierniet.languages import LANGUAGES
from signatories.enums import Platform

logger = logging.getLogger(__name__)
NAME = "visits"
NOBODY = 0
TRIES = 20  # each takes microseconds, and fails only when somebody counts in just that one
TELL_AGAIN_SECONDS = 60.0


@dataclass(frozen=True, order=True)
class Visit:
    """`signatory` is 0 for the plain link. `rule` and `signatory` are keys of rows that may be gone by now."""

    day: date
    rule: int
    signatory: int
    language: str
    platform: str

    def line(self) -> str:
        return f"{self.day} {self.rule} {self.signatory} {self.language} {self.platform}\n"

    @classmethod
    def read(cls, line: str) -> "Visit":
        """Raises ValueError for a line that is no visit: a machine that lost its power leaves halves of them."""
        day, rule, signatory, language, platform = line.split(" ")
        if language not in LANGUAGES or platform not in Platform.values:
            raise ValueError(line)
        return cls(date.fromisoformat(day), int(rule), int(signatory), language, platform)


class _Missing:
    """How many visits could not be noted: of each day, until the next one that can."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.days: Counter[date] = Counter()
        self.told_at = float("-inf")

    def add(self, days: Counter[date]) -> None:
        with self.lock:
            self.days += days

    def take(self) -> Counter[date]:
        with self.lock:
            taken, self.days = self.days, Counter()
        return taken

    def tell(self, error: OSError) -> None:
        """Once a minute is enough, on a disk that stays full."""
        if time.monotonic() - self.told_at > TELL_AGAIN_SECONDS:
            self.told_at = time.monotonic()
            logger.error("visits cannot be noted", extra={"facts": {"error": type(error).__name__}})


_missing = _Missing()


def note(*, rule: int, signatory: int, language: str, platform: str) -> None:
    """Never raises and never waits: what cannot be noted is counted as missing, and said with the next one that can."""
    visit = Visit(timezone.localdate(), rule, signatory, language, platform)
    missing = _missing.take()
    try:
        _append("".join([*(missing_line(day, number) for day, number in missing.items()), visit.line()]).encode())
    except OSError as error:
        _missing.add(missing + Counter([visit.day]))
        _missing.tell(error)


def missing_line(day: date, number: int) -> str:
    return f"missing {day} {number}\n"


def file() -> Path:
    return Path(settings.REFERRALS_FOLDER) / NAME


def _append(text: bytes) -> None:
    for _try in range(TRIES):
        if _append_once(text):
            return
    raise BlockingIOError("the file was taken away again and again")


def _append_once(text: bytes) -> bool:
    """False when whoever counts has taken the file away in the meantime: then there is a new one."""
    path = f"{settings.REFERRALS_FOLDER}/{NAME}"
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(descriptor), os.stat(path)):  # noqa: PTH116  a Path takes as long as all the rest
            return False
        written = os.write(descriptor, text)
    except (BlockingIOError, FileNotFoundError):
        return False
    finally:
        os.close(descriptor)
    if written < len(text):
        raise OSError("the disk is full")
    return True


def _open(path: str) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        file().parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o600)
