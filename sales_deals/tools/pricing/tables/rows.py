"""Tables of text: read, written, and their rows as values."""

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from .columns import NUMBERS, Heading, choose_roles, column_of, headings_of
from .currencies import foreign_currency
from .headers import CODE, COLUMNS, COST, NAME, PRICE, QUANTITY
from .numbers import DITTO, parse_number
from .splitting import DELIMITERS, BrokenTable, split
from .texts import clean, fold

#: Columns of a table without a header.
POSITIONS = COLUMNS
POSITIONS_WITHOUT_NAME = (CODE, QUANTITY, PRICE, COST)

MAX_ROWS = 2000
#: The header is among the first rows: people write titles above it.
MAX_TITLES = 10
MAX_BYTES = 5_000_000
#: Rows of a text, empty ones included, and cells of all rows: more is no table of products.
MAX_LINES = 100_000
MAX_CELLS = 250_000


#: How programs keep a spreadsheet from making a number of a code.
KEPT = re.compile(r'="([^"]*)"')


class Problem(NamedTuple):
    """Why something cannot be read: a key for the message, and what it quotes."""

    reason: str
    value: str | int = ''


class Row(NamedTuple):
    """A row of the table: its number, counted from 1, and its cells by column."""

    number: int
    cells: dict[str, str]
    #: All cells as they were, for the user to correct.
    source: list[str]
    #: Whether several rows may have become one, since a quotation mark is missing.
    is_doubtful: bool = False


class Table(NamedTuple):
    """A table as read: roles of columns, the header as it was, rows that are not empty."""

    #: Of each column, those beyond the header included.
    roles: tuple[str | None, ...]
    header: list[str] | None
    rows: list[Row]
    #: By which choices are remembered, for each column.
    keys: tuple[str, ...] = ()
    #: Places of columns that are within the header, or chosen.
    expected: frozenset[int] = frozenset()
    #: What columns may be of which nobody knows it, by their names.
    unclear: Mapping[str, str] = MappingProxyType({})
    #: Rows before the first one of products: titles and the header.
    headings: int = 0
    #: Empty rows.
    empty: int = 0

    @property
    def columns(self) -> tuple[str | None, ...]:
        """Return the column of each role."""
        return tuple(map(column_of, self.roles))

    @property
    def price_role(self) -> str:
        """Return what prices are: without tax, with tax, or as the products have them."""
        return next((role for role in self.roles if column_of(role) == PRICE), PRICE)

    @property
    def total(self) -> int:
        """Return the number of all rows of the text."""
        return len(self.rows) + self.headings + self.empty

    @property
    def unused(self) -> list[str]:
        """Return the cells of the header that name no known column."""
        cells = zip(self.header or (), self.roles, strict=False)
        return [cell for cell, role in cells if cell and not role]


class Values(NamedTuple):
    """The values of a row; None where it has none."""

    code: str | None = None
    name: str | None = None
    quantity: float | None = None
    price: float | None = None
    cost: float | None = None


