from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from signatories import limits
from signatories.models import DailySalt, LimitCounter
from tests.signatories.threads import together

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def afternoon():
    """Far from a full hour, so that no count is split in two."""
    with time_machine.travel(datetime(2026, 3, 10, 15, 20, tzinfo=BRUSSELS), tick=False) as traveller:
        yield traveller


@pytest.mark.django_db
def test_limit_is_over_after_the_number_that_is_allowed(settings, afternoon):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 2}

    assert [limits.is_over("sign_up_from_address", "192.0.2.1") for _time in range(4)] == [False, False, True, True]
    assert LimitCounter.objects.get().count == 4


@pytest.mark.django_db
def test_limit_starts_anew_every_hour(settings, afternoon):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 1}
    limits.count("sign_up_from_address", "192.0.2.1")

    afternoon.move_to(datetime(2026, 3, 10, 16, 0, tzinfo=BRUSSELS))

    assert limits.is_over("sign_up_from_address", "192.0.2.1") is False


@pytest.mark.django_db
def test_limit_is_spent_without_counting(settings, afternoon):
    settings.LIMITS_PER_HOUR = {"log_in_as": 1}
    assert limits.is_spent("log_in_as", "mo") is False
    limits.count("log_in_as", "Mo")

    assert limits.is_spent("log_in_as", "mo") is True
    assert LimitCounter.objects.get().count == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("Lies@voorbeeld.be", "lies@VOORBEELD.be", True),
        ("unknown", "unknown", True),
        ("HN-2345678", "HN-2345679", False),
    ],
)
def test_limit_counts_whoever_is_the_same_together(afternoon, one, other, are_one):
    limits.count("code_from_address", one)

    assert limits.count("code_from_address", other) == (2 if are_one else 1)


@pytest.mark.django_db
def test_limit_of_one_scope_leaves_the_others_alone(afternoon):
    limits.count("code_from_address", "192.0.2.1")

    assert limits.count("sign_up_from_address", "192.0.2.1") == 1


@pytest.mark.django_db(transaction=True)
def test_limit_counts_exactly_under_eight_threads(afternoon):
    """The first ones also race to make the salt of the day."""

    def count_ten_times() -> list[int]:
        return [limits.count("sign_up_from_address", "192.0.2.1") for _time in range(10)]

    counted = together(*[count_ten_times] * 8)

    assert sorted(number for numbers in counted for number in numbers) == list(range(1, 81))
    assert LimitCounter.objects.get().count == 80
    assert DailySalt.objects.count() == 1


@pytest.mark.django_db
def test_counters_hold_no_address_and_yesterdays_say_nothing_today(afternoon):
    limits.count("sign_up_from_address", "192.0.2.1")
    limits.count("sign_up_to_mailbox", "lies@voorbeeld.be")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(c::text, ' ') || (SELECT string_agg(s::text, ' ') FROM signatories_dailysalt s)"
            " FROM signatories_limitcounter c"
        )
        written = cursor.fetchone()[0]
    yesterday = set(LimitCounter.objects.values_list("key", flat=True))

    afternoon.move_to(datetime(2026, 3, 11, 15, 20, tzinfo=BRUSSELS))
    limits.count("sign_up_from_address", "192.0.2.1")
    limits.count("sign_up_to_mailbox", "lies@voorbeeld.be")

    assert "192.0.2" not in written
    assert "lies" not in written
    assert "voorbeeld" not in written
    today = set(LimitCounter.objects.filter(window__date=timezone.localdate()).values_list("key", flat=True))
    assert len(today) == len(yesterday) == 2
    assert not today & yesterday
    assert DailySalt.objects.count() == 2


@pytest.mark.django_db
def test_counters_cannot_be_read_with_the_database_alone(settings, afternoon):
    limits.count("sign_up_from_address", "192.0.2.1")
    settings.SECRET_KEY = "the key of somebody who stole only the database, and of nobody else"

    assert limits.is_spent("sign_up_from_address", "192.0.2.1") is False
    assert limits.count("sign_up_from_address", "192.0.2.1") == 1
