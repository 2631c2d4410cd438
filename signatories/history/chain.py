"""One chain, from the first entry to the last, and what is wrong with it. Knows nothing of the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .findings import Finding, Trouble
from .form import Entry, digest_of

AT_MOST_COMPARED = 60  # entries; with more, an entry out of place is told as one that was put in between


@dataclass(frozen=True)
class Link:
    """An entry with the digest that is kept of it."""

    entry: Entry
    digest: str

    def follows(self, before: str) -> bool:
        return digest_of(self.entry, before) == self.digest


@dataclass(frozen=True)
class End:
    """The number and the digest of the last entry, as they were kept apart; 0 when nothing was."""

    number: int = 0
    digest: str = ""


def problems_with(links: Sequence[Link], end: End, *, receipt: str) -> Iterator[Finding]:
    """`links` in the order of their numbers."""
    if not links and not end.number:
        yield Finding(Trouble.NO_HISTORY, receipt)
        return
    yield from _gaps(links, receipt)
    broken = [position for position in range(len(links)) if not _fits(links, position)]
    for position in broken:
        yield from _diagnosis(links, position, end, receipt)
    if len(links) - 1 not in broken:
        yield from _problems_at_the_end(links, end, receipt)
    elif links[-1].entry.number < end.number:
        yield Finding(Trouble.CUT, receipt, links[-1].entry.number + 1)


def _gaps(links: Sequence[Link], receipt: str) -> Iterator[Finding]:
    numbers = [0, *(link.entry.number for link in links)]
    for one, following in pairwise(numbers):
        for missing in range(one + 1, following):
            yield Finding(Trouble.MISSING, receipt, missing)


def _fits(links: Sequence[Link], position: int) -> bool:
    """Of what comes after a gap nobody can tell; the gap itself is told."""
    number_before = links[position - 1].entry.number if position else 0
    if links[position].entry.number > number_before + 1:
        return True
    return links[position].follows(links[position - 1].digest if position else "")


def _diagnosis(links: Sequence[Link], position: int, end: End, receipt: str) -> Iterator[Finding]:
    """Why an entry does not follow from the one before: it stood elsewhere, it had other words, or it was never there."""
    link = links[position]
    number, was = link.entry.number, _number_it_was_given(links, link)
    if was == number:
        return  # whole, and at its place: what belongs before it stands elsewhere, and is told there
    if was:
        yield Finding(Trouble.MOVED, receipt, number, was)
    elif number > end.number:
        yield Finding(Trouble.APPENDED, receipt, number)
    elif (position + 1 < len(links) and links[position + 1].follows(link.digest)) or link.digest == end.digest:
        yield Finding(Trouble.CHANGED, receipt, number)
    else:
        yield Finding(Trouble.INSERTED, receipt, number)


def _number_it_was_given(links: Sequence[Link], link: Link) -> int:
    """The number with which its digest is right, after any digest that is left; 0 when there is none."""
    if len(links) > AT_MOST_COMPARED:
        return 0
    for before in ("", *(other.digest for other in links)):
        for number in range(1, len(links) + 2):
            if Link(link.entry._replace(number=number), link.digest).follows(before):
                return number
    return 0


def _problems_at_the_end(links: Sequence[Link], end: End, receipt: str) -> Iterator[Finding]:
    last = links[-1] if links else None
    number = last.entry.number if last else 0
    if number < end.number:
        yield Finding(Trouble.CUT, receipt, number + 1)
    elif number > end.number:
        yield Finding(Trouble.APPENDED, receipt, number)
    elif last and last.digest != end.digest:
        yield Finding(Trouble.END, receipt, number)
