"""Who answers now: by the clock on the wall in Brussels, and not for sure on a public holiday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from guidance.holidays import easter, is_public_holiday, public_holidays
from guidance.opening import DAYS, Hours, Span, State, parse

BRUSSELS = ZoneInfo("Europe/Brussels")
UNIA = "mon,fri 09:30-13:00\ntue-thu 09:30-16:30"


def at(written: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=BRUSSELS, fold=fold)


SPANS = st.builds(
    Span,
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(0, 1439),
    st.integers(0, 1439),
).filter(lambda span: span.start != span.end)
HOURS = st.one_of(
    st.just(Hours(is_always=True)), st.lists(SPANS, max_size=6).map(lambda spans: Hours(tuple(spans)))
)  # fmt: skip
# Without a day on which the clock changes; those have tests of their own.
FIRST, LAST = datetime(2026, 4, 1), datetime(2026, 10, 1)  # noqa: DTZ001  hypothesis adds the time zone
SUMMER = st.datetimes(FIRST, LAST, timezones=st.just(BRUSSELS))


# Writing and reading -----------------------------------------------------------------------------------------------


@given(HOURS)
def test_what_is_written_reads_the_same_again(hours):
    assert parse(str(hours)) == hours
    assert str(parse(str(hours))) == str(hours)


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("always", "always"),
        ("", ""),
        ("  Mon-Fri   09:00-17:00 \r\n\r\n", "mon-fri 09:00-17:00"),
        ("sat,sun,mon 00:00-24:00", "mon,sat-sun 00:00-24:00"),
        ("tue,wed 22:00-02:00", "tue-wed 22:00-02:00"),
        (UNIA, UNIA),
    ],
)
def test_hours_are_written_in_one_way(written, tidy):
    assert str(parse(written)) == tidy


@pytest.mark.parametrize(
    "written",
    ["altijd", "always\nmon 09:00-10:00", "ma 09:00-10:00", "mon 9:00-10:00", "mon 09:00-25:00", "mon 09:60-10:00",
     "mon 24:00-10:00", "mon 09:00-24:01", "mon 09:00-09:00", "fri-mon 09:00-10:00", "mon,mon 09:00-10:00",
     "mon- 09:00-10:00", "mon 09:00–10:00", "mon ٠٩:00-10:00", "-" * 10_000, "mon 09:00-10:00\n" * 1000],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(written):
    with pytest.raises(ValidationError):
        parse(written)


def test_wrong_line_is_named():
    with pytest.raises(ValidationError, match="2"):
        parse("mon 09:00-10:00\ntue 9-10")


@given(st.text(alphabet="montuefri,-: 0129\nalwys"))
def test_anything_is_read_or_refused(written):
    try:
        hours = parse(written)
    except ValidationError:
        return
    assert parse(str(hours)) == hours


# Open now ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "moment", "state"),
    [
        (UNIA, "2026-11-23T09:29", State.CLOSED),  # a Monday
        (UNIA, "2026-11-23T09:30", State.OPEN),
        (UNIA, "2026-11-23T12:59:59", State.OPEN),
        (UNIA, "2026-11-23T13:00", State.CLOSED),
        (UNIA, "2026-11-24T13:00", State.OPEN),
        (UNIA, "2026-11-22T10:00", State.CLOSED),
        ("mon 00:00-24:00", "2026-11-23T00:00", State.OPEN),
        ("mon 00:00-24:00", "2026-11-23T23:59:59", State.OPEN),
        ("mon 00:00-24:00", "2026-11-24T00:00", State.CLOSED),
        ("mon 22:00-02:00", "2026-11-24T01:59", State.OPEN),
        ("mon 22:00-02:00", "2026-11-24T02:00", State.CLOSED),
        ("mon 22:00-02:00", "2026-11-23T01:00", State.CLOSED),
        ("sun 22:00-02:00", "2026-11-23T01:00", State.OPEN),
        ("always", "2026-12-25T03:00", State.OPEN),
        ("", "2026-11-23T10:00", State.UNKNOWN),
        (UNIA, "2026-12-25T10:00", State.PERHAPS),
        (UNIA, "2026-12-25T14:00", State.CLOSED),
        (UNIA, "2026-11-11T10:00", State.PERHAPS),
    ],
)
def test_state_at_a_moment(written, moment, state):
    assert parse(written).state(at(moment)) == state


@pytest.mark.parametrize("minutes", [0, 59, 60, 119])
def test_clock_of_the_visitor_does_not_count(minutes):
    """Brussels is one hour ahead in winter and two in summer."""
    winter = datetime(2026, 11, 23, 8, 30, tzinfo=UTC) + timedelta(minutes=minutes)
    summer = datetime(2026, 7, 6, 7, 30, tzinfo=UTC) + timedelta(minutes=minutes)

    assert parse("mon 09:30-11:30").state(winter) == parse("mon 09:30-11:30").state(summer) == State.OPEN


def test_hour_that_comes_twice_is_open_twice():
    hours = parse("sun 02:00-02:30")  # on 25 October 2026 the clock goes back from 3 to 2

    assert [hours.state(at("2026-10-25T02:10", fold=fold)) for fold in (0, 1)] == [State.OPEN, State.OPEN]
    assert [hours.state(at("2026-10-25T02:40", fold=fold)) for fold in (0, 1)] == [State.CLOSED, State.CLOSED]
    assert hours.next_change(at("2026-10-25T02:10", fold=1)).astimezone(UTC) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )


def test_hour_that_does_not_come_is_passed_over():
    hours = parse("sun 02:00-03:30")  # on 29 March 2026 the clock goes from 2 to 3

    assert hours.state(at("2026-03-29T01:59")) == State.CLOSED
    assert hours.state(at("2026-03-29T03:00")) == State.OPEN
    assert hours.state(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == State.OPEN
    assert hours.state(at("2026-03-29T03:30")) == State.CLOSED


@pytest.mark.parametrize(
    ("written", "moment", "change"),
    [
        (UNIA, "2026-11-23T10:00", "2026-11-23T13:00"),
        (UNIA, "2026-11-23T13:00", "2026-11-24T09:30"),
        (UNIA, "2026-11-27T13:30", "2026-11-30T09:30"),
        ("mon 22:00-24:00\ntue 00:00-06:00", "2026-11-23T23:00", "2026-11-24T06:00"),
        ("sun 22:00-02:00", "2026-11-22T23:00", "2026-11-23T02:00"),
        ("sat-sun 09:00-10:00", "2026-10-24T10:00", "2026-10-25T09:00"),  # a night of 24 hours on the wall, 25 in truth
        ("always", "2026-11-23T10:00", None),
        ("mon-sun 00:00-24:00", "2026-11-23T10:00", None),
        ("", "2026-11-23T10:00", None),
    ],
)
def test_next_change(written, moment, change):
    assert parse(written).next_change(at(moment)) == (at(change) if change else None)


@given(HOURS, SUMMER)
def test_nothing_changes_before_the_next_change(hours, moment):
    def is_open(when: datetime) -> bool:
        return hours.state(when) in (State.OPEN, State.PERHAPS)

    change = hours.next_change(moment)

    if change is None:
        assert len({is_open(moment + timedelta(hours=step)) for step in range(170)}) == 1
    else:
        assert change > moment
        assert is_open(change) != is_open(moment)
        assert is_open(change - timedelta(seconds=1)) == is_open(moment)


# Public holidays ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, (4, 2)), (2000, (4, 23)), (2008, (3, 23)), (2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)),
     (2027, (3, 28)), (2028, (4, 16)), (2030, (4, 21)), (2038, (4, 25)), (2049, (4, 18)), (2076, (4, 19))],
)  # fmt: skip
def test_easter(year, day):
    assert easter(year) == date(year, *day)


def test_holidays_of_a_year():
    assert [f"{day:%d/%m}" for day in public_holidays(2026)] == [
        "01/01", "06/04", "01/05", "14/05", "25/05", "21/07", "15/08", "01/11", "11/11", "25/12",
    ]  # fmt: skip


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_in_spring_and_there_are_ten_holidays(year):
    assert easter(year).weekday() == DAYS.index("sun")
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    assert all(is_public_holiday(day) for day in public_holidays(year))
    assert len(public_holidays(year)) == 10
