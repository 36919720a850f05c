"""Files that people upload: workbooks and text of many encodings."""

from . import workbooks
from .rows import MAX_BYTES, Problem, write_table

#: Rows of a sheet, empty ones included.
MAX_SHEET_ROWS = 10_000
MAX_CELLS = 50


def read_file(content: bytes, encoding: str = 'cp1250') -> str | Problem:
    """Return the table of an XLSX or CSV file as text for :func:`read_table`.

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
    """Read the first sheet of a workbook, up to the limits of a table."""
    try:
        rows = workbooks.read_sheet(content, MAX_SHEET_ROWS, MAX_CELLS)
    except workbooks.TooLarge:
        return Problem('too_large', MAX_BYTES // 1_000_000)
    except Exception:
        # The parsers raise many kinds of errors; the file is unreadable in each case.
        return Problem('broken_file')
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((i for row in rows for i, cell in enumerate(row, start=1) if cell), default=0)
    return write_table([*row, *[''] * (width - len(row))][:width] for row in rows)
