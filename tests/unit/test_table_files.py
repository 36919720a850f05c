"""Workbooks and text files of tables."""

import doctest
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.pricing import tables
from sales_deals.tools.pricing.tables import Problem, files, rows, texts, workbooks
from tests.hostile import tables as built

from .test_tables import values

shown = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20
)
# What begins with this would be written as a formula.
typed = shown.filter(lambda text: not text.startswith("="))
cells = st.none() | typed | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)


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


def test_examples_in_the_docstrings():
    assert doctest.testmod(workbooks).failed == 0


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_cells_are_read_as_another_program_reads_them(given_rows):
    content = workbook(*given_rows)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    expected = [
        [tables.number_text(cell) if isinstance(cell, int | float) else cell for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]
    assert filled(workbooks.read_sheet(content, 100, 100)) == filled(expected)


def filled(sheet) -> dict[tuple[int, int], str]:
    """Return the texts of a sheet by row and column, without empty cells."""
    return {(y, x): text for y, row in enumerate(sheet) for x, text in enumerate(row) if text}


def test_texts_within_cells_and_of_several_pieces():
    inline = '<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>'
    hinted = "<si><r><t>sha</t></r><r><t>red</t></r><rPh><t>hint</t></rPh></si>"
    row = f'<row>{inline}<c t="s"><v>1</v></c><c t="str"><f>A1</f><v>text</v></c></row>'
    content = built.workbook(
        sheet=built.sheet(row), shared=built.shared(f"<si><t>no</t></si>{hinted}")
    )
    assert workbooks.read_sheet(content, 10, 10) == [["inline", "shared", "text"]]


def test_kinds_of_values():
    kinds = {"b": "1", "e": "#N/A", "n": "1E3", "d": "2026-03-21", "str": "00123"}
    row = "".join(f'<c t="{kind}"><v>{value}</v></c>' for kind, value in kinds.items())
    content = built.workbook(sheet=built.sheet(f"<row>{row}</row>"))
    assert workbooks.read_sheet(content, 10, 10) == [
        ["TRUE", "#N/A", "1000", "2026-03-21", "00123"]
    ]


def test_rows_and_cells_keep_their_places():
    sheet = (
        '<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>'
        '<row r="1"><c><v>9</v></c></row><row r="5"><c r="A5"><v>5</v></c></row>'
    )
    content = built.workbook(sheet=built.sheet(sheet))
    assert workbooks.read_sheet(content, 10, 10) == [[], ["", "1", "2"], ["3"], [], ["5"]]


def test_sheet_is_found_by_its_link_whatever_it_is_called():
    links = built.LINKS.replace("worksheets/sheet1", "/xl/worksheets/sheet1").format("")
    chart = built.LINKS.replace("r1", "r9").replace("worksheets/sheet1", "charts/chart1")
    chart = chart.replace("/worksheet", "/chartsheet").partition("\n")[2].partition("\n")[0]
    book = built.BOOK.replace("<sheets>", '<sheets><sheet name="c" sheetId="9" r:id="r9"/>')
    content = built.workbook(
        links=links.replace("</Relationships>", f"{chart}</Relationships>"),
        book=book.format("", ""),
    )
    assert workbooks.read_sheet(content, 10, 10) == [["7", "shared"]]


def test_prefixes_and_strict_workbooks():
    strict = "http://purl.oclc.org/ooxml/"
    sheet = built.sheet().replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    sheet = sheet.replace("http://schemas.openxmlformats.org/", strict)
    root = built.ROOT.format("").replace(
        "http://schemas.openxmlformats.org/officeD", strict + "officeD"
    )
    assert workbooks.read_sheet(built.workbook(sheet=sheet, root=root), 10, 10) == [["7", "shared"]]


def test_no_file_of_the_server_is_read():
    for mention in ("&e;", "%e;"):
        entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        row = f'<row><c t="inlineStr"><is><t>{mention}</t></is></c></row>'
        for part in ("sheet", "shared", "book", "links", "root"):
            content = built.workbook(**{part: entity + built.sheet(row)})
            assert isinstance(tables.read_file(content), Problem)


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
    bomb = zipped("xl/worksheets/sheet1.xml", b" " * (workbooks.MAX_UNPACKED + 1))
    assert len(bomb) < rows.MAX_BYTES
    assert tables.read_file(bomb) == Problem("too_large", 5)
    assert str(tables.read_file(bomb).value) == "5"
    assert tables.read_file(b"A" * (rows.MAX_BYTES + 1)) == Problem("too_large", 5)


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()
