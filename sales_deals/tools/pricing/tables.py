r"""Tables of products that users paste or upload: cells, columns, numbers; no ORM.

A table is a list of rows, a row a list of cells, a cell a text. People paste what their spreadsheet
shows, in their language: ``1 234,50``, ``1,234.50`` and ``۱٬۲۳۴٫۵`` are the same number.

>>> table = read_table("Kod;Ilość;Cena\nA-1;2;1 234,50\n")
>>> table.columns
('code', 'quantity', 'price')
>>> table.rows[0].cells
{'code': 'A-1', 'quantity': '2', 'price': '1 234,50'}
>>> parse_number('1 234,50')
1234.5

What cannot be read is a :class:`Problem` with a reason, or None for a number, never an exception.
"""

import csv
import functools
import io
import re
import unicodedata
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import openpyxl

CODE, NAME, QUANTITY, PRICE, COST = COLUMNS = ('code', 'name', 'quantity', 'price', 'cost')
NUMBERS = (QUANTITY, PRICE, COST)

#: What spreadsheets call the columns, in English, Persian and Polish, as :func:`fold` leaves it.
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
#: What people call currencies beside their codes, as :func:`fold` leaves it.
CURRENCIES = {
    'PLN': 'zł, zl, złoty, złote, złotych, zloty, زلوتی',
    'EUR': '€, euro, euros, یورو',
    'USD': '$, us$, dollar, dollars, dolar, dolary, dolarów, دلار',
    'GBP': '£, pound, pounds, sterling, funt, funty, funtów, پوند',
    'CHF': 'sfr, franc, francs, frank, franki, franków, فرانک',
    'CZK': 'kč',
    'UAH': '₴, hrywna, hrywny, hrywien',
    'TRY': '₺, lira, liry, lir, لیر',
    'AED': 'dirham, dirhams, درهم',
    'CNY': 'yuan, renminbi, یوان',
    'IRR': '﷼, rial, rials, riali, ریال, ریالی',
    # No currency of a bank: ten rials.
    'IRT': 'toman, tomans, tomanów, تومان, تومانی',
}
#: Columns of a table without a header.
POSITIONS = (CODE, NAME, QUANTITY, PRICE, COST)
POSITIONS_WITHOUT_NAME = (CODE, QUANTITY, PRICE, COST)

MAX_ROWS = 2000
#: Of a sheet, empty ones included.
MAX_SHEET_ROWS = 10_000
MAX_CELLS = 50
#: A header stands in the first rows: above it people write titles.
MAX_TITLES = 10
MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
#: Larger numbers are no quantity and no price, and floats would lose their units.
MAX_NUMBER = 1e12

DELIMITERS = '\t;,'
LETTERS = str.maketrans({'ي': 'ی', 'ى': 'ی', 'ك': 'ک', 'ة': 'ه', 'ۀ': 'ه', '\u0654': None})
INVISIBLE = dict.fromkeys(
    map(ord, '\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff\xad'), None
)
DECIMAL_SIGNS = '.,٫'
GROUP_SIGNS = "'’٬\u00a0\u202f\u2009 "


class Problem(NamedTuple):
    """Why something cannot be read (a key for the words that the user reads)."""

    reason: str
    value: str | int = ''


class Row(NamedTuple):
    """A line of the table: its number as the user counts, its cells by column."""

    number: int
    cells: dict[str, str]
    #: As it was: what a user corrects.
    source: list[str]


class Table(NamedTuple):
    """What was read: columns by name, the header as it was, rows that are not empty."""

    columns: tuple[str | None, ...]
    header: list[str] | None
    rows: list[Row]

    @property
    def unused(self) -> list[str]:
        """The header's cells that name none of our columns."""
        cells = zip(self.header or (), self.columns, strict=True) if self.header else ()
        return [cell for cell, column in cells if cell and not column]


class Values(NamedTuple):
    """What a row says; None where it says nothing."""

    code: str | None = None
    name: str | None = None
    quantity: float | None = None
    price: float | None = None
    cost: float | None = None


