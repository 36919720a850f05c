"""Columns of a table by the words of its header."""

import functools
import re
from collections.abc import Sequence

from .currencies import names_currency
from .numbers import parse_number
from .texts import fold

CODE, NAME, QUANTITY, PRICE, COST = COLUMNS = ('code', 'name', 'quantity', 'price', 'cost')
NUMBERS = (QUANTITY, PRICE, COST)

#: Names of columns in English, Persian and Polish, in the form of :func:`fold`.
HEADERS = {
    CODE: (
        'code, product code, item code, product, item, sku, ref, reference, internal reference, '
        'barcode, ean, ean13, gtin, part number, article, '
        'کد, کد کالا, کد محصول, کالا, محصول, شناسه, شناسه کالا, بارکد, مرجع داخلی, '
        'kod, kod produktu, kod towaru, produkt, towar, indeks, symbol, kod kreskowy, '
        'nr katalogowy, numer katalogowy, referencja'
    ),
    NAME: (
        'name, product name, item name, description, title, '
        'نام, نام کالا, نام محصول, عنوان, شرح, شرح کالا, توضیحات, '
        'nazwa, nazwa produktu, nazwa towaru, opis'
    ),
    QUANTITY: (
        'quantity, qty, pcs, pieces, units, '
        'تعداد, مقدار, '
        'ilość, ilosc, szt, szt., sztuk, sztuki, liczba'
    ),
    PRICE: (
        'price, unit price, price per unit, net price, sales price, selling price, '
        'قیمت, قیمت واحد, بها, فی, نرخ, قیمت فروش, مبلغ واحد, '
        'cena, cena jednostkowa, cena netto, cena sprzedaży, cena jedn., cena j.'
    ),
    COST: (
        'cost, unit cost, cost price, purchase price, '
        'بهای تمام شده, قیمت تمام شده, هزینه, قیمت خرید, بهای خرید, '
        'koszt, koszt jednostkowy, cena zakupu, koszt zakupu'
    ),
}


def columns_of(header: Sequence[str]) -> tuple[str | None, ...] | None:
    """Return the columns that a row names, None in place of unknown ones; None if it is no header.

    A header names at least the code or name of products, and has no number. With several cells, it
    names two columns: a single word may be the name of a product.
    """
    words = [fold(cell).rstrip(' :*') for cell in header]
    columns, known = [], []
    for column in map(_column_named, words):
        columns.append(None if column in known else column)
        if column and column not in known:
            known.append(column)
    if not {CODE, NAME} & set(known) or any(parse_number(word) is not None for word in words):
        return None
    return tuple(columns) if len(known) > 1 or len(words) == 1 else None


def _column_named(word: str) -> str | None:
    bare = re.sub(r'\s*[(\[].*', '', word)  # "price (EUR)"
    names = _columns_by_name()
    return names.get(word) or names.get(bare) or names.get(_without_currency(bare))


def _without_currency(word: str) -> str:
    """Remove a currency from the end of a column's name: "price EUR", "cena w zł"."""
    *name, last = re.sub(r'[,;:/–-]', ' ', word).split() or ['']
    if name[1:] and name[-1] in ('in', 'w', 'به'):
        name.pop()
    return ' '.join(name) if names_currency(last) else word


@functools.cache
def _columns_by_name() -> dict[str, str]:
    return {fold(word): column for column, words in HEADERS.items() for word in words.split(', ')}
