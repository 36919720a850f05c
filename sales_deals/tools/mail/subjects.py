"""Subjects of mails that name a deal by its number; no ORM."""

import re
import unicodedata

#: Longer subjects name nothing.
MAX_SUBJECT = 2_000


def names_number(subject: str, number: str) -> bool:
    """Return whether a subject names a number, as people write it.

    In any digits, in capitals or not, with blanks within; but not as a part of another number.

    >>> names_number("Re: [Nr 2026/00012] kolor", "Nr 2026/00012")
    True
    >>> names_number("۲۰۲۶/۰۰۰۱۲ پنجره", "2026/00012"), names_number("12026/000123", "2026/00012")
    (True, False)
    """
    plain = _plain(number)
    if not plain:
        return False
    pattern = rf'(?<![\w/])(?<!\w[-.]){re.escape(plain)}(?![\w/])(?![-.]\w)'
    return bool(re.search(pattern, _plain(subject[:MAX_SUBJECT])))


def _plain(text):
    text = ''.join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in unicodedata.normalize('NFKC', text)
        if unicodedata.category(char) != 'Cf'  # marks of direction
    )
    return ' '.join(text.casefold().split())