# ------------------------------------------------------------
# TEXT
# ------------------------------------------------------------


def fold(text: str) -> str:
    """The form in which texts are compared: case, spaces, digits and letters of one kind.

    >>> fold(' كد\u200cکالا ۱۲ ')
    'کد کالا 12'
    """
    text = clean(text).translate(LETTERS)
    return ' '.join(plain_digits(text).replace('\u200c', ' ').casefold().split())


def clean(text: str) -> str:
    """``text`` without what one does not see: byte order marks, marks of direction, margins."""
    return ' '.join(unicodedata.normalize('NFC', text).translate(INVISIBLE).split())


def plain_digits(text: str) -> str:
    """Persian, Arabic-Indic and all other decimal digits as 0 to 9."""
    return ''.join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def spellings(text: str) -> set[str]:
    """How a code or name may be written where it is looked up: as it is, with 0 to 9, with the
    letters of Persian keyboards."""
    text = clean(text)
    return {text, plain_digits(text), plain_digits(text).translate(LETTERS)}


# ------------------------------------------------------------
# NUMBERS
# ------------------------------------------------------------


def parse_number(text: str, decimal: str = '.', units: Iterable[str] = ()) -> float | None:
    """The number that a cell shows, or None.

    ``1.234`` and ``1,234`` may be read in two ways: then ``decimal`` tells which.

    :param decimal: the decimal sign of the table or of the user's language
    :param units: what may stand beside the number: the currency's name and symbol

    >>> parse_number('۱٬۲۳۴٫۵'), parse_number('1.234,50'), parse_number('-3')
    (1234.5, 1234.5, -3.0)
    >>> parse_number('1,234'), parse_number('1,234', decimal=',')
    (1234.0, 1.234)
    >>> parse_number('12 zł', units=['zł']), parse_number('12 EUR', units=['zł'])
    (12.0, None)
    """
    sign, digits = _split_number(text, units)
    number = _to_plain(digits, decimal)
    if number is None:
        return None
    value = float(number)
    return sign * value if value <= MAX_NUMBER else None


def decimal_sign(texts: Iterable[str], units: Iterable[str] = ()) -> str | None:
    """The decimal sign that the numbers of a table agree on; None when they do not tell.

    >>> decimal_sign(['1,234', '12,50']), decimal_sign(['1.234.567']), decimal_sign(['1,234', '5'])
    (',', ',', None)
    """
    units = list(units)
    signs = {_telling_sign(_split_number(text, units)[1]) for text in texts} - {None}
    return signs.pop() if len(signs) == 1 else None


def number_text(number: float) -> str:
    """A number as :func:`parse_number` reads it back, whatever the decimal sign of the table.

    >>> number_text(12.0), number_text(12.5), number_text(1.234)
    ('12', '12.5', '1.2340')
    """
    text = f'{number:.10f}'.rstrip('0').rstrip('.')
    text = '0' if text == '-0' else text
    return f'{text}0' if _is_ambiguous(text.lstrip('-')) else text


def _split_number(text: str, units: Iterable[str]) -> tuple[int, str]:
    """Sign and digits, with groups and decimals as they stand."""
    units = list(units)
    sign, digits = _split_sign(_without_units(plain_digits(clean(text).translate(LETTERS)), units))
    return sign, _without_units(digits, units)


def _without_units(text: str, units: Iterable[str]) -> str:
    for unit in sorted(filter(None, units), key=len, reverse=True):
        pattern = re.escape(unit)
        if match := re.fullmatch(rf'{pattern}(.*)|(.*){pattern}', text, re.IGNORECASE):
            return (match[1] if match[2] is None else match[2]).strip()
    return text


