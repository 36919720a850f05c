"""When steps of cadences are due: open days, sending hours, time zones and their changes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.cadence import timing

ZONES = ("UTC", "Europe/Warsaw", "Asia/Tehran", "America/New_York", "Australia/Lord_Howe")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1))
HOURS = st.builds(
    lambda opens, length, zone, spread: timing.Hours(
        opens, min(opens + length, 24 * 60), ZoneInfo(zone), spread
    ),
    st.integers(0, 23 * 60),
    st.integers(30, 600),
    st.sampled_from(ZONES),
    st.integers(0, 300),
)
WEEKENDS = st.sampled_from([(5, 6), (4,), (3, 4), ()])


def opening(closed_weekdays, holidays=()):
    return lambda day: day.weekday() not in closed_weekdays and day not in holidays


WEEK = opening((5, 6))
NINE_TO_FIVE = timing.Hours(9 * 60, 17 * 60, ZoneInfo("Europe/Warsaw"), 60)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        ("2026-11-30", 0, "2026-11-30"),
        ("2026-11-28", 0, "2026-11-30"),
        ("2026-11-30", 3, "2026-12-03"),
        ("2026-12-03", 2, "2026-12-07"),
        ("2026-12-05", 1, "2026-12-07"),
        ("2026-12-07", -1, "2026-12-04"),
        ("2026-12-06", -2, "2026-12-03"),
    ],
)
def test_open_days_are_counted(day, count, found):
    assert timing.shift_days(date.fromisoformat(day), count, WEEK) == date.fromisoformat(found)


def test_a_calendar_without_open_days_ends():
    assert timing.shift_days(date(2026, 11, 30), 1, lambda _day: False) == date(2026, 12, 1)


def test_a_persian_weekend_is_kept():
    tehran = NINE_TO_FIVE._replace(zone=ZoneInfo("Asia/Tehran"))
    # Wednesday noon; two working days of Saturday to Wednesday later is a Sunday.
    due = timing.after_days(datetime(2026, 12, 2, 9), 2, tehran, opening((3, 4)), "x")
    assert tehran.local(due).date() == date(2026, 12, 6)


def test_both_changes_of_the_clock_keep_the_hours():
    for sunday in (date(2026, 3, 29), date(2026, 10, 25)):
        every_day = opening(())
        due = timing.after_days(
            datetime.combine(sunday, time(12)) - timedelta(days=1), 1, NINE_TO_FIVE, every_day, "x"
        )
        assert NINE_TO_FIVE.local(due).hour == 9


def test_a_hundred_do_not_leave_in_one_minute():
    friday = datetime(2026, 11, 27, 20)
    moments = [timing.within(friday, NINE_TO_FIVE, WEEK, seed) for seed in range(100)]
    assert len({moment.replace(second=0) for moment in moments}) > 40
    assert {moment.date() for moment in moments} == {date(2026, 11, 30)}


def test_within_hours_it_is_at_once():
    noon = datetime(2026, 11, 30, 11)
    assert timing.within(noon, NINE_TO_FIVE, WEEK, "x") == noon
    assert timing.after_days(noon, 0, NINE_TO_FIVE, WEEK, "x") == noon


@given(MOMENTS, st.integers(0, 60), HOURS, WEEKENDS, st.integers())
def test_it_is_never_out_of_hours_and_never_early(base, count, hours, weekend, seed):
    is_open = opening(weekend)
    for due in (
        timing.after_days(base, count, hours, is_open, seed),
        timing.after_hours(base, count, hours, is_open, seed),
    ):
        assert timing.is_within(due, hours, is_open)
        if not count:
            assert due >= base


@given(MOMENTS, st.integers(1, 60), HOURS, WEEKENDS, st.integers())
def test_so_many_open_days_lie_between(base, count, hours, weekend, seed):
    is_open = opening(weekend)
    due = hours.local(timing.after_days(base, count, hours, is_open, seed)).date()
    day, passed = hours.local(base).date(), 0
    while day < due:
        day += timedelta(days=1)
        passed += is_open(day)
    assert passed == count


@given(MOMENTS, HOURS, WEEKENDS, st.integers())
def test_a_seed_always_gives_the_same_moment(base, hours, weekend, seed):
    is_open = opening(weekend)
    found = {timing.after_days(base, 2, hours, is_open, seed) for _time in range(3)}
    assert len(found) == 1
