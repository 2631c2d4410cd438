from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from guidance.words import RESERVED_WORDS, validate_word
from signatories import actions, queue
from signatories.enums import Status
from signatories.models import Signatory
from signatories.short_names import free_short_name
from tests import factories

pytestmark = pytest.mark.django_db


def waiting_since(days: float) -> Signatory:
    return factories.create_signatory(submitted_at=timezone.now() - timedelta(days=days))


def test_position_is_by_age_and_counts_only_who_waits():
    for status in Status:
        if status != Status.SUBMITTED:
            factories.create_signatory(status=status)
    second, first, third = waiting_since(2), waiting_since(9), waiting_since(1)

    assert [queue.position(one) for one in (first, second, third)] == [1, 2, 3]
    assert list(Signatory.objects.awaiting_decision().oldest_first()) == [first, second, third]


@pytest.mark.parametrize("status", [status for status in Status if status != Status.SUBMITTED])
def test_position_is_nothing_for_who_does_not_wait(status):
    assert queue.position(factories.create_signatory(status=status)) is None


def decide_after(days: float, moderator) -> None:
    signatory = waiting_since(days)
    if int(days) % 2:
        actions.approve(signatory, by=moderator)
    else:
        actions.decline(signatory, by=moderator, reason=factories.create_reason())


@pytest.mark.parametrize(
    ("waits", "expected"),
    [([], None), ([4, 4], None), ([1, 2, 30], 2), ([0.1, 0.1, 0.1], 1), ([2, 4, 4.8, 9], 4), ([6.4, 6.4, 6.6], 6)],
)
def test_expected_days_are_the_median_of_the_last_decisions(moderator, waits, expected):
    for days in waits:
        decide_after(days, moderator)

    assert queue.expected_days() == expected


def test_expected_days_forget_decisions_of_long_ago(moderator, monkeypatch):
    monkeypatch.setattr(queue, "DECISIONS_COUNTED", 3)
    with time_machine.travel(timezone.now() - timedelta(days=300), tick=False):
        for _time in range(4):
            decide_after(90, moderator)
    for _time in range(3):
        decide_after(2, moderator)

    assert queue.expected_days() == 2


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Stad Gent", "stad-gent"),
        ("Éts. Détestable & Fils", "ets-detestable-fils"),
        ("'t Straatje (vzw)", "t-straatje-vzw"),
        ("snake_case__vzw_", "snake-case-vzw"),
        ("Œuvre — Straße", "uvre-strasse"),
        ("Login", "login-be"),
        ("NL", "nl-be"),
        ("a" * 120, "a" * 50),
        ("a" * 49 + " " + "b" * 20, "a" * 49),
        ("100%", "100"),
    ],
)
def test_short_name_comes_from_the_name(name, slug):
    signatory = factories.create_signatory(name=name)

    assert free_short_name(signatory) == slug
    validate_word(slug)


@pytest.mark.parametrize("name", ["株式会社", "ЖЗЛ", "🔥🔥", "---"])
def test_short_name_is_the_receipt_number_where_the_name_gives_none(name):
    signatory = factories.create_signatory(name=name)

    assert free_short_name(signatory) == signatory.receipt_number.lower()


def test_short_name_that_is_taken_gets_the_first_free_number():
    for slug in ("gent", "gent-2", "gent-4", "gent-dampoort"):
        factories.create_signatory(status=Status.SUSPENDED, slug=slug)

    assert free_short_name(factories.create_signatory(name="Gent")) == "gent-3"


def test_short_name_stays_the_own_one():
    signatory = factories.create_signatory(status=Status.APPROVED, name="Gent", slug="gent")

    assert free_short_name(signatory) == "gent"


def test_no_reserved_word_becomes_a_short_name():
    signatory = factories.create_signatory()

    for word in RESERVED_WORDS:
        signatory.name = word
        assert free_short_name(signatory) not in RESERVED_WORDS
