"""From the notes of the web processes to numbers of a day in the database; nothing is counted twice, whenever it is killed."""

import fcntl
import logging
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from guidance.models import HouseRule
from signatories.merge_lock import none_meanwhile
from signatories.models import CountedNotes, Referral, ReferralGap, Signatory

from .journal import NOBODY, Visit, file

logger = logging.getLogger(__name__)
ROWS_AT_ONCE = 500
REMEMBERED = timedelta(days=30)
REFERRALS = Referral._meta.db_table
GAPS = ReferralGap._meta.db_table
ADD = f"""
    INSERT INTO {REFERRALS} (day, rule_id, signatory_id, language, platform, visits) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (day, rule_id, COALESCE(signatory_id, 0), language, platform)
    DO UPDATE SET visits = {REFERRALS}.visits + EXCLUDED.visits
"""  # noqa: S608  only the table's own name is put in
ADD_GAP = f"""
    INSERT INTO {GAPS} (day, visits) VALUES (%s, %s)
    ON CONFLICT (day) DO UPDATE SET visits = {GAPS}.visits + EXCLUDED.visits
"""  # noqa: S608  see above
PASS_ON = f"""
    INSERT INTO {REFERRALS} (day, rule_id, signatory_id, language, platform, visits)
    SELECT day, rule_id, %s, language, platform, visits FROM {REFERRALS} WHERE signatory_id = %s
    ON CONFLICT (day, rule_id, COALESCE(signatory_id, 0), language, platform)
    DO UPDATE SET visits = {REFERRALS}.visits + EXCLUDED.visits
"""  # noqa: S608  see above


@dataclass
class Notes:
    """What stands in one file."""

    visits: Counter[Visit] = field(default_factory=Counter)
    missing: Counter[date] = field(default_factory=Counter)

    def read(self, lines: Iterable[str]) -> None:
        for line in lines:
            try:
                self._read_line(line.removesuffix("\n"))
            except ValueError:  # half a line, of a disk that was full or a machine that lost its power
                self.missing[timezone.localdate()] += 1

    def _read_line(self, line: str) -> None:
        if line.startswith("missing "):
            _word, day, number = line.split(" ")
            self.missing[date.fromisoformat(day)] += int(number)
        else:
            self.visits[Visit.read(line)] += 1


def count_notes() -> int:
    """Add everything that was noted until now to the numbers; returns how many visits that were."""
    _take_away()
    return sum(_count(path) for path in sorted(file().parent.glob("visits-*.taken")))


def pass_on(leaving: Signatory, into: Signatory) -> None:
    """The numbers of who was merged are those of who goes on. Within the transaction of the merge."""
    with connection.cursor() as cursor:
        cursor.execute(PASS_ON, [into.pk, leaving.pk])
    Referral.objects.filter(signatory=leaving).delete()


def _take_away() -> None:
    """Under a name that nobody had, so that it can be remembered; who still writes in it is waited for below."""
    try:
        file().rename(file().with_name(f"visits-{uuid.uuid4().hex}.taken"))
    except FileNotFoundError:
        return


def _count(path: Path) -> int:
    """Together with its name, in one transaction; thrown away after that. Killed in between, it is thrown away next time."""
    try:
        notes = path.open(encoding="utf-8", errors="replace", newline="\n")
    except FileNotFoundError:  # somebody else has counted it since we looked
        return 0
    with notes:
        fcntl.flock(notes, fcntl.LOCK_EX)
        if not path.exists():  # or while we waited
            return 0
        found = Notes()
        found.read(notes)
        with transaction.atomic():
            is_new = CountedNotes.is_new(path.stem)
            if is_new:
                _add(found)
            CountedNotes.objects.filter(counted_at__lt=timezone.now() - REMEMBERED).delete()
        path.unlink()
    return found.visits.total() if is_new else 0


def _add(notes: Notes) -> None:
    """In one order, so that two machines that count at once wait for each other, and not for ever."""
    none_meanwhile()  # else visits that are counted just now would stay with who left
    whose = _who_is_there(notes.visits)
    added: Counter[tuple[date, int, int | None, str, str]] = Counter()
    for visit, number in notes.visits.items():
        if visit.rule in whose.rules:
            signatory = whose.signatories.get(visit.signatory)
            added[visit.day, visit.rule, signatory, visit.language, visit.platform] += number
    rows = sorted(((*key, number) for key, number in added.items()), key=str)
    with connection.cursor() as cursor:
        cursor.executemany(ADD, rows)
        cursor.executemany(ADD_GAP, sorted(notes.missing.items()))


@dataclass(frozen=True)
class _There:
    """Rules that are still there; signatories by the key under which a visit was noted, also those merged since."""

    rules: frozenset[int]
    signatories: dict[int, int]


def _who_is_there(visits: Iterable[Visit]) -> _There:
    rules = HouseRule.objects.filter(pk__in={visit.rule for visit in visits})
    named = {visit.signatory for visit in visits} - {NOBODY}
    signatories = Signatory.objects.filter(pk__in=named).values_list("pk", "merged_into")
    return _There(
        frozenset(rules.values_list("pk", flat=True)), {pk: merged_into or pk for pk, merged_into in signatories}
    )
