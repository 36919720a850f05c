"""Registration and tax numbers of companies and persons in Poland and Iran.

Polish ones are checked by `python-stdnum`, which has no Iranian ones: their check digits are
computed here. Each check accepts blanks, hyphens and digits of any script.
"""

import re
import unicodedata

from stdnum.pl import nip, regon

#: Longer texts are cut; no number has so many signs.
MAX_LENGTH = 100
#: Lengths of an Iranian person's id and a company's.
PERSON, COMPANY = 10, 11
#: Lengths of older Iranian economic codes and those of persons: no check digit is published.
UNCHECKED = (12, 14)
#: Length of a number in the Polish court register, which has no check digit.
KRS = 10


def plain(text: str) -> str:
    """Return a number in ASCII digits and capitals, without blanks, hyphens and dots.

    >>> plain(' PL 526-025-02-74'), plain('۱۰۳۸۰۲۸۴۷۹۰')
    ('PL5260250274', '10380284790')
    """
    plain_text = unicodedata.normalize('NFKC', text[:MAX_LENGTH])
    kept = (char for char in plain_text if char.isalnum())
    return ''.join(str(unicodedata.decimal(char, char)) for char in kept).upper()


def is_nip(text: str) -> bool:
    """Return whether a text is a Polish tax id, with or without PL.

    >>> is_nip('526-025-02-74'), is_nip('526-025-02-75'), is_nip('0000000000')
    (True, False, False)
    """
    digits = plain(text).removeprefix('PL')
    return len(set(digits)) > 1 and nip.is_valid(digits)


def is_polish_registry(text: str) -> bool:
    """Return whether a text is a REGON (9 or 14 digits, checked) or a KRS number (10 digits).

    >>> is_polish_registry('192598184'), is_polish_registry('192598183')
    (True, False)
    >>> is_polish_registry('0000028860')
    True
    """
    digits = plain(text)
    is_krs = len(digits) == KRS and digits.isdigit()
    return is_krs or (len(set(digits)) > 1 and regon.is_valid(digits))


def is_iranian_id(text: str) -> bool:
    """Return whether a text is the id of an Iranian company (11 digits) or person (10 digits).

    The check digit of a person, as defined by the registry office: the weighted sum of the first
    nine digits modulo 11. Of a company: the tenth digit plus two is added to each digit first.

    >>> is_iranian_id('10380284790'), is_iranian_id('0013542419'), is_iranian_id('0013542418')
    (True, True, False)
    """
    digits = plain(text)
    if not re.fullmatch(r'[0-9]{10,11}', digits) or len(set(digits)) == 1:
        return False
    numbers = [int(digit) for digit in digits]
    if len(numbers) == PERSON:
        rest = sum(number * (10 - place) for place, number in enumerate(numbers[:9])) % 11
        return numbers[9] == (rest if rest < 2 else 11 - rest)
    weights = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)
    added = numbers[9] + 2
    total = sum((number + added) * weight for number, weight in zip(numbers, weights, strict=False))
    return numbers[10] == total % 11 % 10


def is_iranian_tax_id(text: str) -> bool:
    """Return whether a text is an Iranian id, or has the length of an economic code.

    >>> is_iranian_tax_id('10380284790'), is_iranian_tax_id('411111111111')
    (True, True)
    >>> is_iranian_tax_id('12345')
    False
    """
    digits = plain(text)
    return is_iranian_id(digits) or (digits.isdecimal() and len(digits) in UNCHECKED)
