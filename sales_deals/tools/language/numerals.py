"""Numbers as a text shows them."""

import re

#: The whole part of a number that is long enough to be grouped.
WHOLE = re.compile(r'(?<![\d.,])\d{4,}')
NO_BREAK_SPACE = '\xa0'


def group(text: str, separator: str = NO_BREAK_SPACE) -> str:
    """A text with the digits of its numbers in groups of three, as ISO 80000-1 writes them.

    >>> group("1234567,50 zł", " ")
    '1 234 567,50 zł'
    >>> group("999,1234", " ")
    '999,1234'
    """
    return WHOLE.sub(lambda match: f'{int(match[0]):,}'.replace(',', separator), text)
