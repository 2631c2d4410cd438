"""A history that proves itself: whatever is done to it behind the back of the site is found, and told exactly."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signatories import actions, history
from signatories.enums import EventKind, Status
from signatories.history.findings import Finding, Trouble
from signatories.history.form import Entry, digest_of, sha256
from signatories.history.walk import Walk, newest_problems
from signatories.models import Event, HistoryCheck, HistoryHead, HistorySeal, Signatory
from tests import factories
from tests.protected import history_unprotected
from tests.signatories.applications import details
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db


def grown(number: int = 5, **facts: Any) -> Signatory:
    """With a history of so many entries."""
    signatory = factories.create_signatory(**facts)
    for position in range(number):
        actions.record(signatory, by=None, what=EventKind.LOGO, why=f"logo {position + 1}")
    return signatory


def findings() -> list[Finding]:
    return list(Walk().findings())


def entry_of(event: Event) -> Entry:
    facts = (event.at, event.by_id, event.what, event.from_status, event.to_status, sha256(event.why))
    return Entry(event.signatory.receipt_number, event.number, *facts)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


# Linking ---------------------------------------------------------------------------------------------------------------


def test_entries_are_numbered_and_linked_by_the_database_whoever_writes_them(moderator):
    signatory = factories.create_signatory()
    one = actions.record(signatory, by=moderator, why="Per mail.")
    two, three = Event.objects.bulk_create(
        [Event(signatory=signatory, to_status=Status.SUBMITTED, why=why) for why in ("twee", "drie")]
    )

    assert [event.number for event in (one, two, three)] == [1, 2, 3]
    assert one.digest == digest_of(entry_of(one), "")
    assert two.digest == digest_of(entry_of(two), one.digest)
    assert three.digest == digest_of(entry_of(three), two.digest)
    head = HistoryHead.objects.get()
    assert (head.signatory, head.number, head.digest) == (signatory, 3, three.digest)


def test_what_somebody_fills_in_as_number_and_digest_counts_for_nothing():
    signatory = grown(1)

    event = Event.objects.create(signatory=signatory, to_status=Status.SUBMITTED, number=7, digest="0" * 64)

    assert event.number == 2
    assert findings() == []


def test_first_form_of_the_digest_stays_what_it_is():
    """Whoever holds an exported file relies on it. If this fails, make a second form beside it."""
    entry = Entry(
        "HN-2345678", 1, datetime(2026, 11, 25, 9, 30, 0, 1, tzinfo=UTC), None, "status", "", "unconfirmed", sha256("é")
    )

    assert digest_of(entry, "") == "1e9a046ef692ef7e195340ed193b1bdc8c4b0a7280fa93b8a2c6e154cd58876d"
    assert (
        digest_of(entry._replace(number=2, by=3), "ab" * 32)
        == "e724c8d99471e0e65dce7fc02557c393fb9753b47495fc5e68a0dfb7f2a72a19"
    )


def test_every_fact_of_an_entry_is_in_its_digest():
    """Who adds one has to add it to the form, or nobody would notice when it is changed."""
    columns = {field.name for field in Event._meta.concrete_fields} - {"id", "digest"}
    in_form = {"receipt": "signatory", "why_digest": "why"}

    assert columns == {in_form.get(name, name) for name in Entry._fields}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # nothing is written
@given(
    why=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    at=st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  hypothesis wants them so
    by=st.none() | st.integers(1, 2**31 - 1),
)
def test_database_and_python_make_the_same_digest(db, why, at, by):
    entry = Entry('HN-"\\é', 4, at, by, "status", "", "submitted", sha256(why))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT signatories_event_digest(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [entry.receipt, entry.number, at, by, entry.what, "", entry.to_status, why, "ab" * 32],
        )
        assert cursor.fetchone() == (digest_of(entry, "ab" * 32),)


# Refusing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE signatories_event SET why = 'x'", "history only grows"),
        ("DELETE FROM signatories_event", "history only grows"),
        ("UPDATE signatories_historyhead SET number = 1", "written with each entry"),
        ("INSERT INTO signatories_historyhead SELECT id, 1, 'x' FROM signatories_signatory", "written with each entry"),
        ("DELETE FROM signatories_historyhead", "written with each entry"),
        ("UPDATE signatories_historyseal SET events = 1", "history only grows"),
        ("DELETE FROM signatories_historyseal", "history only grows"),
    ],
)
def test_database_refuses_to_change_or_delete_history(statement, sentence):
    grown()
    history.make_seal()

    with pytest.raises(DatabaseError, match=sentence), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["event", "historyhead", "historyseal"])
def test_database_refuses_to_empty_history(table):
    """Django does so after tests that commit, so the trigger is off in test databases: see tests/protected.py."""
    trigger = {"event": "event", "historyhead": "head", "historyseal": "seal"}[table]
    execute(f"ALTER TABLE signatories_{table} ENABLE TRIGGER {trigger}_never_emptied")
    with pytest.raises(DatabaseError, match="history only grows"), transaction.atomic():
        execute(f"TRUNCATE signatories_{table} CASCADE")


# Two at once -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_the_same_moment_never_get_the_same_number():
    signatory = factories.create_signatory()
    others = [factories.create_signatory() for _turn in range(2)]

    def write_some(whose: Signatory, has_lock: bool) -> None:
        for _turn in range(5):
            with transaction.atomic():
                mine = Signatory.objects.get(pk=whose.pk)
                if has_lock:
                    actions.door.lock(mine)
                actions.record(mine, by=None)

    writers = [(signatory, True)] * 3 + [(signatory, False)] * 2 + [(other, True) for other in others]
    results = together(*(lambda writer=writer: write_some(*writer) for writer in writers))

    assert results == [None] * 7
    assert list(signatory.events.order_by("number").values_list("number", flat=True)) == list(range(1, 26))
    assert findings() == []


@pytest.mark.django_db(transaction=True)
def test_entry_of_who_did_not_wait_for_the_lock_fails_instead_of_forking_the_chain():
    signatory = grown(1)

    def write_from_an_old_view() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            mine = Signatory.objects.get(pk=signatory.pk)  # from here on it sees what was there at this moment
            together(lambda: actions.record(Signatory.objects.get(pk=signatory.pk), by=None))
            actions.record(mine, by=None)

    (result,) = together(write_from_an_old_view)

    assert isinstance(result, DatabaseError)
    assert list(signatory.events.values_list("number", flat=True)) == [1, 2]
    assert findings() == []


# Tampering -------------------------------------------------------------------------------------------------------------


def change_words(whose: Signatory) -> None:
    whose.events.filter(number=3).update(why="anders")


def change_last(whose: Signatory) -> None:
    whose.events.filter(number=5).update(at=F("at") - timedelta(days=1))


def drop_one(whose: Signatory) -> None:
    whose.events.filter(number=2).delete()


def swap_two(whose: Signatory) -> None:
    for start, to in ((2, 99), (4, 2), (99, 4)):
        whose.events.filter(number=start).update(number=to)


def insert_one(whose: Signatory) -> None:
    for number in (5, 4, 3):
        whose.events.filter(number=number).update(number=number + 1)
    Event.objects.create(signatory=whose, to_status=Status.SUBMITTED, number=3, digest="0" * 64)


def cut_the_end(whose: Signatory) -> None:
    whose.events.filter(number__gte=4).delete()


def append_one(whose: Signatory) -> None:
    last = whose.events.get(number=5)
    new = Event(signatory=whose, to_status=Status.SUBMITTED, number=6, why="erbij")
    new.digest = digest_of(entry_of(new), last.digest)
    new.save()


def rewrite_the_last_with_its_digest(whose: Signatory) -> None:
    last = whose.events.get(number=5)
    last.why = "anders"
    whose.events.filter(number=5).update(
        why="anders", digest=digest_of(entry_of(last), whose.events.get(number=4).digest)
    )


def drop_everything(whose: Signatory) -> None:
    HistoryHead.objects.filter(signatory=whose).delete()
    whose.events.all().delete()


def change_status(whose: Signatory) -> None:
    Signatory.objects.filter(pk=whose.pk).update(status=Status.APPROVED, slug="gent", approved_at=timezone.now())


TAMPERED: list[tuple[Callable[[Signatory], None], list[tuple[Trouble, int, int]]]] = [
    (change_words, [(Trouble.CHANGED, 3, 0)]),
    (change_last, [(Trouble.CHANGED, 5, 0)]),
    (drop_one, [(Trouble.MISSING, 2, 0)]),
    (swap_two, [(Trouble.MOVED, 2, 4), (Trouble.MOVED, 4, 2)]),
    (insert_one, [(Trouble.INSERTED, 3, 0), (Trouble.MOVED, 4, 3), (Trouble.MOVED, 5, 4), (Trouble.MOVED, 6, 5)]),
    (cut_the_end, [(Trouble.CUT, 4, 0)]),
    (append_one, [(Trouble.APPENDED, 6, 0)]),
    (rewrite_the_last_with_its_digest, [(Trouble.END, 5, 0)]),
    (drop_everything, [(Trouble.NO_HISTORY, 0, 0)]),
    (change_status, [(Trouble.STATUS, 5, 0)]),
]


@pytest.mark.parametrize(("tamper", "expected"), TAMPERED, ids=[tamper.__name__ for tamper, _expected in TAMPERED])
def test_tampering_is_found_and_told_exactly(tamper, expected):
    grown()
    victim = grown()
    grown()

    with history_unprotected():
        tamper(victim)

    assert findings() == [Finding(trouble, victim.receipt_number, *places) for trouble, *places in expected]


def forge_the_end_too(whose: Signatory) -> None:
    cut_the_end(whose)
    last = whose.events.get(number=3)
    HistoryHead.objects.filter(signatory=whose).update(number=3, digest=last.digest)


def drop_a_whole_signatory(whose: Signatory) -> None:
    drop_everything(whose)
    Signatory.objects.filter(pk=whose.pk).delete()


def change_a_seal(_whose: Signatory) -> None:
    HistorySeal.objects.filter(number=2).update(at=F("at") - timedelta(days=1))


@pytest.mark.parametrize("tamper", [forge_the_end_too, drop_a_whole_signatory, change_a_seal])
def test_what_leaves_every_chain_whole_breaks_the_seal(tamper):
    history.make_seal()
    victim = grown()
    history.make_seal()
    grown()
    history.make_seal()
    assert findings() == []

    with history_unprotected():
        tamper(victim)

    assert Finding(Trouble.SEAL_BROKEN, number=2) in findings()
    assert {finding.trouble for finding in findings()} == {Trouble.SEAL_BROKEN}


def test_missing_seal_is_told():
    for _turn in range(3):
        grown()
        history.make_seal()

    with history_unprotected():
        HistorySeal.objects.filter(number=2).delete()

    assert findings()[0] == Finding(Trouble.SEAL_MISSING, number=2)


def test_history_forged_as_a_whole_differs_from_the_seal_that_left_the_house():
    """Who owns the database can make every digest anew, but not what stands in somebody's mailbox."""
    victim = grown()
    history.make_seal()
    witness = str(history.newest_seal())

    with history_unprotected():
        victim.events.filter(number=2).update(why="anders")
        before = ""
        for position, event in enumerate(victim.events.order_by("number"), start=1):
            event.number = position
            before = digest_of(entry_of(event), before)
            Event.objects.filter(pk=event.pk).update(number=position, digest=before)
        HistoryHead.objects.update(digest=before)
        HistorySeal.objects.all().delete()
    history.make_seal()

    assert findings() == []
    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_history", "--witness", witness)


