"""The first form of the digests. It never changes: a second one would get a name, and entries of both would stand.

The digest of an entry is the SHA-256, in hexadecimal, of one line of JSON in UTF-8 without spaces:

    ["HierNiet event 1", receipt number, number, moment in UTC with six decimals and Z, number of the colleague's account
    or null, what, from status, to status, SHA-256 of why, digest of the entry before or an empty text]

`why` goes in as a digest of its own, so that a file can leave its words out and still be checked. The database makes
the digests (see the migrations 0014 and 0016); here they are made anew to compare. A seal is made the same way, of

    ["HierNiet seal 1", number, moment, entries in all, last entry, SHA-256 of what is new, digest of the seal before]

in which what is new are the digests of the entries since the seal before, in the order in which they were stored, each
followed by a line feed.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

EVENT = "HierNiet event 1"
SEAL = "HierNiet seal 1"


class Entry(NamedTuple):
    """The facts of an event, and its place."""

    receipt: str
    number: int
    at: datetime
    by: int | None
    what: str
    from_status: str
    to_status: str
    why_digest: str


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def line_of(entry: Entry, before: str) -> str:
    return _line(EVENT, entry.receipt, entry.number, moment(entry.at), *entry[3:], before)


def digest_of(entry: Entry, before: str) -> str:
    return sha256(line_of(entry, before))


def seal_digest(*, number: int, at: datetime, events: int, last_event: int, new: str, before: str) -> str:
    return sha256(_line(SEAL, number, moment(at), events, last_event, new, before))


class Sum:
    """Takes digests one after another, for the seal over all of them."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()
        self.count = 0

    def add(self, digests: Iterable[str]) -> None:
        for digest in digests:
            self._sum.update(f"{digest}\n".encode())
            self.count += 1

    def result(self) -> str:
        return self._sum.hexdigest()


def _line(*parts: str | int | None) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
