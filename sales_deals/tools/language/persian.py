"""Numbers and days in Persian."""

import re
from datetime import date, datetime, timedelta

from persiantools.jdatetime import JalaliDate

DIGITS = str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹')
#: A number with its separators: a comma between thousands, a point before decimals.
NUMBER = re.compile(r'\d[\d,.]*')
SEPARATORS = str.maketrans(',.', '٬٫')
SEASONS = ('بهار', 'تابستان', 'پاییز', 'زمستان')
#: How many months a period has.
MONTHS = {'month': 1, 'quarter': 3, 'year': 12}
SATURDAY = 5
#: Days before and after stay in the other calendar, such as 9999-12-31, which means never.
FIRST_DAY, LAST_DAY = date(1501, 3, 21), date(9900, 1, 1)


def is_persian(lang: str | None) -> bool:
    """Return whether readers of a language use the Persian calendar and digits.

    :param str lang: code of a language

    >>> is_persian('fa_IR'), is_persian('pl_PL'), is_persian(None)
    (True, False, False)
    """
    return (lang or '').startswith('fa')


def number(text: str) -> str:
    """Replace digits and separators of a text's numbers by Persian ones.

    >>> number("1,234.50 IRR")
    '۱٬۲۳۴٫۵۰ IRR'
    >>> number("2 pcs.")
    '۲ pcs.'
    """
    return NUMBER.sub(lambda match: match[0].translate(SEPARATORS).translate(DIGITS), text)


def day(value: date, with_digits: bool = True) -> str:
    """Write a day by the Persian calendar, in words.

    :param bool with_digits: whether to use Persian digits

    >>> day(date(2026, 3, 21))
    '۱ فروردین ۱۴۰۵'
    >>> day(date(2026, 3, 21), with_digits=False)
    '1 فروردین 1405'
    """
    jalali = JalaliDate(value)
    text = f"{jalali.day} {jalali.strftime('%B', locale='fa')} {jalali.year}"
    return number(text) if with_digits else text


def first_of_month(value: date, months: int = 0) -> date:
    """Return the first day of the Persian month of a day, or of a month before or after it.

    :param int months: how many months later

    >>> first_of_month(date(2026, 11, 28))
    datetime.date(2026, 11, 22)
    >>> str(first_of_month(date(2026, 11, 28), 4)), str(first_of_month(date(2026, 11, 28), -9))
    ('2027-03-21', '2026-02-20')
    """
    jalali = JalaliDate(value)
    years, month = divmod(jalali.month - 1 + months, 12)
    return JalaliDate(jalali.year + years, month + 1, 1).to_gregorian()


def is_known(value: date) -> bool:
    """Return whether a day is named and grouped by the Persian calendar.

    >>> is_known(date(2026, 12, 1)), is_known(date(9999, 12, 31)), is_known(date(205, 1, 1))
    (True, False, False)
    """
    return FIRST_DAY <= value < LAST_DAY


def period(value: date, unit: str) -> str:
    """Name the day, week, month, quarter or year of a day by the Persian calendar.

    With the digits of the web client.

    :param value: its first day

    >>> [period(date(2026, 3, 21), unit) for unit in ('day', 'month', 'quarter', 'year')]
    ['1 فروردین 1405', 'فروردین 1405', 'بهار 1405', '1405']
    >>> period(date(2026, 3, 21), 'week'), period(date(2026, 11, 28), 'week')
    ('هفتهٔ 1، 1405', 'هفتهٔ 37، 1405')
    """
    if unit == 'day':
        return day(value, with_digits=False)
    jalali = JalaliDate(value)
    if unit == 'week':
        year, week = week_number(value)
        return f"هفتهٔ {week}، {year}"
    names = {
        'month': f"{jalali.strftime('%B', locale='fa')} ",
        'quarter': f"{SEASONS[(jalali.month - 1) // 3]} ",
    }
    return f"{names.get(unit, '')}{jalali.year}"


def week_number(value: date) -> tuple[int, int]:
    """Return the year and the number of the week that begins on a day.

    The first week of a year is that with its first day; weeks begin on Saturday.

    >>> week_number(date(2026, 3, 21)), week_number(date(2025, 3, 15))
    ((1405, 1), (1404, 1))
    """
    last = value + timedelta(days=6)
    jalali = JalaliDate(last)
    before = JalaliDate(jalali.year, 1, 1).to_gregorian()
    days_before = (before.weekday() - SATURDAY) % 7
    return jalali.year, ((last - before).days + days_before) // 7 + 1


def periods(
    found: list[date],
    unit: str,
    first: date | None = None,
    last: date | None = None,
    at_least: int = 0,
) -> list[date]:
    """Return the first days of all months, quarters or years from one to another.

    :param found: first days of some; the first and the last of them where no other is given
    :param unit: one of MONTHS
    :param first: any day of the first
    :param last: any day of the last
    :param at_least: how many, whatever the last is

    >>> [str(day) for day in periods([date(2026, 3, 21), date(2026, 9, 23)], 'quarter')]
    ['2026-03-21', '2026-06-22', '2026-09-23']
    >>> [str(day) for day in periods([], 'month', date(2026, 3, 25), at_least=2)]
    ['2026-03-21', '2026-04-21']
    """
    known = [
        day for day in (first or min(found, default=None), last or max(found, default=None)) if day
    ]
    if not known:
        return []
    start, end = _first_of(known[0], unit), _first_of(known[-1], unit)
    starts = []
    while start <= end or len(starts) < at_least:
        starts.append(start)
        start = first_of_month(start, MONTHS[unit])
    return starts


def _first_of(value: date, unit: str) -> date:
    """Return the first day of the month, quarter or year of a day."""
    return first_of_month(value, -((JalaliDate(value).month - 1) % MONTHS[unit]))


def moment(value: datetime) -> str:
    """Write a day by the Persian calendar, in words, and the time of day.

    >>> moment(datetime(2026, 3, 21, 14, 5))
    '۱ فروردین ۱۴۰۵، ۱۴:۰۵'
    """
    return f"{day(value)}، {number(f'{value:%H:%M}')}"