# Asking ----------------------------------------------------------------------------------------------------------------


def test_command_says_that_all_is_well_and_remembers_it(capsys):
    grown(3)
    history.make_seal()

    call_command("verify_history")

    assert capsys.readouterr().out.startswith("3 entries, all as they were written")
    check = HistoryCheck.objects.get()
    assert (check.events, check.findings_in_all, check.is_clean) == (3, 0, True)


def test_command_names_what_is_wrong_and_ends_badly(capsys):
    victim = grown()
    with history_unprotected():
        cut_the_end(victim)

    with pytest.raises(CommandError, match="3 entries, 1 findings") as refusal:
        call_command("verify_history")

    assert refusal.value.returncode == 1
    assert capsys.readouterr().out == f"{Finding(Trouble.CUT, victim.receipt_number, 4)}\n"
    assert [Finding.from_data(data) for data in HistoryCheck.objects.get().findings] == [
        Finding(Trouble.CUT, victim.receipt_number, 4)
    ]


@pytest.mark.parametrize("word", ["12", "12:xyz", f"x:{'a' * 64}"])
def test_witness_is_asked_for_as_it_stands_in_the_mail(word):
    with pytest.raises(CommandError, match="witness"):
        call_command("verify_history", "--witness", word)


def test_newest_entries_are_looked_at_in_one_question(django_assert_num_queries):
    for _turn in range(4):
        grown(4)

    for number in (1, 16):
        with django_assert_num_queries(1):
            assert newest_problems(number) == []


