"""Texts by which deals are searched, and what is searched in them; no ORM."""

import re
from collections.abc import Iterable

from .folding import fold_forms
from .keys import national_digits, plain_digits

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

    >>> search_text(['Zakład Łódź', False], ['+48 (0)22 123-45-67'])
    'zaklad lodz\\n48 0 22 123 45 67\\n48221234567'
    """
    phones = [phone for phone in phones if phone]
    texts = [*values, *phones]
    lines = [form for text in texts if text for form in fold_forms(text[:MAX_LENGTH])]
    lines += [plain_digits(phone[:MAX_LENGTH]) for phone in phones]
    return '\n'.join(dict.fromkeys(filter(None, lines)))


def read_question(question: str) -> list[Words]:
    """Return what a text must hold to be found: all words of one of the alternatives.

    Words are separated by blanks; the parts of one, as of D/2026/00012, must follow each other.

    >>> read_question('kowalski Müller')
    [[['kowalski'], ['muller']]]
    >>> read_question('0171 413-3912')
    [[['0171'], ['413 3912']], [['1714133912']]]
    >>> read_question('%')
    []
    """
    question = question[:MAX_QUESTION]
    words = [fold_forms(word) for word in question.split()[:MAX_WORDS]]
    words = [list(filter(None, forms)) for forms in words]
    phone = [national_digits(question)] if _is_phone(question) else []
    alternatives = [list(filter(None, words)), [phone]]
    return [found for found in alternatives if found and all(found)]


def _is_phone(question: str) -> bool:
    return bool(_PHONE.fullmatch(question)) and len(plain_digits(question)) >= LEAST_DIGITS
