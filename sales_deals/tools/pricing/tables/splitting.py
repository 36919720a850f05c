"""Texts of tables, split into rows and cells.

Spreadsheets put cells into quotation marks when these hold delimiters, line breaks or quotation
marks, which are doubled then. People and other programs write quotation marks as they are: inches,
names. So a mark begins a quoted cell only where another one ends it, right before the next cell.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

#: In the order in which they are preferred.
DELIMITERS = '\t;|,'
#: Rows by which the delimiter is found.
SAMPLE = 100
#: Letters of a cell, cells of a row: more is no table of products.
MAX_CELL, MAX_COLUMNS = 131_072, 1_000
#: "sep=;", by which Excel is told the delimiter.
HINT = re.compile(r'\ufeff?"?sep=(.)"?\n')
#: What tables of text have between rows: "|---|:-:|" and "-----+-----".
RULER = '-+=:| '
OPENING, MARKS, BLANKS = re.compile(' *"'), re.compile('"+'), re.compile(' *')
#: What may be a quantity or a price, with a unit.
NUMBER = re.compile(r"\W*\d[\d\s.,']*\D{0,5}")


class BrokenTable(Exception):
    """A text that is no table."""


class Record(NamedTuple):
    """A row of the text."""

    #: As they were, without the marks around them.
    cells: list[str]
    #: Whether it is one cell within marks, whose text tells nothing of delimiters.
    is_quoted: bool = False
    #: Whether each line of it looks like a row, if its marks belonged to the text.
    is_doubtful: bool = False
    #: Cells with a mark that another cell seems to close.
    torn: int = 0


def split(text: str) -> Iterator[Record]:
    r"""Yield the rows of a text, empty ones included.

    :raise BrokenTable: when a row or cell is too long for a table

    >>> [record.cells for record in split('"5;x";2\n"Pipe;3\n19" screen;4')]
    [['5;x', '2'], ['"Pipe', '3'], ['19" screen', '4']]
    """
    text = text.replace('\r\n', '\n').replace('\r', '\n').removesuffix('\n')
    if hint := HINT.match(text):
        yield Record([])
        text = text[hint.end() :]
    delimiter = hint[1] if hint and hint[1] != '"' else find_delimiter(text)
    records = _split(text, delimiter)
    yield from _without_frame(records) if delimiter == '|' else records


def find_delimiter(text: str) -> str:
    """Return the delimiter that most rows have, and that leaves the fewest marks within cells."""
    best, fewest = '\t', None
    for delimiter in filter(text.__contains__, DELIMITERS):
        records = _sample(text, delimiter)
        told = [record.cells for record in records if not record.is_quoted]
        if sum(len(cells) > 1 for cells in told) * 2 <= len(told):
            continue
        torn = sum(record.torn for record in records)
        if fewest is None or torn < fewest:
            best, fewest = delimiter, torn
    return best


def _sample(text: str, delimiter: str) -> list[Record]:
    """Return the first rows that have something in them; none when they are too long."""
    try:
        first = list(islice(_split(text, delimiter), SAMPLE))
    except BrokenTable:
        return []
    return [record for record in first if any(record.cells) and not _is_ruler(record.cells)]


def _split(text: str, delimiter: str) -> Iterator[Record]:
    find_end = re.compile(f'[{re.escape(delimiter)}\n]').search
    cells, begin, at, quoted, torn = [], 0, 0, 0, 0
    while at <= len(text):
        cell, end, is_quoted = _read_cell(text, at, delimiter, find_end)
        cells.append(cell)
        quoted += is_quoted
        torn += not is_quoted and cell.count('"') % 2
        if len(cells) > MAX_COLUMNS:
            raise BrokenTable
        if end == len(text) or text[end] == '\n':
            lines = text[begin:end].split('\n') if quoted else ()
            is_doubtful = len(lines) > 1 and _are_rows(lines, delimiter)
            yield Record(cells, quoted == len(cells) == 1, is_doubtful, torn)
            cells, begin, quoted, torn = [], end + 1, 0, 0
        at = end + 1


def _read_cell(text, at, delimiter, find_end):
    """Return the cell that begins at a place, where it ends, and whether it was quoted."""
    if opening := OPENING.match(text, at):
        begin = opening.end()
        close = _find_closing(text, begin)
        end = BLANKS.match(text, close + 1).end()
        if 0 <= close <= begin + MAX_CELL and (text[end : end + 1] or '\n') in (delimiter, '\n'):
            return text[begin:close].replace('""', '"'), end, True
    found = find_end(text, at)
    end = found.start() if found else len(text)
    if end - at > MAX_CELL:
        raise BrokenTable
    return text[at:end], end, False


def _find_closing(text: str, at: int) -> int:
    """Return where the first mark is that is not doubled; -1 where there is none."""
    while marks := MARKS.search(text, at):
        if len(marks[0]) % 2:
            return marks.end() - 1
        at = marks.end()
    return -1


def _are_rows(lines: list[str], delimiter: str) -> bool:
    """Check whether each line looks like a row: of several cells, with a number."""
    return all(any(map(NUMBER.fullmatch, line.split(delimiter)[1:])) for line in lines)


def _without_frame(records: Iterator[Record]) -> Iterator[Record]:
    """Remove the bars around tables of text, and the rulers between their rows."""
    first = list(islice(records, SAMPLE))
    rows = [record.cells for record in first if any(record.cells) and not _is_ruler(record.cells)]
    is_framed = all(
        len(cells) > 2 and not cells[0].strip() and not cells[-1].strip() for cells in rows
    )
    for record in chain(first, records):
        if _is_ruler(record.cells):
            yield Record([])
        else:
            yield record._replace(cells=record.cells[1:-1]) if is_framed else record


def _is_ruler(cells: list[str]) -> bool:
    return any('--' in cell for cell in cells) and not any(cell.strip(RULER) for cell in cells)