def _split_sign(text: str) -> tuple[int, str]:
    """People write minus in three ways, some after the number."""
    text = text.replace('−', '-').replace('–', '-').strip()
    for begin, end in (('-', ''), ('', '-'), ('(', ')')):
        if len(text) > 1 and text.startswith(begin) and text.endswith(end):
            return -1, text[len(begin) : len(text) - len(end)].strip()
    return 1, text.removeprefix('+').strip()


def _to_plain(text: str, decimal: str) -> str | None:
    """``text`` with a point and without groups, or None."""
    sign = _evident_sign(text)
    if sign is None and _is_ambiguous(text):
        sign = decimal if decimal in text else None
    whole, _sign, fraction = text.partition(sign) if sign else (text, '', '')
    whole = _ungroup(whole)
    if whole is None or (fraction and not fraction.isdecimal()) or not whole + fraction:
        return None
    return f'{whole or 0}.{fraction or 0}'


def _ungroup(text: str) -> str | None:
    """The digits of the whole part; groups are of three, or of two before the last (India)."""
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
    """The decimal sign of a number that can be read in one way only, or None."""
    signs = [char for char in text if char in DECIMAL_SIGNS]
    if not signs or _is_ambiguous(text) or any(not _is_numeric(char) for char in text):
        return None
    last = signs[-1]
    return last if signs.count(last) == 1 else None


def _telling_sign(text: str) -> str | None:
    """The decimal sign that a number tells: its own, or the one that its groups leave."""
    if sign := _evident_sign(text):
        return sign
    for group, decimal in (('.', ','), (',', '.')):
        if text.count(group) > 1 and _ungroup(text):
            return decimal
    return None


def _is_ambiguous(text: str) -> bool:
    """Whether a text may be thousands or thousandths: 1.234, 12,345; not 0.123 nor 1234.567."""
    return bool(re.fullmatch(r'[1-9]\d{0,2}[.,]\d{3}', text))


def _is_numeric(char: str) -> bool:
    return char.isdecimal() or char in DECIMAL_SIGNS or char in GROUP_SIGNS


def names_of_currency(*names: str) -> set[str]:
    """All that people call a currency, of which these are some names, as :func:`fold` leaves it.

    Names that several currencies share are each one's: a dollar may be Canadian.

    >>> sorted(names_of_currency('EUR', '€'))
    ['eur', 'euro', 'euros', 'یورو', '€']
    """
    known = {fold(name) for name in names if name}
    return known.union(
        *(words for code, words in _currency_names().items() if known & {code, *words})
    )


# ------------------------------------------------------------
# TABLES
# ------------------------------------------------------------


