"""Numbers and days in Persian."""

import re
from datetime import date, datetime

from persiantools.jdatetime import JalaliDate

DIGITS = str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹')
#: A number with its separators: a comma between thousands, a point before decimals.
NUMBER = re.compile(r'\d[\d,.]*')
SEPARATORS = str.maketrans(',.', '٬٫')


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


def moment(value: datetime) -> str:
    """Write a day by the Persian calendar, in words, and the time of day.

    >>> moment(datetime(2026, 3, 21, 14, 5))
    '۱ فروردین ۱۴۰۵، ۱۴:۰۵'
    """
    return f"{day(value)}، {number(f'{value:%H:%M}')}"
