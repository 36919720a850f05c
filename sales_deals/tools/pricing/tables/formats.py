"""Formats of a workbook's numbers, as far as they show what the numbers do not have.

Codes have their zeros by their format (``00000`` shows 42 as 00042), prices their currency.
"""

import functools
import re
from typing import NamedTuple

from .currencies import names_currency
from .numbers import number_text

#: Longer formats Excel does not have.
MAX_FORMAT = 255
#: Larger numbers have lost digits.
MAX_CODE = 10**15
#: A quoted text, a character, a fill, a currency with its language, a condition; or anything else.
TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|(.)', re.DOTALL)


class Format(NamedTuple):
    """What a format adds to a number."""

    #: Texts, and None for a digit; none for formats that are not those of codes.
    places: tuple[str | None, ...] = ()
    currency: str = ''


def show(value: float, code: str) -> str:
    r"""Return a number with the zeros or the currency that its format shows.

    >>> show(42, '00000'), show(42, '"A-"000'), show(9.5, '#,##0.00\ [$€-407]'), show(5, '0.00')
    ('00042', 'A-042', '9.5 €', '5')
    """
    found = read_format(code)
    if found.places and float(value).is_integer() and 0 <= value < MAX_CODE:
        return _fill(found.places, str(int(value)))
    return f'{number_text(value)} {found.currency}'.rstrip()


@functools.lru_cache(maxsize=1024)
def read_format(code: str) -> Format:
    """Return what a format adds to numbers."""
    if len(code) > MAX_FORMAT:
        return Format()
    places: list[str | None] = []
    is_code, currency = True, ''
    for match in TOKEN.finditer(code):
        quoted, escaped, named, other = match.groups()
        if other == ';':
            break
        text = quoted or escaped or named or ''
        if other in ('-', ' ', '$') or other == '0':
            places.append(None if other == '0' else other)
            text = other if other == '$' else ''
        elif other:
            is_code = False
        elif text:
            places.append(text)
        if not currency and text.strip() and names_currency(text.strip()):
            currency = text.strip()
    if currency or not is_code or places.count(None) < 2:
        places = []
    return Format(tuple(places), currency)


def _fill(places: tuple[str | None, ...], digits: str) -> str:
    """Put digits into the places of a format, the last one into the last."""
    count = places.count(None)
    digits = digits.zfill(count)
    rest = iter([digits[: len(digits) - count + 1], *digits[len(digits) - count + 1 :]])
    return ''.join(next(rest) if place is None else place for place in places).strip()
