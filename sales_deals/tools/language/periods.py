"""Days, weeks, months and years of the Gregorian and the Persian calendar; no ORM."""

from collections.abc import Iterable
from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

DAY = timedelta(days=1)
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
#: First and last day.
Period = tuple[date, date]
#: Years that are meant by the Persian calendar, whatever is written around them.
PERSIAN_YEARS = range(1300, 1500)


def make_day(year: int, month: int, day: int, is_persian: bool = False) -> date | None:
    """Return a day, or None where the calendar has no such day.

    >>> make_day(2026, 2, 29), make_day(1403, 12, 30, True), make_day(1404, 12, 30, True)
    (None, datetime.date(2025, 3, 20), None)
    """
    try:
        if is_persian or is_persian_year(year):
            return JalaliDate(year, month, day).to_gregorian()
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def is_persian_year(year: int) -> bool:
    """Return whether a year of four digits is one of the Persian calendar."""
    return year in PERSIAN_YEARS


def make_month(year: int, month: int, is_persian: bool = False) -> Period:
    """Return a month; the thirteenth is the first of the next year.

    >>> [str(day) for day in make_month(1404, 12, True)]
    ['2026-02-20', '2026-03-20']
    """
    first = make_day(year, month, 1, is_persian)
    after = make_day(year + month // 12, month % 12 + 1, 1, is_persian)
    return first, after - DAY


def years_around(sent: date, is_persian: bool = False) -> Iterable[int]:
    """Return the years that a day may be of when none is said."""
    year, _month = year_and_month(sent, is_persian)
    return range(year - 1, year + 3)


def days_around(sent: date, month: int, day: int, is_persian: bool = False) -> list[date]:
    """Return such days of several years.

    >>> [str(day) for day in days_around(date(2026, 11, 30), 2, 29)]
    ['2028-02-29']
    """
    years = years_around(sent, is_persian)
    return [day for day in (make_day(year, month, day, is_persian) for year in years) if day]


def days_of_months(sent: date, day: int, is_persian: bool = False) -> list[date]:
    """Return such days of the months around a day."""
    year, month = year_and_month(sent, is_persian)
    months = (divmod(year * 12 + month - 1 + ahead, 12) for ahead in range(-1, 4))
    days = (make_day(year, month + 1, day, is_persian) for year, month in months)
    return [day for day in days if day]


def weekdays_around(sent: date, weekday: int) -> list[date]:
    """Return such weekdays from a week before to a fortnight after a day."""
    ahead = (weekday - sent.weekday()) % 7 - 7
    return [sent + (ahead + days) * DAY for days in (0, 7, 14)]


def unit_around(unit: str, sent: date, is_persian: bool = False) -> Period:
    """Return the week, month or year of a day.

    >>> [str(day) for day in unit_around('week', date(2026, 12, 1), True)]
    ['2026-11-28', '2026-12-04']
    """
    if unit == 'week':
        first = sent - (sent.weekday() - (SATURDAY if is_persian else MONDAY)) % 7 * DAY
        return first, first + 6 * DAY
    year, month = year_and_month(sent, is_persian)
    if unit == 'year':
        return make_month(year, 1, is_persian)[0], make_month(year, 12, is_persian)[1]
    return make_month(year, month, is_persian)


def next_unit(unit: str, sent: date, is_persian: bool = False) -> Period:
    """Return the week, month or year after that of a day."""
    _first, last = unit_around(unit, sent, is_persian)
    return unit_around(unit, last + DAY, is_persian)


def year_and_month(day: date, is_persian: bool = False) -> tuple[int, int]:
    """Return the year and the month of a day by a calendar."""
    if is_persian:
        day = JalaliDate(day)
    return day.year, day.month
