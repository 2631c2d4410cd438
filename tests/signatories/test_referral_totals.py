"""What everybody may see of the numbers: months that are over, and nothing that could be one person."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.enums import Status
from signatories.models import Referral, ReferralGap
from signatories.referrals.totals import Number, blurred, last_months, together, totals
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march(time_machine) -> None:
    time_machine.move_to("2026-03-15T12:00:00Z")


def visits(rule, number: int, day: date, **more: object) -> None:
    facts = {"language": "nl", "platform": "x", "signatory": None}
    Referral.objects.create(rule=rule, visits=number, day=day, **(facts | more))


def test_months_that_are_over_are_added_up_over_everybody(client):
    rule = factories.create_rule()
    city = factories.create_signatory(status=Status.APPROVED)
    visits(rule, 8, date(2026, 2, 1))
    visits(rule, 7, date(2026, 2, 28), signatory=city)
    visits(rule, 30, date(2026, 1, 31), language="fr")
    visits(rule, 500, date(2026, 3, 1))
    visits(rule, 500, date(2024, 2, 28))

    found = totals()

    assert (found.months[0], found.months[-1], len(found.months)) == (date(2024, 3, 1), date(2026, 2, 1), 24)
    assert found.rules[rule.pk][-2:] == [Number(30), Number(10)]
    assert found.rules[rule.pk][:-2] == [Number(0)] * 22


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (1, "<10"), (9, "<10"), (10, "10"), (19, "10"), (1234, "1230")])
def test_small_number_is_not_told(number, said):
    assert str(blurred(number)) == said


@pytest.mark.parametrize(
    ("numbers", "sum_"),
    [
        ([], Number(0)),
        ([Number(0), Number(0)], Number(0)),
        ([Number(None), Number(None)], Number(None)),
        ([Number(None), Number(0)], Number(None)),
        ([Number(20), Number(None), Number(0)], Number(20)),
    ],
)
def test_sum_gives_no_small_number_away(numbers, sum_):
    assert together(numbers) == sum_


def test_whatever_hides_behind_a_small_number_everything_that_is_told_is_the_same():
    insults = factories.create_rule()
    hate = factories.create_rule(key="hate", words={"nl": "haat"})
    visits(insults, 40, date(2026, 2, 3))
    visits(hate, 2, date(2026, 2, 3))
    with_two = totals()

    visits(hate, 7, date(2026, 2, 4))

    assert totals() == with_two


def test_who_adds_visits_of_their_own_learns_nothing_of_a_small_number():
    rule = factories.create_rule()
    visits(rule, 10, date(2026, 2, 3))
    alone = totals()

    visits(rule, 3, date(2026, 2, 4))

    assert totals() == alone


def test_months_with_missing_visits_are_marked():
    ReferralGap.objects.create(day=date(2026, 2, 7), visits=3)
    ReferralGap.objects.create(day=date(2026, 3, 7), visits=3)

    assert totals().gaps == {date(2026, 2, 1)}


@pytest.mark.parametrize("rows", [1, 30])
def test_totals_take_two_queries_whatever_there_is(rows):
    for number in range(rows):
        rule = factories.create_rule(key=f"rule-{number}", words={"nl": f"woord-{number}"})
        visits(rule, 12, date(2026, 2, 1))

    with CaptureQueriesContext(connection) as queries:
        totals()

    assert len(queries) == 2


def test_months_go_over_the_end_of_a_year(time_machine):
    time_machine.move_to("2026-01-31T23:30:00Z")  # February in Belgium

    assert last_months(3) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
