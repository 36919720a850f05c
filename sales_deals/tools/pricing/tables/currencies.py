"""Currencies by the names that people call them."""

import functools
import unicodedata
from collections.abc import Container, Iterable

from .texts import clean, fold

#: Names of currencies beside their codes, in the form of :func:`fold`.
CURRENCIES = {
    'PLN': 'zł, zl, złoty, złote, złotych, zloty, زلوتی',
    'EUR': '€, euro, euros, یورو',
    'USD': '$, us$, dollar, dollars, dolar, dolary, dolarów, دلار',
    'GBP': '£, pound, pounds, sterling, funt, funty, funtów, پوند',
    'CHF': 'sfr, fr, fr., franc, francs, frank, franki, franków, فرانک',
    'CZK': 'kč',
    'UAH': '₴, hrywna, hrywny, hrywien',
    'TRY': '₺, lira, liry, lir, لیر',
    'AED': 'dirham, dirhams, درهم',
    'CNY': 'yuan, renminbi, یوان',
    'IRR': '﷼, rial, rials, riali, ریال, ریالی',
    # Toman: ten rials, without an ISO code.
    'IRT': 'toman, tomans, tomanów, تومان, تومانی',
}


def names_of_currency(*names: str) -> set[str]:
    """Return all known names of a currency by some of them, in the form of :func:`fold`.

    A name may belong to several currencies: a dollar may be Canadian.

    >>> sorted(names_of_currency('EUR', '€'))
    ['eur', 'euro', 'euros', 'یورو', '€']
    """
    known = {fold(name) for name in names if name}
    return known.union(
        *(words for code, words in _currency_names().items() if known & {code, *words})
    )


def foreign_currency(header: str, own: Iterable[str], codes: Container[str] = ()) -> str | None:
    """Return the foreign currency that a header names, None for the own currency or none.

    Codes count in capitals ("all" and "top" are words too), those of :data:`CURRENCIES` in any
    case, and so does whatever has a currency sign.

    >>> foreign_currency('Price [EUR]', ['PLN', 'zł']), foreign_currency('قیمت (ریال)', ['PLN'])
    ('EUR', 'ریال')
    >>> foreign_currency('Cena (zł)', ['PLN', 'zł']), foreign_currency('Price (net)', ['PLN'])
    (None, None)
    """
    own = {fold(name) for name in own if name}
    named = [word for word in _words(header) if word in codes or names_currency(word)]
    if own & {fold(word) for word in named}:
        return None
    return named[0] if named else None


def names_currency(word: str) -> bool:
    """Return whether a word is a code or name of a currency, or has a currency sign."""
    return fold(word) in _all_names() or any(map(_is_sign, word))


def _words(text: str) -> list[str]:
    """Split into words, with currency signs as parts of words."""
    return ''.join(
        char if char.isalnum() or _is_sign(char) else ' ' for char in clean(text)
    ).split()


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) == 'Sc'


@functools.cache
def _currency_names() -> dict[str, set[str]]:
    return {fold(code): set(map(fold, words.split(', '))) for code, words in CURRENCIES.items()}


@functools.cache
def _all_names() -> set[str]:
    names = _currency_names()
    return set(names).union(*names.values())
