"""Files that people upload: workbooks and text of many encodings."""

from typing import NamedTuple

from . import workbooks
from .columns import read_heading
from .encodings import likely_encodings
from .rows import MAX_BYTES, Problem, write_table
from .splitting import BrokenTable, split

#: Rows and columns of a sheet, empty ones included.
MAX_SHEET_ROWS = 10_000
MAX_CELLS = 250
#: Letters of a text by which its encoding is known.
SAMPLE = 4_000
#: How files begin that are no tables for this module, and what they are.
KINDS = {
    b'PK\x03\x04': {
        b'content.xml': 'ODS',
        b'xl/workbook.bin': 'XLSB',
        b'Index/Document.iwa': 'Numbers',
    },
    b'%PDF': {b'': 'PDF'},
    b'{\\rtf': {b'': 'RTF'},
    b'<': {b'<html': 'HTML', b'<HTML': 'HTML', b'<table': 'HTML', b'<TABLE': 'HTML', b'': 'XML'},
}
OLD_EXCEL, ENCRYPTED = b'\xd0\xcf\x11\xe0', 'EncryptedPackage'.encode('utf-16-le')


class Sheets(NamedTuple):
    """The names of a workbook's sheets, of which one is to be chosen."""

    names: tuple[str, ...]


def read_file(
    content: bytes, encoding: str = 'cp1250', sheet: str | None = None
) -> str | Sheets | Problem:
    """Return the table of an XLSX or CSV file as text for :func:`read_table`.

    :param encoding: of a CSV file that is not Unicode, where its letters do not tell
    :param sheet: the name of the sheet; needed where there are several, which are returned then
    """
    if len(content) > MAX_BYTES:
        return Problem('too_large', MAX_BYTES // 1_000_000)
    if content.startswith(OLD_EXCEL):
        return Problem('encrypted' if ENCRYPTED in content else 'old_excel')
    if kind := _find_kind(content):
        return Problem('other_kind', kind)
    return _read_xlsx(content, sheet) if content.startswith(b'PK') else _decode(content, encoding)


def _find_kind(content: bytes) -> str:
    """Return the kind of a file that is none of those that are read, or ''."""
    begin = content[:1000].removeprefix(b'\xef\xbb\xbf').lstrip()
    for start, marks in KINDS.items():
        if begin.startswith(start):
            return next((kind for mark, kind in marks.items() if mark in content), '')
    return ''


def _decode(content: bytes, encoding: str) -> str | Problem:
    is_utf_16 = content.startswith((b'\xff\xfe', b'\xfe\xff'))
    try:
        text = content.decode('utf-16' if is_utf_16 else 'utf-8-sig')
    except UnicodeDecodeError:
        if is_utf_16:
            return Problem('broken_file')
        candidates = likely_encodings(content, encoding)[:4]
        text = content.decode(max(candidates, key=lambda name: _count_names(content, name)))
    return Problem('broken_file') if '\0' in text else text


def _count_names(content: bytes, encoding: str) -> int:
    """Return how many names of columns the first rows have, in an encoding."""
    text = content[:SAMPLE].decode(encoding)
    try:
        rows = [record.cells for record in split(text)][:5]
    except BrokenTable:
        return 0
    return max(sum(bool(read_heading(cell).role) for cell in row) for row in rows)


def _read_xlsx(content: bytes, sheet: str | None) -> str | Sheets | Problem:
    """Read a sheet of a workbook."""
    try:
        names = workbooks.sheet_names(content)
        if len(names) > 1 and sheet not in names:
            return Sheets(tuple(names))
        rows = workbooks.read_sheet(
            content, MAX_SHEET_ROWS, MAX_CELLS, sheet if sheet in names else next(iter(names), None)
        )
    except workbooks.TooWide:
        return Problem('too_wide', MAX_CELLS)
    except workbooks.TooLong:
        return Problem('too_long', MAX_SHEET_ROWS)
    except workbooks.TooLarge:
        return Problem('too_large', MAX_BYTES // 1_000_000)
    except Exception:
        # The parsers raise many kinds of errors; the file is unreadable in each case.
        return Problem('broken_file')
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((i for row in rows for i, cell in enumerate(row, start=1) if cell), default=0)
    return write_table([*row, *[''] * (width - len(row))][:width] for row in rows)
