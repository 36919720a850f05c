"""Texts by which deals are searched, and what is searched in them; no ORM."""

import re
from collections.abc import Iterable

from .folding import fold_forms
from .keys import NATIONAL, national_digits, plain_digits

#: A value's characters that can be found, and those of a question.
MAX_LENGTH, MAX_QUESTION = 1_000, 300
#: Words of a question; more are not asked for.
MAX_WORDS = 12
#: Digits from which a question may be a telephone number.
LEAST_DIGITS = 5
_PHONE = re.compile(r'[+\d\s()/.\u2010-\u2015-]+')

#: Each word in some forms, of which one must occur.
Words = list[list[str]]


def search_text(values: Iterable[str], phones: Iterable[str]) -> str:
    """Return the text that is searched for a deal: a line for each form of a value.

    Without blanks, too: some write half-spaces, hyphens or nothing in their place.

    >>> search_text(['Wi-Fi Łódź', False], ['+48 (0)22 123-45-67'])
    'wi fi lodz\\nwifilodz\\n48 0 22 123 45 67\\n48221234567'
    """
    lines = [form for value in values if value for form in _spell(value[:MAX_LENGTH])]
    for phone in filter(None, phones):
        lines += [*fold_forms(phone[:MAX_LENGTH]), plain_digits(phone[:MAX_LENGTH])]
    return '\n'.join(dict.fromkeys(filter(None, lines)))


def read_question(question: str) -> list[Words]:
    """Return what a text must hold to be found: all words of one of the alternatives.

    Words are separated by blanks; the parts of one, as of D/2026/00012, must follow each other.

    >>> read_question('kowalski Müller')
    [[['kowalski'], ['muller']]]
    >>> read_question('0171 413-3912')
    [[['0171'], ['413 3912', '4133912']], [['1714133912', '714133912']]]
    >>> read_question('%')
    []
    """
    question = question[:MAX_QUESTION]
    words = [_spell(word) for word in question.split()[:MAX_WORDS]]
    words = [list(filter(None, forms)) for forms in words]
    alternatives = [list(filter(None, words)), [_read_phone(question)]]
    return [found for found in alternatives if found and all(found)]


def _spell(text: str) -> list[str]:
    """Return the forms of a text, with its blanks and without."""
    forms = fold_forms(text)
    return list(dict.fromkeys([*forms, *(form.replace(' ', '') for form in forms)]))


def _read_phone(question: str) -> list[str]:
    """Return the digits of a telephone number, as others may have written it: without codes.

    A code that no sign tells from the number is before the last nine digits.
    """
    if not _is_phone(question):
        return []
    digits = national_digits(question)
    return list(dict.fromkeys((digits, digits[-NATIONAL:])))


def _is_phone(question: str) -> bool:
    return bool(_PHONE.fullmatch(question)) and len(plain_digits(question)) >= LEAST_DIGITS
