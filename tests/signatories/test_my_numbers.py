"""How often somebody's own links were followed: for who holds the link to the file, and nobody else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signatories.enums import Platform, Status
from signatories.models import ReferralGap, Signatory
from signatories.referrals.charts import bars
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dupont() -> Signatory:
    return factories.create_signatory(status=Status.APPROVED, name="Dupont & Fils", slug="dupont")


def numbers(client, signatory: Signatory, language: str = "nl"):
    return client.get(page_of(signatory, "my_numbers", language)).context["numbers"]


def test_numbers_stand_by_rule_and_week_the_one_needed_most_first(client, dupont):
    insults = factories.create_rule()
    hate = factories.create_rule(key="hate", words={"nl": "haat"}, position=2)
    factories.create_referrals(insults, dupont, visits=3)
    factories.create_referrals(insults, dupont, visits=2, platform=Platform.X)
    factories.create_referrals(hate, dupont, visits=40, weeks_ago=11)
    factories.create_referrals(hate, dupont, visits=500, weeks_ago=12)

    found = numbers(client, dupont)

    assert [(row.name, row.total) for row in found.rows] == [("Naam haat", 40), ("Naam schelden", 5)]
    assert (found.totals[0], found.totals[-1], sum(found.totals)) == (40, 5, 45)
    assert (found.total, found.ever) == (45, 545)
    assert found.platforms == [("Facebook", 43), ("X", 2)]
    assert found.by_week[0] == (found.weeks[-1], [0, 5], 5)


def test_numbers_of_others_and_of_plain_links_are_not_among_them(client, dupont):
    rule = factories.create_rule()
    factories.create_referrals(rule, visits=9)
    factories.create_referrals(rule, factories.create_signatory(status=Status.APPROVED), visits=8)

    found = numbers(client, dupont)

    assert (found.total, found.ever, found.platforms) == (0, 0, [])


def test_rule_that_is_not_public_any_more_is_among_the_others(client, dupont):
    factories.create_referrals(factories.create_rule(key="old", is_published=False), dupont, visits=4)

    assert [(row.name, row.total) for row in numbers(client, dupont).rows] == [("Andere regels", 4)]


def test_visits_that_are_missing_are_told(client, dupont):
    factories.create_rule()
    ReferralGap.objects.create(day=timezone.localdate(), visits=3)
    ReferralGap.objects.create(day=date(2023, 1, 1), visits=30)

    page = client.get(page_of(dupont, "my_numbers"))

    assert page.context["numbers"].missing == 3
    assert "3 bezoeken niet noteren" in Page(page).text


def test_week_begins_on_monday(client, dupont, time_machine):
    rule = factories.create_rule()
    time_machine.move_to("2026-03-08T22:30:00Z")  # a Sunday, late
    factories.create_referrals(rule, dupont, visits=5)
    assert numbers(client, dupont).weeks[-1] == date(2026, 3, 2)

    time_machine.move_to("2026-03-08T23:30:00Z")  # Monday, in Belgium

    found = numbers(client, dupont)
    assert (found.weeks[-1], found.totals[-2:]) == (date(2026, 3, 9), [5, 0])


@pytest.mark.parametrize(("rules", "visits"), [(1, 1), (3, 30)])
def test_numbers_take_the_same_queries_whatever_there_is(client, dupont, rules, visits):
    for number in range(rules):
        rule = factories.create_rule(key=f"rule-{number}", words={"nl": f"woord-{number}"})
        for week in range(min(visits, 12)):
            factories.create_referrals(rule, dupont, visits=visits, weeks_ago=week)

    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(dupont, "my_numbers"))

    assert len(queries) == 6


@pytest.mark.parametrize("status", [status for status in Status if status not in Status.shown_once])
def test_who_is_not_listed_has_no_numbers(client, status):
    signatory = factories.create_signatory(status=status)

    response = client.get(page_of(signatory, "my_numbers"))

    assert response.status_code == 302


def test_page_is_kept_by_nobody_and_my_file_leads_to_it(client, dupont):
    response = client.get(page_of(dupont, "my_numbers"))

    assert "no-store" in response["Cache-Control"]
    assert page_of(dupont, "my_numbers") in Page(client.get(page_of(dupont, "my_file"))).links


def test_bars_are_as_high_as_their_numbers_and_empty_ones_are_seen():
    chart = bars([0, 5, 10])

    assert [(bar.height, bar.y, bar.is_empty) for bar in chart.bars] == [
        (1.5, 58.5, True),
        (30, 30, False),
        (60, 0, False),
    ]
    assert [bar.x + bar.width for bar in chart.bars][-1] == chart.width
    assert bars([5], top=50).bars[0].height == 6
    assert bars([0]).bars[0].height == 1.5
