"""Walks through everything in the database, a portion at a time, and tells what is wrong."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from signatories.models import Event, HistorySeal

from .chain import End, Link, problems_with
from .findings import Finding, Trouble
from .form import Entry, Sum, seal_digest, sha256

PORTION = 2_000
# One question, so that entries that come in meanwhile cannot make the ends differ from what they are the ends of.
EVERYTHING = """
    SELECT signatory.receipt_number, signatory.status, coalesce(head.number, 0), coalesce(head.digest, ''),
        event.number, event.at, event.by_id, event.what, event.from_status, event.to_status, event.why, event.digest
    FROM signatories_signatory AS signatory
    LEFT JOIN signatories_historyhead AS head ON head.signatory_id = signatory.id
    LEFT JOIN signatories_event AS event ON event.signatory_id = signatory.id
    ORDER BY signatory.id, event.number, event.id
"""


class Row(NamedTuple):
    receipt: str
    status: str
    end: End
    link: Link | None


class Walk:
    """`events` is how many entries were seen, once `findings()` has come to its end."""

    def __init__(self) -> None:
        self.events = 0

    def findings(self) -> Iterator[Finding]:
        for _receipt, rows in groupby(_rows(), key=attrgetter("receipt")):
            yield from self._of_one(list(rows))
        yield from seal_problems()

    def _of_one(self, rows: list[Row]) -> Iterator[Finding]:
        links = [row.link for row in rows if row.link]
        first = rows[0]
        self.events += len(links)
        yield from problems_with(links, first.end, receipt=first.receipt)
        if links and links[-1].entry.to_status != first.status:
            yield Finding(Trouble.STATUS, first.receipt, links[-1].entry.number)


def _rows() -> Iterator[Row]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(EVERYTHING)
        while portion := cursor.fetchmany(PORTION):
            for receipt, status, last, last_digest, *event in portion:
                yield Row(receipt, status, End(last, last_digest), _link(receipt, event) if event[0] else None)


def _link(receipt: str, event: list[object]) -> Link:
    number, at, by, what, start, to, why, digest = event
    return Link(Entry(receipt, number, at, by, what, start, to, sha256(str(why))), str(digest))  # type: ignore[arg-type]


def newest_problems(number: int) -> list[Finding]:
    """Of the newest entries only, each against the one before it and against where its history ends. One question."""
    of_the_same = Event.objects.filter(signatory=OuterRef("signatory"))
    newest = (
        Event.objects.order_by("-pk")
        .select_related("signatory__history_head")
        .annotate(
            before=Subquery(of_the_same.filter(number=OuterRef("number") - 1).values("digest")[:1]),
            last=Subquery(of_the_same.filter(number=OuterRef("signatory__history_head__number")).values("digest")[:1]),
        )
    )
    return [finding for event in newest[:number] for finding in _problems_of(event)]


def _problems_of(event: Any) -> Iterator[Finding]:
    receipt = event.signatory.receipt_number
    if not link_of(event, receipt).follows(event.before or ""):
        yield Finding(Trouble.CHANGED, receipt, event.number)
    head = getattr(event.signatory, "history_head", None)
    if head is None or head.number < event.number:
        yield Finding(Trouble.APPENDED, receipt, event.number)
    elif event.last != head.digest:
        yield Finding(Trouble.END, receipt, head.number)


def link_of(event: Event, receipt: str) -> Link:
    facts = (event.at, event.by_id, event.what, event.from_status, event.to_status, sha256(event.why))
    return Link(Entry(receipt, event.number, *facts), event.digest)


# Seals -----------------------------------------------------------------------------------------------------------------


def seal_problems() -> Iterator[Finding]:
    """What is sealed does not change any more, so that writers need not wait for this."""
    before: HistorySeal | None = None
    entries = _sealed_entries()
    entry = next(entries, None)
    for seal in HistorySeal.objects.order_by("number"):
        for missing in range(before.number + 1 if before else 1, seal.number):
            yield Finding(Trouble.SEAL_MISSING, number=missing)
        new = Sum()
        while entry and entry[0] <= seal.last_event:
            new.add([entry[1]])
            entry = next(entries, None)
        if not _is_whole(seal, before, new):
            yield Finding(Trouble.SEAL_BROKEN, number=seal.number)
        before = seal


def _sealed_entries() -> Iterator[tuple[int, str]]:
    last = HistorySeal.objects.order_by("-last_event").values_list("last_event", flat=True).first() or 0
    entries: Iterable[tuple[int, str]] = Event.objects.filter(pk__lte=last).order_by("pk").values_list("pk", "digest")
    yield from entries.iterator(chunk_size=PORTION)  # type: ignore[attr-defined]


def _is_whole(seal: HistorySeal, before: HistorySeal | None, new: Sum) -> bool:
    right = seal_digest(
        number=seal.number,
        at=seal.at,
        events=new.count + (before.events if before else 0),
        last_event=seal.last_event,
        new=new.result(),
        before=before.digest if before else "",
    )
    return seal.digest == right and seal.events == new.count + (before.events if before else 0)


def witness_problems(number: int, digest: str) -> Iterator[Finding]:
    """Against a seal that was handed over, and so cannot have been changed with the others."""
    seal = HistorySeal.objects.filter(number=number).first()
    if seal is None:
        yield Finding(Trouble.SEAL_MISSING, number=number)
    elif seal.digest != digest:
        yield Finding(Trouble.WITNESS, number=number)
