"""A sheet of an XLSX workbook, in bounded time and memory.

Libraries also read styles, names and links, which nobody needs here and of which a small file may
have millions; and whole rows, however long. Only five kinds of parts are read: the lists of parts,
the workbook's list of sheets, the sheet, the texts that its cells share, and of the styles what
they make of numbers.
"""

import functools
import io
import posixpath
import re
import zipfile
from collections.abc import Container
from typing import NamedTuple
from xml.parsers import expat

from .formats import show
from .numbers import DITTO, number_text, parse_number

#: Bytes of all parts, unpacked.
MAX_UNPACKED = 40_000_000
#: Different names of a part's elements and attributes, and levels of nesting.
MAX_NAMES = 1_000
MAX_DEPTH = 50
#: Bytes of a tag or a text: of an attribute, Excel's longest cell or its longest formula.
MAX_PIECE = 500_000
#: Characters of all cells.
MAX_TEXT = 5_000_000
#: Sheets that may be chosen from.
MAX_SHEETS = 100
#: Merged cells, and cells below the first ones of them.
MAX_MERGED, MAX_COVERED = 10_000, 100_000
#: What a cell shows that has a formula without a result.
FORMULA = '=?'
#: A value, text or formula; and merged cells.
FILLED = re.compile(rb'<(?:\w+:)?[vtf][ >/]')
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
BOOLEANS = {'0': 'FALSE', '1': 'TRUE'}
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class TooLarge(Exception):
    """A workbook is beyond a limit."""


class TooWide(TooLarge):
    """A sheet has values in columns that are not read."""


class TooLong(TooLarge):
    """A sheet has values in rows that are not read."""


class _Enough(Exception):
    """What follows in a part is not needed."""


class _Link(NamedTuple):
    """An entry of a part's list of others: the last word of its type, and the other's path."""

    kind: str
    path: str


def sheet_names(content: bytes) -> list[str]:
    """Return the names of the sheets that are shown and have cells with something in them."""
    with _open(content) as archive:
        sheets = _find_sheets(archive)
        filled: dict[str, bool] = {}
        for path in sheets.values():
            if path not in filled:
                data = _unpack(archive, path)
                filled[path] = bool(FILLED.search(data)) or data.startswith((b'\xff', b'\xfe'))
        return [name for name, path in sheets.items() if filled[path]]


def read_sheet(
    content: bytes, max_rows: int, max_columns: int, name: str | None = None
) -> list[list[str]]:
    """Return the texts of a sheet's cells, from the first row and column on.

    Whatever a broken file raises in :mod:`zipfile` or the parser is let through.

    :param max_rows: rows that are read, empty ones included
    :param name: of the sheet; by default the first one that is shown
    :raise TooLarge: when the file is beyond a limit of this module
    """
    with _open(content) as archive:
        sheets = _find_sheets(archive)
        links = _links(archive, _find_book(archive)).values()
        by_kind = {link.kind: link.path for link in reversed(links)}
        styles = _Styles()
        if 'styles' in by_kind and by_kind['styles'] in archive.NameToInfo:
            styles.parse(_unpack(archive, by_kind['styles']))
        data = _unpack(archive, sheets[name] if name else next(iter(sheets.values())))
        sheet = _Sheet(max_rows, max_columns, styles.get_formats())
        sheet.parse(data)
        if sheet.end and FILLED.search(data, sheet.end):
            raise TooLong
        texts = _SharedTexts(sheet.shared)
        if 'sharedStrings' in by_kind and sheet.shared:
            texts.parse(_unpack(archive, by_kind['sharedStrings']))
        rows = sheet.get_rows(texts.found)
    _fill_merged(rows, data)
    return rows