@pytest.mark.parametrize("tamper", [change_words, change_last, cut_the_end, append_one, swap_two])
def test_newest_entries_tell_of_tampering(tamper):
    victim = grown()
    with history_unprotected():
        tamper(victim)

    assert not history.newest_are_intact()


# Seals -----------------------------------------------------------------------------------------------------------------


def test_seals_are_numbered_and_cover_everything_once():
    grown(2)
    first = history.make_seal()
    grown(3)
    second = history.make_seal()
    third = history.make_seal()

    assert [(seal.number, seal.events) for seal in (first, second, third)] == [(1, 2), (2, 5), (3, 5)]
    assert history.newest_seal() == third
    assert str(third) == f"3:{third.digest}"
    assert findings() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_seal_at_a_time():
    grown()

    results = together(history.make_seal, history.make_seal, history.make_seal)

    made = [seal for seal in results if seal is not None]
    assert sorted(seal.number for seal in made) == list(range(1, len(made) + 1))
    assert findings() == []


def test_history_of_a_life_is_whole(moderator):
    signatory = actions.sign_up(details=details(), submission_key=None, doubts=[])
    actions.confirm(signatory)
    actions.approve(signatory, by=moderator)
    actions.withdraw(signatory, by=None)

    assert [event.number for event in signatory.events.all()] == [1, 2, 3, 4]
    assert findings() == []