def read_table(
    text: str, choices: Mapping[str, str] = MappingProxyType({}), ignored: Iterable[str] = ()
) -> Table | Problem:
    """Read a pasted table or the text of a CSV file.

    :param choices: by keys of columns (:attr:`Table.keys`), the roles that the user has chosen; a
        column of another one is not used
    :param ignored: columns of which it does not matter which they are
    :return: the table, or a problem: empty, too long, not a table
    """
    if len(text) > MAX_BYTES:
        return Problem('too_large', MAX_BYTES // 1_000_000)
    try:
        rows = list(islice(_rows_of(text), MAX_TITLES + MAX_ROWS + 1))
    except BrokenTable:
        return Problem('broken_text')
    if not rows:
        return Problem('empty')
    table = _with_columns(rows, choices)
    if len(table.rows) > MAX_ROWS:
        return Problem('too_many_rows', MAX_ROWS)
    if not table.rows:
        return Problem('empty')
    unclear = {name: role for name, role in table.unclear.items() if role not in ignored}
    return table._replace(unclear=unclear)


def write_table(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as text that :func:`read_table` reads back.

    The cell of a row that has no other is quoted if it could be read as several.
    """
    out = io.StringIO()
    minimal = csv.writer(out, dialect='excel-tab', lineterminator='\n')
    quoted = csv.writer(out, dialect='excel-tab', lineterminator='\n', quoting=csv.QUOTE_ALL)
    for row in rows:
        alone = len(row) == 1 and any(delimiter in row[0] for delimiter in DELIMITERS)
        (quoted if alone else minimal).writerow(row)
    return out.getvalue()


def values_of(
    table: Table,
    row: Row,
    decimal: str = '.',
    units: Iterable[str] = (),
    ignored: Iterable[str] = (),
    foreign: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Values, list[Problem]]:
    """Return the readable values of a row, and all its problems.

    :param ignored: columns to leave out, whatever they contain
    :param foreign: by column, the foreign currency that its header names
    """
    problems = _problems_of_shape(table, row)
    values = {column: cell for column, cell in row.cells.items() if column not in ignored}
    for column, cell in list(values.items()):
        if cell.startswith('=') or cell == DITTO:
            problems.append(Problem('merged' if cell == DITTO else 'formula', cell))
            values[column] = None
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
    """Return the foreign currencies that the header names for prices and costs.

    :param own: all names of the own currency (:func:`names_of_currency`)
    :param codes: of all currencies
    :return: dictionary of column to the currency as written in the header
    """
    cells = zip(table.columns, table.header or (), strict=False)
    found = {
        column: foreign_currency(cell, own, codes)
        for column, cell in cells
        if column in (PRICE, COST)
    }
    return {column: currency for column, currency in found.items() if currency}


def number_texts(table: Table) -> list[str]:
    """Return the cells of all columns that hold numbers."""
    return [row.cells[column] for row in table.rows for column in NUMBERS if column in row.cells]


def _problems_of_shape(table: Table, row: Row) -> list[Problem]:
    problems = []
    if row.is_doubtful:
        problems.append(Problem('several_rows'))
    places = (place for place, cell in enumerate(row.source) if cell)
    if any(place not in table.expected for place in places):
        problems.append(Problem('too_many_cells'))
    if not row.cells.get(CODE) and not row.cells.get(NAME):
        problems.append(Problem('no_product'))
    return problems


def _rows_of(text: str) -> Iterator[Row]:
    """Yield the rows that are not empty, without columns yet.

    :raise BrokenTable: when the text is no table
    """
    count = 0
    for number, record in enumerate(split(text), start=1):
        count += len(record.cells)
        if number > MAX_LINES or count > MAX_CELLS:
            raise BrokenTable
        cells = [clean(KEPT.sub(r'\1', cell)) for cell in record.cells]
        if any(cells):
            yield Row(number, {}, cells, record.is_doubtful)


def _with_columns(rows: list[Row], choices: Mapping[str, str]) -> Table:
    for place, row in enumerate(rows[:MAX_TITLES], start=1):
        if headings := headings_of(row.source):
            return _make_table(headings, row.source, rows, place, choices)
    positions = _positions_of([row.source for row in rows])
    return _make_table([Heading(column) for column in positions], None, rows, 0, choices)


def _positions_of(rows: list[list[str]]) -> tuple[str, ...]:
    """Return the columns of a table without a header.

    Code, name, quantity, price, cost; without name if the second column holds numbers.
    """
    second = [row[1] for row in rows if len(row) > 1 and row[1]]
    numbers = sum(parse_number(cell) is not None for cell in second)
    return POSITIONS_WITHOUT_NAME if numbers * 2 > len(second) else POSITIONS


def _make_table(headings, header, rows, above, choices) -> Table:
    """Make a table of rows, of which the first ones are above those of products."""
    expected = len(headings)
    width = max(expected, *(len(row.source) for row in rows))
    headings = [*headings, *[Heading()] * (width - expected)]
    names = [*(header or ()), *[''] * width][:width]
    keys = tuple(f'{place}:{fold(name[:100])}' for place, name in enumerate(names))
    chosen = {place: choices[key] for place, key in enumerate(keys) if key in choices}
    table = Table(
        tuple(choose_roles(headings, chosen)),
        header,
        [],
        keys,
        frozenset({*range(expected), *chosen}),
        headings=above,
        empty=rows[-1].number - len(rows),
    )
    unclear = {
        name: column_of(heading.role)
        for place, (name, heading) in enumerate(zip(names, headings, strict=True))
        if not heading.is_clear
        and place not in chosen
        and column_of(heading.role) not in table.columns
    }
    named = [row._replace(cells=_cells_of(row, table)) for row in rows[above:]]
    return table._replace(rows=named, unclear=unclear)


def _cells_of(row: Row, table: Table) -> dict[str, str]:
    return {
        column: cell
        for column, cell in zip(table.columns, row.source, strict=False)
        if column and cell
    }
