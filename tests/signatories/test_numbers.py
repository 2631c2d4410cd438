"""The page of numbers: what everybody may know, in a chart, a table and a file."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.enums import Status
from signatories.growth import signed_until
from signatories.models import Referral, ReferralGap
from tests import factories
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march(time_machine) -> None:
    time_machine.move_to("2026-03-15T12:00:00Z")


def signed(on: datetime, **facts: object):
    return factories.create_signatory(**({"status": Status.APPROVED, "approved_at": on} | facts))


def visits(rule, number: int, day: date) -> None:
    Referral.objects.create(rule=rule, visits=number, day=day, language="nl", platform="x")


def read(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_who_is_in_the_list_counts_from_the_month_of_signing():
    signed(datetime(2023, 1, 5, tzinfo=UTC))
    signed(datetime(2026, 1, 31, 23, 30, tzinfo=UTC))  # February in Belgium
    signed(datetime(2026, 1, 20, tzinfo=UTC), status=Status.SUSPENDED)
    signed(datetime(2026, 1, 20, tzinfo=UTC), lapsed_at=datetime(2026, 3, 1, tzinfo=UTC))

    assert signed_until([date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]) == [1, 1, 2]


def test_page_shows_months_rules_and_no_small_number(client):
    insults = factories.create_rule()
    hate = factories.create_rule(key="hate", words={"nl": "haat"}, position=2)
    visits(insults, 41, date(2026, 2, 3))
    visits(hate, 7, date(2026, 2, 3))
    visits(hate, 1234, date(2026, 1, 3))
    ReferralGap.objects.create(day=date(2026, 1, 9), visits=1)

    page = client.get("/nl/cijfers/")

    newest, before = page.context["lines"][:2]
    assert [str(part) for part in (newest[0], newest[2], *newest[3])] == ["2026-02-01", "40", "40", "<10"]
    assert [str(part) for part in (before[0], before[2], *before[3])] == ["2026-01-01", "1230", "0", "1230"]
    assert [(row.name, str(row.total), len(row.chart.bars)) for row in page.context["rule_charts"]] == [
        ("Naam schelden", "40", 24), ("Naam haat", "1230", 24),
    ]  # fmt: skip
    assert page.content.decode().count('<svg class="chart"') == 4
    assert "&lt;10" in page.content.decode()
    assert "januari 2026*" in Page(page).text


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_page_is_there_without_any_number(client, language):
    address = {"nl": "/nl/cijfers/", "fr": "/fr/chiffres/", "en": "/en/numbers/"}[language]

    response = client.get(address)

    assert response.status_code == 200
    assert "s-maxage" in response["Cache-Control"]
    assert not response.cookies


def test_files_say_what_the_page_says(client):
    rule = factories.create_rule()
    visits(rule, 7, date(2026, 2, 3))
    visits(rule, 70, date(2026, 1, 3))
    signed(datetime(2026, 2, 5, tzinfo=UTC))

    by_rule = read(client.get("/nl/cijfers/visits/"))
    by_month = read(client.get("/nl/cijfers/signatories/"))

    assert by_rule[0] == ["maand", "huisregel", "bezoeken", "er ontbreken er"]
    assert by_rule[-2:] == [["2026-01", "Naam schelden", "70", "nee"], ["2026-02", "Naam schelden", "<10", "nee"]]
    assert by_month[-2:] == [["2026-01", "0"], ["2026-02", "1"]]
    assert client.get("/nl/cijfers/contacts/").status_code == 404


def test_file_marks_a_month_of_which_visits_are_missing_also_when_none_were_counted(client):
    factories.create_rule()
    ReferralGap.objects.create(day=date(2026, 2, 9), visits=900)

    rows = read(client.get("/nl/cijfers/visits/"))

    assert rows[-2:] == [["2026-01", "Naam schelden", "0", "nee"], ["2026-02", "Naam schelden", "0", "ja"]]
    told = client.get("/api/v1/counts/visits?page_size=1000").json()["results"]
    assert (told[-1]["month"], told[-1]["visits"], told[-1]["is_incomplete"]) == ("2026-02", 0, True)


def test_rule_that_is_not_public_has_no_column(client):
    visits(factories.create_rule(key="old", is_published=False), 50, date(2026, 2, 3))

    assert client.get("/nl/cijfers/").context["rule_names"] == []
    assert len(read(client.get("/nl/cijfers/visits/"))) == 1


@pytest.mark.parametrize("rows", [1, 40])
def test_page_takes_the_same_queries_whatever_there_is(client, rows):
    for number in range(rows):
        rule = factories.create_rule(key=f"rule-{number}", words={"nl": f"woord-{number}"})
        visits(rule, 12, date(2026, 2, 1))
        signed(datetime(2026, 2, 5, tzinfo=UTC))

    with CaptureQueriesContext(connection) as queries:
        client.get("/nl/cijfers/")

    assert len(queries) == 5
