"""Numbers and days as Persian readers write them."""

import re
from datetime import date

from persiantools.jdatetime import JalaliDate

DIGITS = str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹')
#: A number with its separators: a comma between thousands, a point before decimals.
NUMBER = re.compile(r'\d[\d,.]*')
SEPARATORS = str.maketrans(',.', '٬٫')


def number(text: str) -> str:
    """A text with its numbers in Persian digits and separators.

    >>> number("1,234.50 IRR")
    '۱٬۲۳۴٫۵۰ IRR'
    >>> number("2 pcs.")
    '۲ pcs.'
    """
    return NUMBER.sub(lambda match: match[0].translate(SEPARATORS).translate(DIGITS), text)


def day(value: date) -> str:
    """A day of the Persian calendar, in words.

    >>> day(date(2026, 3, 21))
    '۱ فروردین ۱۴۰۵'
    """
    jalali = JalaliDate(value)
    return (
        f"{number(str(jalali.day))} {jalali.strftime('%B', locale='fa')} {number(str(jalali.year))}"
    )
