"""The queue: what waits, oldest first, and always the same few queries."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from signatories.enums import Doubt, Status
from signatories.models import Signatory
from signatories.moderation import waiting
from tests.factories import create_signatory

QUEUE = reverse("admin:signatories_signatory_queue")


def names(client: Client, address: str = QUEUE) -> list[str]:
    return [signatory.name for signatory, _age in client.get(address).context["rows"]]


def waits(days: float, name: str, **facts: object) -> Signatory:
    return create_signatory(name=name, submitted_at=timezone.now() - timedelta(days=days), **facts)


def test_queue_shows_what_waits_oldest_first(moderator_client: Client) -> None:
    waits(1, "Jong")
    waits(9, "Oud")
    waits(4, "Midden")
    create_signatory(name="Goedgekeurd", status=Status.APPROVED)
    create_signatory(name="Apart", status=Status.QUARANTINED)

    assert names(moderator_client) == ["Oud", "Midden", "Jong"]


def test_queue_shows_what_was_set_apart_in_a_tab_of_its_own(moderator_client: Client) -> None:
    waits(1, "Wacht")
    create_signatory(name="Apart", status=Status.QUARANTINED, doubts=[Doubt.HONEYPOT, Doubt.TOO_FAST])

    response = moderator_client.get(QUEUE, {"tab": "quarantined"})

    assert [signatory.name for signatory, _age in response.context["rows"]] == ["Apart"]
    for doubt in (Doubt.HONEYPOT, Doubt.TOO_FAST):
        assert str(doubt.label) in response.content.decode()


def test_queue_leaves_out_what_waits_for_the_applicant(moderator_client: Client) -> None:
    create_signatory(name="Vrijgegeven", status=Status.QUARANTINED, doubts=[Doubt.AWAITING_PROOF])
    create_signatory(name="Apart", status=Status.QUARANTINED)

    assert names(moderator_client, f"{QUEUE}?tab=quarantined") == ["Apart"]


def test_queue_counts_both_tabs(moderator_client: Client) -> None:
    for number in range(3):
        waits(number, f"Wacht {number}")
    create_signatory(status=Status.QUARANTINED)

    tabs = moderator_client.get(QUEUE).context["tabs"]

    assert [(str(status), number) for status, _label, number in tabs] == [("submitted", 3), ("quarantined", 1)]


@pytest.mark.parametrize("tab", ["approved", "expired", "nonsense", ""])
def test_queue_knows_no_other_tabs(moderator_client: Client, tab: str) -> None:
    assert moderator_client.get(QUEUE, {"tab": tab}).status_code == 404


@pytest.mark.parametrize("number", [1, 60])
def test_queue_takes_the_same_queries_for_one_and_for_many(
    moderator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for day in range(number):
        waits(day, f"Wacht {day}", doubts=[Doubt.TOO_FAST])
    moderator_client.get(QUEUE)

    # the session, the user, two for permissions, the second factor's setting needs none; then tabs, total and one page
    with django_assert_num_queries(8):
        moderator_client.get(QUEUE)


def test_queue_is_cut_into_pages(moderator_client: Client) -> None:
    for day in range(60):
        waits(60 - day, f"Wacht {day}")

    assert names(moderator_client)[0] == "Wacht 0"
    assert len(names(moderator_client)) == 25
    assert names(moderator_client, f"{QUEUE}?tab=submitted&page=3")[-1] == "Wacht 59"


@pytest.mark.parametrize(
    ("days", "level"), [(0, "good"), (2.9, "good"), (3.1, "unsure"), (6.9, "unsure"), (7.1, "late"), (400, "late")]
)
def test_age_says_how_long_in_words_and_in_a_level(db: None, days: float, level: str) -> None:
    age = waiting.age(waits(days, "Wacht"))

    assert age.level == level
    assert age.word
    assert str(int(days)) in age.days or days == 0


def test_next_waiting_is_who_stands_behind_and_then_who_stands_in_front(db: None) -> None:
    first, second, third = waits(3, "Een"), waits(2, "Twee"), waits(1, "Drie")

    assert waiting.next_waiting(first, Status.SUBMITTED) == second
    assert waiting.next_waiting(second, Status.SUBMITTED) == third
    assert waiting.next_waiting(third, Status.SUBMITTED) == first


def test_next_waiting_is_nobody_when_nobody_waits(db: None) -> None:
    alone = waits(1, "Alleen")

    assert waiting.next_waiting(alone, Status.SUBMITTED) is None
