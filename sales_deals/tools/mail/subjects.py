"""Subjects of mails that name a deal by its number; no ORM."""

import re
import unicodedata

#: Longer subjects name nothing.
MAX_SUBJECT = 2_000
#: What a number is made of: words, signs, and blanks that are not beside a sign.
_PART = re.compile(r'\w+|[^\w\s]|(?<=\w) (?=\w)')
#: What must not stand before and after a number: it would be a part of another one.
_BEFORE = r'(?<![\w/])(?<!\w[-.])(?<!\d /)(?<!\d / )(?<!\d/ )'
_AFTER = r'(?![\w/])(?![-.]\w)(?! ?/ ?\d)'
#: Signs that look like others.
_SIGNS = {**dict.fromkeys('\u2044\u2215\u29f8', '/'), '\u2212': '-'}


def names_number(subject: str, number: str) -> bool:
    """Return whether a subject names a number, as people write it.

    In any digits, in capitals or not, with blanks within and around its signs; but not as a part
    of another number.

    >>> names_number("Re: [Nr 2026/00012] kolor", "Nr 2026/00012")
    True
    >>> names_number("۲۰۲۶/۰۰۰۱۲ پنجره", "2026/00012"), names_number("12026/000123", "2026/00012")
    (True, False)
    >>> names_number("D / 2026/ 00136: doors", "D/2026/00136")
    True
    >>> names_number("D/2026/00136 / 2", "D/2026/00136")
    False
    """
    plain = _plain(number)
    if not plain or len(plain) > MAX_SUBJECT:
        return False
    pattern = f'{_BEFORE}{_get_pattern(plain)}{_AFTER}'
    return bool(re.search(pattern, _plain(subject[:MAX_SUBJECT])))


def _get_pattern(plain):
    """Return a pattern of a number, with or without blanks around its signs.

    There is one place for a blank between two signs: of two, each could take it, and a search
    would try all ways.
    """
    written, before = '', ''
    for part in _PART.findall(plain):
        meets_sign = before and not (before[-1] + part[0]).replace(' ', 'a').isalnum()
        written += (' ?' if meets_sign else '') + re.escape(part)
        before = part
    return written


def _plain(text):
    text = ''.join(
        _plain_character(char)
        for char in unicodedata.normalize('NFKC', text)
        if unicodedata.category(char) != 'Cf'  # marks of direction
    )
    return ' '.join(text.casefold().split())


def _plain_character(char):
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return '-' if unicodedata.category(char) == 'Pd' else _SIGNS.get(char, char)
