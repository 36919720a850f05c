"""Grouping of the digits of numbers."""

import re

#: The whole part of a number that is long enough to be grouped; none has more than thirty digits.
WHOLE = re.compile(r'(?<![\d.,])\d{4,30}(?!\d)')
NO_BREAK_SPACE = '\xa0'
#: What stands behind a number of hundredths, by language; elsewhere as in ISO 80000-1.
PERCENT = {'en': '%', 'fa': '٪', 'pl': '%'}


def group(text: str, separator: str = NO_BREAK_SPACE) -> str:
    """Group the digits of a text's numbers by three, as in ISO 80000-1.

    >>> group("1234567,50 zł", " ")
    '1 234 567,50 zł'
    >>> group("999,1234", " ")
    '999,1234'
    """
    return WHOLE.sub(lambda match: f'{int(match[0]):,}'.replace(',', separator), text)


def percent(number: str, lang: str | None) -> str:
    """Write a formatted number of hundredths as the readers of a language do.

    :param str lang: code of a language; None for English

    >>> percent("۷٫۵", 'fa_IR'), percent("7,5", 'pl_PL'), percent("7.5", None)
    ('۷٫۵٪', '7,5%', '7.5%')
    >>> percent("7,5", 'de_DE')
    '7,5\\xa0%'
    """
    return number + PERCENT.get((lang or 'en')[:2], f'{NO_BREAK_SPACE}%')
