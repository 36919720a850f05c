"""Workbooks and text files of tables."""

import io
import zipfile

import openpyxl
import pytest

from sales_deals.tools.pricing import tables
from sales_deals.tools.pricing.tables import Problem, files, rows, texts

from .test_tables import values


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_workbook_is_read_with_its_own_numbers():
    content = workbook(["Kod", "Nazwa", "Ilość", "Cena"], ["00123", "Okno", 2, 1.234], [7, None, 1])
    text = tables.read_file(content)
    assert values(text, decimal=",") == [
        ("00123", "Okno", 2, 1.234, None),
        ("7", None, 1, None, None),
    ]


def test_rows_keep_the_numbers_that_the_sheet_shows():
    table = tables.read_table(tables.read_file(workbook(["A", 1], [], ["B", 2], [None], [""])))
    assert [row.number for row in table.rows] == [1, 3]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Ilość".encode(), "cp1250"),
        ("Ilość".encode("utf-8-sig"), "cp1250"),
        ("Ilość".encode("utf-16"), "cp1250"),
        (b"\xfe\xff" + "Ilość".encode("utf-16-be"), "cp1250"),
        ("Ilość".encode("cp1250"), "cp1250"),
        ("Ilość\u200c".encode(), "cp1256"),
    ],
)
def test_text_files_of_many_encodings(content, encoding):
    assert texts.clean(tables.read_file(content, encoding)).rstrip("\u200c") == "Ilość"


def test_text_that_its_encoding_does_not_have_is_refused():
    assert tables.read_file(b"A;\x81", "cp1252") == Problem("broken_file")
    assert tables.read_file(b"\xff\xfeA", "cp1252") == Problem("broken_file")


def test_formulas_without_a_value_are_empty():
    content = workbook(["A", "=1+1", "B"])
    assert [row.source for row in tables.read_table(tables.read_file(content)).rows] == [
        ["A", "", "B"]
    ]


def test_cells_beyond_the_limits_of_a_sheet_are_left_out():
    book = openpyxl.Workbook()
    book.active["A1"] = "A"
    book.active.cell(1, files.MAX_CELLS, "last")
    book.active.cell(1, files.MAX_CELLS + 1, "beyond")
    book.active.cell(files.MAX_SHEET_ROWS, 1, "last row")
    book.active.cell(files.MAX_SHEET_ROWS + 1, 1, "beyond")
    content = io.BytesIO()
    book.save(content)
    text = tables.read_file(content.getvalue())
    assert "last" in text and "last row" in text and "beyond" not in text


def test_an_empty_sheet_is_an_empty_text():
    assert tables.read_file(workbook()) == tables.read_file(workbook([None, ""])) == ""


def test_broken_files_are_refused():
    whole = workbook(["A", 1])
    for content in (whole[:100], whole[:-50], b"PK\x03\x04", b"\x00\x01\x02", zipped("x", b"y")):
        assert tables.read_file(content) == Problem("broken_file")
    assert tables.read_file(b"\xd0\xcf\x11\xe0\xa1").reason == "old_excel"


def test_file_that_unpacks_to_too_much_is_refused():
    bomb = zipped("xl/worksheets/sheet1.xml", b" " * (files.MAX_UNPACKED + 1))
    assert len(bomb) < rows.MAX_BYTES
    assert tables.read_file(bomb) == Problem("too_large", 5)
    assert str(tables.read_file(bomb).value) == "5"
    assert tables.read_file(b"A" * (rows.MAX_BYTES + 1)) == Problem("too_large", 5)


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()
