"""Numbers as people write them, in many languages."""

import re
from collections.abc import Iterable

from .texts import LETTERS, clean, plain_digits

#: Larger numbers are no quantity and no price, and floats would lose their units.
MAX_NUMBER = 1e12
#: What stands in place of a number that the cell above covers.
DITTO = '〃'
#: Longer texts are no numbers, whatever stands beside the digits.
MAX_LENGTH = 100
DECIMAL_SIGNS = '.,٫'
GROUP_SIGNS = "'’٬´\u00a0\u202f\u2009 "
DASHES = '-−–—―'
#: Dashes that are a minus: before a number; behind one with decimals, as programs write it. What is
#: meant by "49-" nobody knows.
BEFORE, BEHIND = '-−–', re.compile(r'.*[.,٫]\d+[-−]', re.DOTALL)
#: Dashes in place of cents: "99,-", "10.–", "99,--", "49:-"; and Dutch and Czech "99,=".
NO_CENTS = re.compile(rf'(.*\d) ?([.,:٫]) ?[{DASHES}=]{{1,2}}', re.DOTALL)
#: Persian commas of thousands, and the slash before decimals.
PERSIAN = str.maketrans({'،': '٬', '/': '٫'})


def parse_number(text: str, decimal: str = '.', units: Iterable[str] = ()) -> float | None:
    """Return the number that a cell shows, or None.

    ``1.234`` and ``1,234`` may be read in two ways: then ``decimal`` tells which. A dash is a minus
    only where it can be nothing else: ``99,-`` has no cents, ``-.50`` may have no francs, and
    ``49-`` may be a price.

    :param decimal: the decimal sign of the table or of the user's language
    :param units: what may stand beside the number: the currency's name and symbol

    >>> parse_number('۱٬۲۳۴٫۵'), parse_number('1.234,50'), parse_number('-3')
    (1234.5, 1234.5, -3.0)
    >>> parse_number('1,234'), parse_number('1,234', decimal=',')
    (1234.0, 1.234)
    >>> parse_number('12 zł', units=['zł']), parse_number('12 EUR', units=['zł'])
    (12.0, None)
    >>> parse_number('1 299,-'), parse_number('49–'), parse_number('۱۲/۵')
    (1299.0, None, 12.5)
    """
    sign, digits = _split_number(text, units)
    number = _to_plain(digits, decimal)
    if number is None:
        return None
    value = float(number)
    return sign * value if value <= MAX_NUMBER else None


def decimal_sign(texts: Iterable[str], units: Iterable[str] = ()) -> str | None:
    """Return the decimal sign that the numbers of a table agree on, None if they do not tell.

    >>> decimal_sign(['1,234', '12,50']), decimal_sign(['1.234.567']), decimal_sign(['1,234', '5'])
    (',', ',', None)
    """
    units = list(units)
    signs = {_telling_sign(_split_number(text, units)[1]) for text in texts} - {None}
    signs = signs - {'٫'} or signs
    return signs.pop() if len(signs) == 1 else None


def number_text(number: float) -> str:
    """Write a number so that :func:`parse_number` reads it back, whatever the decimal sign.

    >>> number_text(12.0), number_text(12.5), number_text(1.234)
    ('12', '12.5', '1.2340')
    """
    text = f'{number:.10f}'.rstrip('0').rstrip('.')
    text = '0' if text == '-0' else text
    return f'{text}0' if _is_ambiguous(text.lstrip('-')) else text


def _split_number(text: str, units: Iterable[str]) -> tuple[int, str]:
    """Return 1 or -1, and the digits with their group and decimal signs."""
    if len(text) > MAX_LENGTH:
        return 1, ''
    units = list(units)
    text = clean(text).translate(LETTERS)
    if not text.isascii() and not re.search('[0-9]', text):
        text = text.translate(PERSIAN)
    sign, digits = _split_sign(_without_units(plain_digits(text), units))
    return sign, _without_dashes(_without_units(digits, units))


def _without_dashes(text: str) -> str:
    """Remove dashes in place of cents, of which the decimal sign is left.

    It is one that nobody can take for a group sign, where the number has group signs of its kind.
    """
    match = NO_CENTS.fullmatch(text)
    if not match:
        return text
    return match[1] + ('٫' if match[2] == ':' or match[2] in match[1] else match[2])


def _without_units(text: str, units: Iterable[str]) -> str:
    for unit in sorted(filter(None, units), key=len, reverse=True):
        pattern = re.escape(unit)
        if match := re.fullmatch(rf'{pattern}(.*)|(.*){pattern}', text, re.IGNORECASE):
            return (match[1] if match[2] is None else match[2]).strip()
    return text


def _split_sign(text: str) -> tuple[int, str]:
    """Split off the minus, which people write before, behind or as brackets.

    The dash that is longer than a minus stands for it before a number, where it touches it.
    """
    text = text.strip()
    if len(text) > 1 and text[0] in BEFORE and not text.startswith('– '):
        # In Switzerland, half a franc is -.50: no sign is meant, or it is.
        number = text[1:].strip()
        return -1, number if number[:1] not in DECIMAL_SIGNS else ''
    if BEHIND.fullmatch(text):
        return -1, text[:-1]
    if text.startswith('(') and text.endswith(')'):
        return -1, text[1:-1].strip()
    return 1, text.removeprefix('+').strip()


def _to_plain(text: str, decimal: str) -> str | None:
    """Write a number with a decimal point and without group signs, or return None."""
    sign = _evident_sign(text)
    if sign is None and _is_ambiguous(text):
        sign = decimal if decimal in text else None
    whole, _sign, fraction = text.partition(sign) if sign else (text, '', '')
    whole = _ungroup(whole)
    if whole is None or (fraction and not fraction.isdecimal()) or not whole + fraction:
        return None
    return f'{whole or 0}.{fraction or 0}'


def _ungroup(text: str) -> str | None:
    """Remove the group signs; groups are of three digits, or of two before the last (India)."""
    if not text or text.isdecimal():
        return text
    signs = {char for char in text if not char.isdecimal()}
    if len(signs) != 1 or not signs <= set(GROUP_SIGNS + DECIMAL_SIGNS):
        return None
    groups = text.split(signs.pop())
    inner = groups[1:-1]
    if not 1 <= len(groups[0]) <= 3 or len(groups[-1]) != 3:
        return None
    if not all(len(group) == 3 for group in inner) and not all(len(g) == 2 for g in inner):
        return None
    return ''.join(groups)


def _evident_sign(text: str) -> str | None:
    """Return the decimal sign of a number that can be read in one way only, or None."""
    signs = [char for char in text if char in DECIMAL_SIGNS]
    if not signs or _is_ambiguous(text) or any(not _is_numeric(char) for char in text):
        return None
    last = signs[-1]
    return last if signs.count(last) == 1 else None


def _telling_sign(text: str) -> str | None:
    """Return the decimal sign that a number has, or that its group signs leave, or None."""
    if sign := _evident_sign(text):
        return sign
    for group, decimal in (('.', ','), (',', '.')):
        if text.count(group) > 1 and _ungroup(text):
            return decimal
    return None


def _is_ambiguous(text: str) -> bool:
    """Check for thousands or thousandths: 1.234 and 12,345, but not 0.123 nor 1234.567."""
    return bool(re.fullmatch(r'[1-9]\d{0,2}[.,]\d{3}', text))


def _is_numeric(char: str) -> bool:
    return char.isdecimal() or char in DECIMAL_SIGNS or char in GROUP_SIGNS