def _open(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        raise TooLarge
    return archive


def _find_book(archive: zipfile.ZipFile) -> str:
    roots = _links(archive, '').values()
    return next(link.path for link in roots if link.kind == 'officeDocument')


def _find_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the paths of the sheets that are shown and may have cells; others are charts."""
    book = _find_book(archive)
    links = _links(archive, book)
    sheets = _Sheets()
    sheets.parse(_unpack(archive, book))
    found = {
        name: links[key].path
        for name, key in sheets.found.items()
        if key in links and links[key].kind == 'worksheet'
    }
    return dict(list(found.items())[:MAX_SHEETS])


def _fill_merged(rows: list[list[str]], data: bytes) -> None:
    """Repeat texts in the cells that they cover below; put a mark in place of numbers.

    A row that has nothing else is left empty: it only makes the one above taller.
    """
    filled = [any(row) for row in rows]
    covered = size = 0
    end = data.rfind(b'sheetData')
    for count, match in enumerate(MERGED.finditer(data, max(end, 0)), start=1):
        column, top, bottom = _column_of(match[1].decode()), int(match[2]), int(match[3])
        covered += max(min(bottom, len(rows)) - top, 0)
        if count > MAX_MERGED or covered > MAX_COVERED:
            raise TooLarge
        first = rows[top - 1] if 0 < top <= len(rows) else []
        text = first[column - 1] if column <= len(first) else ''
        text = DITTO if parse_number(text) is not None else text
        for place in range(top, min(bottom, len(rows))) if text else ():
            if filled[place]:
                size += len(text)
                rows[place] += [''] * (column - len(rows[place]))
                rows[place][column - 1] = rows[place][column - 1] or text
    if size > MAX_TEXT:
        raise TooLarge


def _unpack(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a part; no tag and no text of it is longer than some hundred thousand bytes."""
    member = archive.getinfo(path)
    if member.compress_type not in COMPRESSIONS:
        # Others unpack to any size before zipfile looks at the result.
        raise zipfile.BadZipFile
    data = archive.read(member)
    position = 0
    while position + MAX_PIECE < len(data):
        position = data.rfind(b'<', position + 1, position + MAX_PIECE)
        if position < 0:
            raise TooLarge
    return data


def _links(archive: zipfile.ZipFile, path: str) -> dict[str, _Link]:
    """Return the links of a part, or of the whole file, by their ids."""
    folder, name = posixpath.split(path)
    links = _Links(folder)
    links.parse(_unpack(archive, posixpath.join(folder, '_rels', f'{name}.rels')))
    return links.found


class _Part:
    """A parser of one kind of part; subclasses look at elements by their local names."""

    #: Elements that are looked at.
    max_elements = 10_000

    def __init__(self) -> None:
        self._parser = parser = expat.ParserCreate(namespace_separator=' ')
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._count = self._depth = self._size = 0
        self._pieces: list[str] = []

    def parse(self, data: bytes) -> None:
        """Read the part, in one piece: the parser would begin long tags anew with each."""
        try:
            self._parser.Parse(data, True)
        except _Enough:
            return

    def _refuse(self, *_doctype) -> None:
        """Refuse declarations: of entities, which grow. No spreadsheet writes them."""
        raise TooLarge

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        if (
            self._count > self.max_elements
            or self._depth > MAX_DEPTH
            or len(self._parser.intern) > MAX_NAMES
        ):
            raise TooLarge
        self._begin(name.rpartition(' ')[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._finish(name.rpartition(' ')[2])

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        """Look at an element's beginning."""

    def _finish(self, name: str) -> None:
        """Look at an element's end."""

    def _collect(self, is_wanted: bool) -> None:
        """Collect text from now on, or no more."""
        self._parser.CharacterDataHandler = self._pieces.append if is_wanted else None

    def _take(self) -> str:
        """Return the text that was collected since the last time."""
        text = ''.join(self._pieces)
        self._pieces.clear()
        self._size += len(text)
        if self._size > MAX_TEXT:
            raise TooLarge
        return text


class _Links(_Part):
    """The links of a part to others."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.found: dict[str, _Link] = {}

    def _begin(self, name, attributes):
        if name == 'Relationship':
            path = posixpath.normpath(posixpath.join('/', self._folder, attributes['Target']))
            kind = attributes['Type'].rpartition('/')[2]
            self.found[attributes['Id']] = _Link(kind, path.lstrip('/'))


class _Sheets(_Part):
    """The names of a workbook's sheets that are shown, with the ids by which it links to them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def _begin(self, name, attributes):
        if name == 'sheet' and attributes.get('state', 'visible') == 'visible':
            ids = [value for key, value in attributes.items() if key.endswith(' id')]
            self.found.setdefault(attributes.get('name', ''), *ids[:1] or [''])

    def _finish(self, name):
        if name == 'sheets':
            raise _Enough


class _Styles(_Part):
    """The formats of numbers that cells refer to by their place among the styles."""

    max_elements = 150_000

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[str, str] = {}
        self._used: list[str] = []
        self._is_within = False

    def get_formats(self) -> list[str]:
        """Return the code of each style, '' for one of those that every spreadsheet has."""
        return [self._codes.get(number, '') for number in self._used]

    def _begin(self, name, attributes):
        if name == 'numFmt':
            self._codes[attributes['numFmtId']] = attributes['formatCode']
        elif name == 'cellXfs':
            self._is_within = True
        elif name == 'xf' and self._is_within:
            self._used.append(attributes.get('numFmtId', ''))

    def _finish(self, name):
        if name == 'cellXfs':
            raise _Enough


class _Sheet(_Part):
    """The cells of a sheet."""

    #: A value and a cell, ten thousand rows of thirty.
    max_elements = 600_000

    def __init__(self, max_rows: int, max_columns: int, formats: list[str]) -> None:
        super().__init__()
        self._max_rows, self._max_columns, self._formats = max_rows, max_columns, formats
        #: Where the rows begin that are not read.
        self.end = 0
        #: A number stands for the shared text of that place.
        self._rows: list[list[str | int]] = []
        self._row: list[str | int] = []
        self._column, self._kind, self._style, self._is_formula = 0, '', 0, False
        #: The places of the shared texts that cells have.
        self.shared: set[int] = set()

    def get_rows(self, shared: dict[int, str]) -> list[list[str]]:
        """Return the texts of all cells.

        :param shared: shared texts by place
        """
        size = sum(len(shared.get(cell, '')) for row in self._rows for cell in row)
        if self._size + size > MAX_TEXT:
            raise TooLarge
        return [
            [shared.get(cell, '') if isinstance(cell, int) else cell for cell in row]
            for row in self._rows
        ]

    def _begin(self, name, attributes):
        if name == 'c':
            self._begin_cell(attributes)
        elif name in ('v', 't'):
            if self._column > self._max_columns:
                raise TooWide
            self._collect(self._column > 0)
        elif name == 'f':
            self._is_formula = True
        elif name == 'row':
            self._begin_row(attributes)

    def _finish(self, name):
        if name in ('v', 't'):
            self._collect(False)
        elif name == 'c':
            self._finish_cell()
        elif name == 'sheetData':
            raise _Enough

    def _finish_cell(self):
        if self._pieces:
            self._add(self._take())
        elif self._is_formula and self._kind != 'str' and 0 < self._column <= self._max_columns:
            self._set(FORMULA)

    def _begin_row(self, attributes):
        number = int(attributes.get('r', len(self._rows) + 1))
        if number > self._max_rows:
            self.end = self._parser.CurrentByteIndex
            raise _Enough
        missing = range(len(self._rows), number)
        self._rows += [[] for _row in missing]
        # A row that stands behind later ones has no place.
        self._row = self._rows[-1] if missing else []
        self._column = 0

    def _begin_cell(self, attributes):
        name = attributes.get('r')
        self._column = _column_of(name.rstrip('0123456789')) if name else self._column + 1
        self._kind, self._is_formula = attributes.get('t', 'n'), False
        self._style = int(attributes.get('s', 0))

    def _add(self, value):
        """Set the value of the current cell."""
        if self._kind == 's':
            self.shared.add(int(value))
            self._set(int(value))
        else:
            style = self._style if 0 < self._style < len(self._formats) else -1
            self._set(_text_of(self._kind, value, self._formats[style] if style > 0 else ''))

    def _set(self, text):
        self._row += [''] * (self._column - len(self._row))
        self._row[self._column - 1] = text


class _SharedTexts(_Part):
    """Those of a workbook's shared texts that are wanted."""

    max_elements = 1_000_000

    def __init__(self, wanted: Container[int]) -> None:
        super().__init__()
        self._wanted, self._last = wanted, max(wanted, default=-1)
        self._place = -1
        #: Levels of texts within that tell how Japanese words are pronounced.
        self._hints = 0
        self.found: dict[int, str] = {}

    def _begin(self, name, attributes):
        if name == 'si':
            self._place += 1
            if self._place > self._last:
                raise _Enough
        elif name == 't':
            self._collect(self._place in self._wanted and not self._hints)
        elif name == 'rPh':
            self._hints += 1

    def _finish(self, name):
        if name == 't':
            self._collect(False)
        elif name == 'rPh':
            self._hints -= 1
        elif name == 'si' and self._place in self._wanted:
            self.found[self._place] = self._take()


@functools.lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA.

    >>> _column_of('A'), _column_of('AA'), _column_of('XFD')
    (1, 27, 16384)
    """
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord('A') + 1
    return number


def _text_of(kind: str, value: str, code: str) -> str:
    """Return what a cell of a kind shows; a day is the number that it is stored as.

    :param code: its format, '' for none of its own
    """
    if kind == 'n':
        return show(float(value), code) if code else number_text(float(value))
    return BOOLEANS.get(value, value) if kind == 'b' else value