def read_table(text: str) -> Table | Problem:
    """The rows of a pasted table or of a CSV file.

    :return: the table, or a problem: empty, too long, not a table
    """
    if len(text) > MAX_BYTES:
        return Problem('too_large', MAX_BYTES // 1_000_000)
    try:
        lines = [[clean(cell) for cell in row] for row in _split(text)]
    except csv.Error:
        return Problem('broken_text')
    rows = [(number, row) for number, row in enumerate(lines, start=1) if any(row)]
    if not rows:
        return Problem('empty')
    table = _with_columns(rows)
    if len(table.rows) > MAX_ROWS:
        return Problem('too_many_rows', MAX_ROWS)
    return table if table.rows else Problem('empty')


def write_table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as text that :func:`read_table` reads back.

    A row of one cell is quoted when it could be taken for several.
    """
    out = io.StringIO()
    minimal = csv.writer(out, dialect='excel-tab', lineterminator='\n')
    quoted = csv.writer(out, dialect='excel-tab', lineterminator='\n', quoting=csv.QUOTE_ALL)
    for row in rows:
        alone = len(row) == 1 and any(delimiter in row[0] for delimiter in DELIMITERS)
        (quoted if alone else minimal).writerow(row)
    return out.getvalue()


def columns_of(header: Sequence[str]) -> tuple[str | None, ...] | None:
    """The columns that a header names, None for those that it does not; None for no header.

    One word that happens to be a product's name makes no header: a header names the product and has
    no number.
    """
    words = [fold(cell).rstrip(' :*') for cell in header]
    columns = []
    for word in words:
        column = _column_named(word)
        columns.append(None if column in columns else column)
    known = [column for column in columns if column]
    if not {CODE, NAME} & set(known) or any(parse_number(word) is not None for word in words):
        return None
    return tuple(columns) if len(known) > 1 or len(words) == 1 else None


def values_of(
    table: Table,
    row: Row,
    decimal: str = '.',
    units: Iterable[str] = (),
    ignored: Iterable[str] = (),
    foreign: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Values, list[Problem]]:
    """What a row says, as far as it can be read, and all that is wrong with it.

    :param ignored: columns that are left out, whatever stands in them
    :param foreign: another currency, by column whose header names one
    """
    problems = _problems_of_shape(table, row)
    values = {column: cell for column, cell in row.cells.items() if column not in ignored}
    for column in filter(values.get, NUMBERS):
        text, values[column] = values[column], None
        if column in foreign:
            problems.append(Problem(f'{column}_in_currency', foreign[column]))
        elif (number := parse_number(text, decimal, units)) is None:
            problems.append(Problem(f'{column}_not_a_number', text))
        else:
            values[column] = number
    return Values(**values), problems


def foreign_currencies(
    table: Table, own: Iterable[str], codes: Container[str] = ()
) -> dict[str, str]:
    """The currency that the header names for prices or costs, where it is not the table's own.

    :param own: all names of the own currency (:func:`names_of_currency`)
    :param codes: of all currencies
    :return: dictionary of column to the currency as it stands in the header
    """
    cells = zip(table.columns, table.header or (), strict=False)
    found = {
        column: foreign_currency(cell, own, codes)
        for column, cell in cells
        if column in (PRICE, COST)
    }
    return {column: currency for column, currency in found.items() if currency}


def foreign_currency(header: str, own: Iterable[str], codes: Container[str] = ()) -> str | None:
    """The currency that a header names beside its column, None for the own one or none.

    Codes count in capitals ("all" and "top" are words too), those of :data:`CURRENCIES` in any
    case, and so does whatever has a currency sign.

    >>> foreign_currency('Price [EUR]', ['PLN', 'zł']), foreign_currency('قیمت (ریال)', ['PLN'])
    ('EUR', 'ریال')
    >>> foreign_currency('Cena (zł)', ['PLN', 'zł']), foreign_currency('Price (net)', ['PLN'])
    (None, None)
    """
    own = {fold(name) for name in own if name}
    named = [word for word in _words(header) if word in codes or _names_currency(word)]
    if own & {fold(word) for word in named}:
        return None
    return named[0] if named else None


def number_texts(table: Table) -> list[str]:
    """The cells that hold numbers."""
    return [row.cells[column] for row in table.rows for column in NUMBERS if column in row.cells]


def _problems_of_shape(table: Table, row: Row) -> list[Problem]:
    problems = []
    if any(row.source[len(table.columns) :]):
        problems.append(Problem('too_many_cells'))
    if not row.cells.get(CODE) and not row.cells.get(NAME):
        problems.append(Problem('no_product'))
    return problems


def _column_named(word: str) -> str | None:
    bare = re.sub(r'\s*[(\[].*', '', word)  # "price (EUR)"
    names = _columns_by_name()
    return names.get(word) or names.get(bare) or names.get(_without_currency(bare))


def _without_currency(word: str) -> str:
    """The name of a column without the currency behind it: "price EUR", "cena w zł"."""
    *name, last = re.sub(r'[,;:/–-]', ' ', word).split() or ['']
    if name[1:] and name[-1] in ('in', 'w', 'به'):
        name.pop()
    return ' '.join(name) if _names_currency(last) else word


def _words(text: str) -> list[str]:
    """Words with the currency signs that stand at them."""
    return ''.join(
        char if char.isalnum() or _is_sign(char) else ' ' for char in clean(text)
    ).split()


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) == 'Sc'


def _names_currency(word: str) -> bool:
    names = _currency_names()
    return any(map(_is_sign, word)) or fold(word) in names.keys() | set().union(*names.values())


@functools.cache
def _currency_names() -> dict[str, set[str]]:
    return {fold(code): set(map(fold, words.split(', '))) for code, words in CURRENCIES.items()}


@functools.cache
def _columns_by_name() -> dict[str, str]:
    return {fold(word): column for column, words in HEADERS.items() for word in words.split(', ')}


def _split(text: str) -> Iterator[list[str]]:
    delimiter = _delimiter_of(text)
    return csv.reader(
        io.StringIO(text.replace('\r\n', '\n').replace('\r', '\n')), delimiter=delimiter
    )


def _delimiter_of(text: str) -> str:
    """TAB, semicolon or comma: the first one that stands in most lines.

    A line that is one quoted cell tells nothing.
    """
    lines = [line for line in text.splitlines()[:100] if line.strip()]
    lines = [line for line in lines if not re.fullmatch(r'"(?:[^"]|"")*"', line)]
    for delimiter in DELIMITERS:
        if sum(delimiter in line for line in lines) * 2 > len(lines):
            return delimiter
    return '\t'


def _with_columns(rows: list[tuple[int, list[str]]]) -> Table:
    for place, (_number, cells) in enumerate(rows[:MAX_TITLES], start=1):
        if columns := columns_of(cells):
            return Table(columns, cells, _make_rows(rows[place:], columns))
    columns = _positions_of([cells for _number, cells in rows])
    return Table(columns, None, _make_rows(rows, columns))


def _positions_of(rows: list[list[str]]) -> tuple[str, ...]:
    """Without a header: code, name, quantity, price, cost; or no name, when the second column
    holds numbers."""
    second = [row[1] for row in rows if len(row) > 1 and row[1]]
    numbers = sum(parse_number(cell) is not None for cell in second)
    return POSITIONS_WITHOUT_NAME if numbers * 2 > len(second) else POSITIONS


def _make_rows(rows: list[tuple[int, list[str]]], columns: tuple[str | None, ...]) -> list[Row]:
    return [
        Row(
            number,
            {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell},
            cells,
        )
        for number, cells in rows
    ]


# ------------------------------------------------------------
# FILES
# ------------------------------------------------------------


def read_file(content: bytes, encoding: str = 'cp1250') -> str | Problem:
    """The table of an XLSX or CSV file as text for :func:`read_table`.

    :param encoding: of a CSV file that is not Unicode
    """
    if len(content) > MAX_BYTES:
        return Problem('too_large', MAX_BYTES // 1_000_000)
    if content.startswith(b'PK'):
        return _read_xlsx(content)
    if content.startswith(b'\xd0\xcf\x11\xe0'):
        return Problem('old_excel')
    return _decode(content, encoding)


def _decode(content: bytes, encoding: str) -> str | Problem:
    if content.startswith((b'\xff\xfe', b'\xfe\xff')):
        encodings = ['utf-16']
    else:
        encodings = ['utf-8-sig', encoding]
    for candidate in encodings:
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        return Problem('broken_file') if '\0' in text else text
    return Problem('broken_file')


def _read_xlsx(content: bytes) -> str | Problem:
    """The first sheet of a workbook, as far as a table may go."""
    # openpyxl raises what its parsers raise: whatever it is, the file cannot be read.
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                return Problem('too_large', MAX_BYTES // 1_000_000)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        cells = sheet.iter_rows(max_row=MAX_SHEET_ROWS, max_col=MAX_CELLS, values_only=True)
        rows = [[_cell_text(value) for value in row] for row in cells]
    except Exception:
        return Problem('broken_file')
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((i for row in rows for i, cell in enumerate(row, start=1) if cell), default=0)
    return write_table(row[:width] for row in rows)


def _cell_text(value) -> str:
    if value is None:
        return ''
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number_text(value)
    return str(value)
