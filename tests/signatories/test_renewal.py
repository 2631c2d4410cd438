"""When somebody is asked and when silence has its consequence: only dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatories import renewal
from signatories.renewal import STAGES, Course, Stage, Step

DAY = timedelta(days=1)
SINCE = date(2025, 3, 10)
DUE = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (date(2025, 3, 10), date(2026, 3, 10)),
        (date(2024, 2, 29), date(2025, 3, 1)),  # never a day too early, and never two years
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2027, 3, 1), date(2028, 3, 1)),
        (date(2025, 12, 31), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_due_day_is_one_year_later(since, due):
    """PEERS: the Django foundation's list of members was off by one year (DSF#598)."""
    assert renewal.due_on(since) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_due_day_is_a_year_later_whatever_the_day(since):
    assert timedelta(days=365) <= renewal.due_on(since) - since <= timedelta(days=366)
    assert renewal.opens_on(since) + timedelta(days=28) == renewal.due_on(since)


def live(since: date, days: list[date], *, arrives=lambda tried: True) -> dict[date, str]:
    """What a job does that runs on these days only, to somebody who never answers."""
    done: dict[date, str] = {}
    arrived: list[date] = []
    tried, last_tried = 0, None
    for today in days:
        course = Course(since, tuple(arrived), tried, last_tried)
        step = renewal.next_step(course, today)
        if step is Step.REMIND:
            done[today] = renewal.next_stage(course).value
            tried, last_tried = tried + 1, today
            arrived += [today] if arrives(tried) else []
        elif step is not Step.NOTHING:
            done[today] = step.value
            break
    return done


def every_day(start: date, number: int = 400) -> list[date]:
    return [start + DAY * count for count in range(number)]


def test_job_that_runs_every_day_keeps_to_the_plan():
    assert live(SINCE, every_day(SINCE)) == {
        DUE - DAY * 28: "first",
        DUE - DAY * 14: "again",
        DUE: "due",
        DUE + DAY * 14: "last",
        DUE + DAY * 30: "lapse",
    }


def test_job_that_slept_for_three_months_begins_with_the_first_reminder():
    wakes = DUE + DAY * 90

    assert live(SINCE, every_day(wakes)) == {
        wakes: "first",
        wakes + DAY * 14: "again",
        wakes + DAY * 28: "due",
        wakes + DAY * 42: "last",
        wakes + DAY * 58: "lapse",
    }


def test_job_that_slept_after_the_last_notice_gives_it_again():
    """The day that it named is long past: nobody leaves on a day that no mail of these weeks named."""
    before = every_day(SINCE, 365 + 20)
    wakes = DUE + DAY * 100

    done = live(SINCE, before + every_day(wakes))

    assert list(done.items())[-2:] == [(wakes, "last"), (wakes + DAY * 16, "lapse")]


def test_reminder_that_reached_nobody_is_given_again():
    done = live(SINCE, every_day(SINCE, 420), arrives=lambda tried: tried != 2)

    assert list(done.values()) == ["first", "again", "again", "due", "last", "lapse"]
    assert list(done)[-1] - list(done)[-2] == renewal.NOTICE


def test_whom_nothing_reaches_is_never_taken_out_but_shown_to_a_moderator():
    done = live(SINCE, every_day(SINCE, 4000), arrives=lambda tried: False)

    assert list(done.values()) == ["first", "first", "first", "ask moderator"]


@given(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.lists(st.integers(1, 40), min_size=30, max_size=120),
    st.sets(st.integers(1, 12)),
)
def test_nobody_leaves_without_all_reminders_over_at_least_thirty_days(since, gaps, lost):
    """Whatever the days on which the job runs, and whichever reminders get lost."""
    days, today = [], since + DAY * 300
    for gap in gaps:
        today += DAY * gap
        days.append(today)
    arrived_on = []
    done = live(since, days, arrives=lambda tried: tried not in lost)

    for number, (day, _what) in enumerate((d, w) for d, w in done.items() if w in {stage.value for stage in STAGES}):
        arrived_on += [day] if number + 1 not in lost else []
        assert day >= renewal.opens_on(since)
    reminders = [day for day, what in done.items() if what in {stage.value for stage in STAGES}]
    assert all(later - earlier >= renewal.BETWEEN_REMINDERS for earlier, later in pairwise(reminders))
    if "lapse" in done.values():
        left_on = list(done)[-1]
        assert len(arrived_on) >= len(STAGES)
        assert left_on - arrived_on[0] >= renewal.SHORTEST_TIME
        assert left_on >= renewal.due_on(since) + renewal.GRACE
        assert left_on - arrived_on[-1] >= renewal.NOTICE
        assert left_on >= renewal.lapses_on(since, arrived_on[-1])


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 6, 1)), max_size=12))
def test_mails_of_one_reminder_count_once(days):
    counted = renewal.distinct_reminders(days)

    assert set(counted) <= set(days)
    assert bool(counted) is bool(days)
    assert all(later - earlier >= renewal.ONE_REMINDER for earlier, later in pairwise(counted))


def test_three_reminders_that_a_moderator_sent_again_in_one_evening_are_one():
    """Whoever mends a mail server and sends everything again has not asked three times."""
    evening = DUE + DAY * 20
    course = Course(SINCE, (evening,) * 3, tried=4, last_tried=DUE + DAY * 14)

    assert renewal.next_step(course, DUE + DAY * 40) is Step.ASK_MODERATOR


def test_nothing_happens_while_a_mail_is_still_on_its_way():
    course = Course(SINCE, is_on_its_way=True)

    assert renewal.next_step(course, DUE + DAY * 300) is Step.NOTHING


def test_last_notice_that_failed_does_not_count_as_given():
    days = (DUE - DAY * 28, DUE - DAY * 14, DUE, DUE + DAY * 14)
    failed_again = Course(SINCE, days, tried=5, last_tried=DUE + DAY * 80)

    assert renewal.next_step(failed_again, DUE + DAY * 97) is Step.REMIND
    assert renewal.next_stage(failed_again) is Stage.LAST


def test_nobody_leaves_before_the_day_that_the_notice_named():
    days = (DUE - DAY * 28, DUE - DAY * 14, DUE, DUE + DAY * 14)
    course = Course(SINCE, days, tried=4, last_tried=days[-1])
    named = renewal.lapses_on(SINCE, days[-1])

    assert renewal.next_step(course, named - DAY) is Step.NOTHING
    assert renewal.next_step(course, named) is Step.LAPSE
