"""Texts of cells, and the forms in which they are compared."""

import unicodedata

LETTERS = str.maketrans({'ي': 'ی', 'ى': 'ی', 'ك': 'ک', 'ة': 'ه', 'ۀ': 'ه', '\u0654': None})
INVISIBLE = dict.fromkeys(
    map(ord, '\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff\xad'), None
)
#: Longer texts keep their accents as they are: Python sorts accents in quadratic time.
MAX_NORMALIZED = 250


def fold(text: str) -> str:
    """Return the form in which texts are compared: case, spaces, digits and letters of one kind.

    >>> fold(' كد\u200cکالا ۱۲ ')
    'کد کالا 12'
    """
    text = clean(text).translate(LETTERS)
    return ' '.join(plain_digits(text).replace('\u200c', ' ').casefold().split())


def clean(text: str) -> str:
    """Remove invisible characters and extra spaces: byte order marks, marks of direction."""
    if not text.isascii():
        if len(text) <= MAX_NORMALIZED:
            text = unicodedata.normalize('NFC', text)
        text = text.translate(INVISIBLE)
    return ' '.join(text.split())


def plain_digits(text: str) -> str:
    """Replace decimal digits of all scripts by 0 to 9."""
    if text.isascii():
        return text
    return ''.join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def spellings(text: str) -> set[str]:
    """Return the spellings by which a code or name is looked up.

    As it is, with digits 0 to 9, and with the letters of Persian keyboards.
    """
    text = clean(text)
    return {text, plain_digits(text), plain_digits(text).translate(LETTERS)}
