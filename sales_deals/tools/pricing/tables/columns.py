"""Columns of a table by the words of its header, and by what the user has chosen."""

import functools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from . import headers
from .currencies import names_currency
from .headers import CODE, COST, GROSS, NAME, NET, PRICE, QUANTITY
from .numbers import parse_number
from .texts import fold

NUMBERS = (QUANTITY, PRICE, COST)
#: What a column may be.
ROLES = (CODE, NAME, QUANTITY, PRICE, NET, GROSS, COST)
#: Of several columns of prices, the first of these is taken.
PRICES = (NET, PRICE, GROSS)
#: Letters of a header that are looked at.
MAX_HEADER = 200
BRACKETS = re.compile(r'[(\[{]([^()\[\]{}]*)[)\]}]?')
SEPARATORS = re.compile(r'[,;:|–—]|/(?!o |o$| )| [-/]|[-/] ')


class Heading(NamedTuple):
    """What a cell of the header says of its column."""

    role: str | None = None
    #: Whether it says no more than that: "price (old)" may be no price at all.
    is_clear: bool = True


def column_of(role: str | None) -> str | None:
    """Return the column of a role: prices with and without tax are prices."""
    return PRICE if role in PRICES else role


def read_heading(cell: str) -> Heading:
    """Return what a cell of the header says.

    >>> read_heading('Cena (brutto)'), read_heading('Unit price, EUR')
    (Heading(role='price_gross', is_clear=True), Heading(role='price', is_clear=True))
    >>> read_heading('Price (per 100 pcs)'), read_heading('Colour')
    (Heading(role='price', is_clear=False), Heading(role=None, is_clear=True))
    """
    word = fold(cell[:MAX_HEADER].replace('_', ' ')).strip(' :*')
    if role := _names().get(word):
        return Heading(role)
    base, taxes = _without_taxes(_spaced(BRACKETS.sub(' ', word)))
    role = _names().get(base) or _names().get(_without_units(base))
    if not role:
        return _read_unknown(base)
    is_clear = True
    for part in _parts(word):
        rest, found = _without_taxes(part)
        taxes |= found
        role, is_known = _qualify(role, rest)
        is_clear = is_clear and is_known
    return _with_taxes(role, is_clear, taxes)


def headings_of(header: Sequence[str]) -> list[Heading] | None:
    """Return what a row of cells says of its columns; None if it is no header.

    A header names at least the code or name of products, and has no number. With several cells, it
    names two columns: a single word may be the name of a product.
    """
    if any(parse_number(cell) is not None for cell in header):
        return None
    headings = [read_heading(cell) for cell in header]
    known = {column_of(heading.role) for heading in headings} - {None}
    if not {CODE, NAME} & known:
        return None
    return headings if len(known) > 1 or len(header) == 1 else None


def choose_roles(headings: Sequence[Heading], chosen: Mapping[int, str | None]) -> list[str | None]:
    """Return the role of each column; none is there twice.

    :param chosen: by place, what the user has chosen; None for a column that is not used
    """
    roles: list[str | None] = [None] * len(headings)
    taken = set()
    for place, role in chosen.items():
        if place < len(roles) and role in ROLES and column_of(role) not in taken:
            roles[place] = role
            taken.add(column_of(role))
    for wanted in (CODE, NAME, QUANTITY, *PRICES, COST):
        places = (
            place
            for place, heading in enumerate(headings)
            if heading == Heading(wanted) and place not in chosen
        )
        if column_of(wanted) not in taken and (place := next(places, None)) is not None:
            roles[place] = wanted
            taken.add(column_of(wanted))
    return roles


def _spaced(text: str) -> str:
    return ' '.join(SEPARATORS.sub(' ', f'{text} ').split())


def _parts(word: str) -> list[str]:
    """Return what stands in brackets, by its parts."""
    inner = (re.split(r'[,;|+]|/(?!o |o$| )', part) for part in BRACKETS.findall(word))
    return [part for parts in inner for part in map(_spaced, parts) if part]


def _without_taxes(text: str) -> tuple[str, set[str]]:
    """Remove what a text says of taxes; return the rest and the kinds of prices."""
    kinds = set()
    text = f' {text} '
    for phrase, kind in _tax_phrases():
        if phrase in text:
            text = text.replace(phrase, ' ')
            kinds.add(kind)
    return text.strip(), kinds


def _without_units(base: str) -> str:
    """Remove what changes nothing from the end of a name: "price EUR", "cena w zł", "qty pcs"."""
    words = base.split()
    while len(words) > 1 and _changes_nothing(words[-1]) and words[-1] != '1':
        words.pop()
    return ' '.join(words)


def _read_unknown(base: str) -> Heading:
    """Return what a column may be whose name has the word for prices or quantities in it."""
    for word in base.split():
        role = column_of(_names().get(word))
        if role in (PRICE, QUANTITY):
            return Heading(role, is_clear=False)
    return Heading()


def _qualify(role: str, text: str) -> tuple[str, bool]:
    """Return the role of a column beside whose name a text stands, and whether that is clear."""
    other = column_of(_names().get(text))
    if not text or role == NAME or other == role:
        return role, True
    if role == CODE and other == NAME:  # "product (name)"
        return NAME, True
    if role == QUANTITY and text in _words('ORDERED'):
        return role, True
    words = text.split()
    known = [
        word in _words('UNITS') or word in _words('FILLERS') or _is_currency(word) for word in words
    ]
    return role, role != CODE and all(known)


def _with_taxes(role: str, is_clear: bool, taxes: set[str]) -> Heading:
    """Return what a column is whose header says something of taxes."""
    if not taxes:
        return Heading(role, is_clear)
    if role == PRICE:
        return Heading(taxes.pop(), is_clear) if len(taxes) == 1 else Heading(role, False)
    # Costs are without tax; for what else would it be said?
    is_clear = is_clear and (role == NAME or (taxes == {NET} and role in (COST, NET)))
    return Heading(role, is_clear or taxes == {role})


def _changes_nothing(word: str) -> bool:
    return word in _words('UNITS') | _words('FILLERS') or _is_currency(word)


def _is_currency(word: str) -> bool:
    return word in _words('CURRENCY_CODES') or names_currency(word)


@functools.cache
def _names() -> dict[str, str]:
    return {fold(name): role for role, names in headers.NAMES.items() for name in names.split(', ')}


@functools.cache
def _tax_phrases() -> list[tuple[str, str]]:
    """Return what is said of taxes, between spaces, with the kind of price; the longest first."""
    phrases = [
        (f' {_spaced(fold(phrase))} ', kind)
        for kind, text in headers.TAXES.items()
        for phrase in text.split(', ')
    ]
    return sorted(phrases, key=lambda pair: -len(pair[0]))


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold, getattr(headers, name).split(', ')))
