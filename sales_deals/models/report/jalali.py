"""Years, quarters and months of the Persian calendar in SQL, for reports.

The calendar's leap years repeat every 33 years: eight groups of four years, of which the first is
a leap year, and one more year without. So each figure follows from the days since the first day of
such a cycle, by whole numbers alone, as in the conversion that is published at jdf.scr.ir. It is
right from 1304 (1925), when the calendar became law, to 1502 (2123): the tests compare
each day with `persiantools`.
"""

from odoo.tools import SQL

from ...tools.language import persian

#: Days in 33 years, in 4 years, in a year.
CYCLE, GROUP, YEAR = 12053, 1461, 365
#: The first day of the cycle that began with the year 880: all days of deals come later.
FIRST_YEAR, FIRST_DAY = 880, f'{persian.FIRST_DAY}'
#: The first six months have 31 days, the others 30.
LONG, SHORT, FIRST_HALF = 31, 30, 186


def year(day: SQL) -> SQL:
    """Return the year of a day, as an integer.

    :param day: an expression of the type `date`; NULL gives NULL
    """
    since, in_cycle, in_group = _parts(day)
    return SQL(
        "(%s + 33 * (%s / %s) + 4 * (%s / %s) + (%s - 1) / %s)",
        FIRST_YEAR,
        since,
        CYCLE,
        in_cycle,
        GROUP,
        in_group,
        YEAR,
    )


def month_number(day: SQL) -> SQL:
    """Return the month of a day, from 1 to 12.

    :param day: an expression of the type `date`; NULL gives NULL
    """
    in_year = _day_of_year(day)
    return SQL(
        "(CASE WHEN %s < %s THEN 1 + %s / %s ELSE 7 + (%s - %s) / %s END)",
        in_year,
        FIRST_HALF,
        in_year,
        LONG,
        in_year,
        FIRST_HALF,
        SHORT,
    )


def month(day: SQL) -> SQL:
    """Return the month of a day as a text that sorts by time, such as 1405/08.

    :param day: an expression of the type `date`; NULL gives NULL
    """
    return SQL("(%s || '/' || lpad(%s::text, 2, '0'))", year(day), month_number(day))


def quarter(day: SQL) -> SQL:
    """Return the quarter (season) of a day as a text that sorts by time, such as 1405/07-09.

    :param day: an expression of the type `date`; NULL gives NULL
    """
    return SQL(
        "(%s || (ARRAY['/01-03', '/04-06', '/07-09', '/10-12'])[(%s + 2) / 3])",
        year(day),
        month_number(day),
    )


def first_day(day: SQL, unit: str) -> SQL:
    """Return the first day of the month, quarter or year of a day.

    :param day: an expression of the type `date`; NULL gives NULL
    """
    in_year = _day_of_year(day)
    if unit == 'year':
        return SQL("(%s - %s)", day, in_year)
    return SQL(
        "(%s - CASE WHEN %s < %s THEN %s %% %s ELSE (%s - %s) %% %s END)",
        day,
        in_year,
        FIRST_HALF,
        in_year,
        LONG * persian.MONTHS[unit],
        in_year,
        FIRST_HALF,
        SHORT * persian.MONTHS[unit],
    )


def _parts(day: SQL) -> tuple[SQL, SQL, SQL]:
    """Return days since the first day, and since the first of the cycle and of its group."""
    since = SQL("(%s - DATE %s)", day, FIRST_DAY)
    in_cycle = SQL("(%s %% %s)", since, CYCLE)
    return since, in_cycle, SQL("(%s %% %s)", in_cycle, GROUP)


def _day_of_year(day: SQL) -> SQL:
    """Return the day of the year, from 0 on; the first year of a group of four has 366 days."""
    in_group = _parts(day)[2]
    return SQL(
        "(CASE WHEN %s <= %s THEN %s ELSE (%s - 1) %% %s END)",
        in_group,
        YEAR,
        in_group,
        in_group,
        YEAR,
    )
