"""The first sheet of an XLSX workbook, in bounded time and memory.

Libraries also read styles, names and links, which nobody needs here and of which a small file may
have millions; and whole rows, however long. Only four kinds of parts are read: the lists of parts,
the workbook's list of sheets, the sheet, and the texts that its cells share.
"""

import functools
import io
import posixpath
import zipfile
from collections.abc import Container
from typing import NamedTuple
from xml.parsers import expat

from .numbers import number_text

#: Bytes of all parts, unpacked.
MAX_UNPACKED = 40_000_000
#: Different names of a part's elements and attributes, and levels of nesting.
MAX_NAMES = 1_000
MAX_DEPTH = 50
#: Bytes of a tag or a text: of an attribute, Excel's longest cell or its longest formula.
MAX_PIECE = 500_000
#: Characters of all cells.
MAX_TEXT = 5_000_000
BOOLEANS = {'0': 'FALSE', '1': 'TRUE'}
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class TooLarge(Exception):
    """A workbook is beyond a limit."""


class _Enough(Exception):
    """What follows in a part is not needed."""


class _Link(NamedTuple):
    """An entry of a part's list of others: the last word of its type, and the other's path."""

    kind: str
    path: str


def read_sheet(content: bytes, max_rows: int, max_columns: int) -> list[list[str]]:
    """Return the texts of the first sheet's cells, from the first row and column on.

    Whatever a broken file raises in :mod:`zipfile` or the parser is let through.

    :param max_rows: rows that are read, empty ones included
    :raise TooLarge: when the file is beyond a limit of this module
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise TooLarge
        roots = _links(archive, '').values()
        book = next(link.path for link in roots if link.kind == 'officeDocument')
        links = _links(archive, book)
        sheet = _Sheet(max_rows, max_columns)
        sheet.parse(_unpack(archive, _first_sheet(archive, book, links)))
        shared = [link.path for link in links.values() if link.kind == 'sharedStrings']
        texts = _SharedTexts(sheet.shared)
        if shared and sheet.shared:
            texts.parse(_unpack(archive, shared[0]))
        return sheet.get_rows(texts.found)


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


def _first_sheet(archive: zipfile.ZipFile, book: str, links: dict[str, _Link]) -> str:
    """Return the path of the first sheet that has cells; others are charts."""
    sheets = _Sheets()
    sheets.parse(_unpack(archive, book))
    found = (links[key] for key in sheets.found if key in links)
    return next(link.path for link in found if link.kind == 'worksheet')


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
    """The ids by which a workbook links to its sheets, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def _begin(self, name, attributes):
        if name == 'sheet':
            self.found += [value for key, value in attributes.items() if key.endswith(' id')]

    def _finish(self, name):
        if name == 'sheets':
            raise _Enough


class _Sheet(_Part):
    """The cells of a sheet."""

    #: A value and a cell, ten thousand rows of thirty.
    max_elements = 600_000

    def __init__(self, max_rows: int, max_columns: int) -> None:
        super().__init__()
        self._max_rows, self._max_columns = max_rows, max_columns
        #: A number stands for the shared text of that place.
        self._rows: list[list[str | int]] = []
        self._row: list[str | int] = []
        self._column, self._kind = 0, ''
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
            self._collect(0 < self._column <= self._max_columns)
        elif name == 'row':
            self._begin_row(attributes)

    def _finish(self, name):
        if name in ('v', 't'):
            self._collect(False)
        elif name == 'c' and self._pieces:
            self._add(self._take())
        elif name == 'sheetData':
            raise _Enough

    def _begin_row(self, attributes):
        number = int(attributes.get('r', len(self._rows) + 1))
        if number > self._max_rows:
            raise _Enough
        missing = range(len(self._rows), number)
        self._rows += [[] for _row in missing]
        # A row that stands behind later ones has no place.
        self._row = self._rows[-1] if missing else []
        self._column = 0

    def _begin_cell(self, attributes):
        name = attributes.get('r')
        self._column = _column_of(name.rstrip('0123456789')) if name else self._column + 1
        self._kind = attributes.get('t', 'n')

    def _add(self, value):
        """Set the value of the current cell."""
        self._row += [''] * (self._column - len(self._row))
        text = int(value) if self._kind == 's' else _text_of(self._kind, value)
        if self._kind == 's':
            self.shared.add(text)
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


def _text_of(kind: str, value: str) -> str:
    """Return what a cell of a kind shows; a day is the number that it is stored as."""
    if kind == 'n':
        return number_text(float(value))
    return BOOLEANS.get(value, value) if kind == 'b' else value
