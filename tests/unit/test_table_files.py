"""Workbooks and text files of tables."""

import doctest
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.pricing import tables
from sales_deals.tools.pricing.tables import (
    Problem,
    encodings,
    files,
    formats,
    rows,
    texts,
    workbooks,
)
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
    assert tables.read_file(b"\xff\xfeA", "cp1252") == Problem("broken_file")
    assert tables.read_file(b"\xff\0A", "cp1252") == Problem("broken_file")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Kod;Ilość;Cena\nA;1;5 zł", "cp1250"),
        ("Kod;Ilość;Cena\nA;1;5", "cp1250"),
        ("Kod;Nazwa\nA;Okno dachowe, część górna", "cp1250"),
        ("Kod;Ilość\nŻółty;1", "iso8859-2"),
        ("Kod;Ilość\nŻółty;1", "cp852"),
        ("Artikel;Stück;Preis\nGrößer;1;5 €", "cp1252"),
        ("Artikel;Stück\nGrößer;1", "cp850"),
        ("Référence;Désignation;Qté;Prix\nA;Fenêtre à soufflet;1;5 €", "cp1252"),
        ("کد کالا;تعداد\nپنجره;۱".replace("ی", "ي").replace("۱", "1").replace("ک", "ك"), "cp1256"),
        ("Kód;Název\nA;Řezačka žlutá", "cp1250"),
    ],
)
@pytest.mark.parametrize("preferred", ["cp1252", "cp1250", "cp1256"])
def test_letters_tell_the_encoding_whatever_the_user_speaks(text, encoding, preferred):
    assert tables.read_file(text.encode(encoding), preferred) == text


@pytest.mark.parametrize("preferred", ["cp1252", "cp1250"])
def test_language_tells_an_encoding_that_letters_do_not(preferred):
    assert tables.read_file(b"A;tr\xeas", preferred) == b"A;tr\xeas".decode(preferred)


@given(st.binary())
def test_no_bytes_make_the_reader_fail(content):
    assert isinstance(tables.read_file(content), str | Problem)


def styled(*cells) -> bytes:
    """Return a workbook with a row of values and their formats."""
    book = openpyxl.Workbook()
    for place, (value, code) in enumerate(cells, start=1):
        book.active.cell(1, place, value).number_format = code
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (42, "00000", "00042"),
        (42, "00000;-00000", "00042"),
        (123456, "00000", "123456"),
        (5901, "0000000000000", "0000000005901"),
        (42, '"A-"0000', "A-0042"),
        (12345, "00-000", "12-345"),
        (12345, r"00\-000", "12-345"),
        (42.5, "00000", "42.5"),
        (-42, "00000", "-42"),
        (5, "0.00", "5"),
        (1234.5, "#,##0.00", "1234.5"),
        (5, '0" szt."', "5"),
        (5, '#,##0.00\\ "zł"', "5 zł"),
        (5, "#,##0.00\\ [$€-407]", "5 €"),
        (5, "[$CHF] #,##0.00", "5 CHF"),
        (5, '_-* #,##0.00\\ "zł"_-;-* #,##0.00\\ "zł"_-', "5 zł"),
        (5, "$#,##0.00", "5 $"),
        (5, "[$-409]0.00", "5"),
        (5, "[Red]0.00", "5"),
        (0.23, "0%", "0.23"),
        (46000, "yyyy-mm-dd", "46000"),
        (46000, "00-00-0000", "00-04-6000"),
        (1.5, "x" * 1000, "1.5"),
    ],
)
def test_number_shows_the_zeros_and_the_currency_of_its_format(value, code, shown):
    assert tables.read_file(styled((value, code))).strip() == shown


def test_price_in_another_currency_by_its_format_is_asked_for():
    text = tables.read_file(styled(("A", "General"), (1, "0"), (9.5, "0.00\\ [$€-2]")))
    assert values(text, units=["zł"]) == [[Problem("price_not_a_number", "9.5 €")]]
    assert values(text, units=["€"])[0].price == 9.5


def sheets(*given_sheets) -> bytes:
    """Return a workbook of sheets: name, state and cell."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, state, cell in given_sheets:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet["A1"] = cell
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_sheet_of_several_is_asked_for():
    content = sheets(("One", "visible", "1"), ("Empty", "visible", None), ("Two", "visible", "2"))
    assert tables.read_file(content) == tables.Sheets(("One", "Two"))
    assert tables.read_file(content, sheet="Nonsense") == tables.Sheets(("One", "Two"))
    assert tables.read_file(content, sheet="Two") == "2\n"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_not_read(state):
    content = sheets(("Old", state, "old"), ("Empty", "visible", None), ("New", "visible", "new"))
    assert tables.read_file(content) == "new\n"
    assert tables.read_file(content, sheet="Old") == "new\n"


def test_merged_texts_stand_in_each_row_and_numbers_are_asked_for():
    book = openpyxl.Workbook()
    for row in (
        ["Offer", None, None, None],
        ["Code", "Name", "Quantity", "Price"],
        ["A", "White", 2, 5],
        [None, "Blue", None, 6],
        ["B", "Tall", 1, 7],
        [None, None, None, None],
        [4711, None, 1, 7],
        [None, None, 2, 7],
    ):
        book.active.append(row)
    for cells in ("A1:D1", "A3:A4", "C3:C4", "A5:A6", "B5:B6", "C5:C6", "A7:A8"):
        book.active.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    read = values(tables.read_file(content.getvalue()))
    assert read[0] == ("A", "White", 2, 5, None)
    assert read[1] == [Problem("merged", "〃")]
    assert read[2] == ("B", "Tall", 1, 7, None)
    assert read[3] == ("4711", None, 1, 7, None)
    assert read[4] == [Problem("merged", "〃")]
    assert len(read) == 5


def test_codes_that_are_kept_from_becoming_numbers():
    assert values('="00123";2;5')[0].code == "00123"
    assert values('"=""00123""",2,5')[0].code == "00123"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (built._ods(""), Problem("other_kind", "ODS")),
        (b"%PDF-1.7", Problem("other_kind", "PDF")),
        (b"{\\rtf1", Problem("other_kind", "RTF")),
        (b"\xef\xbb\xbf\n<html><table>", Problem("other_kind", "HTML")),
        (b"<?xml version='1.0'?><Workbook>", Problem("other_kind", "XML")),
        (built.archive({"xl/workbook.bin": b""}), Problem("other_kind", "XLSB")),
        (built.archive({"Index/Document.iwa": b""}), Problem("other_kind", "Numbers")),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Problem("encrypted")),
        (b"\xd0\xcf\x11\xe0", Problem("old_excel")),
    ],
)
def test_files_of_other_kinds_are_refused_by_their_names(content, problem):
    assert tables.read_file(content) == problem


def test_examples_in_the_docstrings():
    for module in (encodings, formats, workbooks):
        assert doctest.testmod(module).failed == 0


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


def test_formulas_without_a_result_are_asked_for():
    text = tables.read_file(workbook(["A", "=1+1", "=B1*5"]))
    assert values(f"Code;Quantity;Price\n{text}".replace(";", "\t"))[0] == [
        Problem("formula", "=?"),
        Problem("formula", "=?"),
    ]
    empty = '<row><c t="str"><f>""</f><v></v></c><c><f>A1</f><v>2</v></c></row>'
    assert tables.read_file(built.workbook(sheet=built.sheet(empty))) == "\t2\n"


def test_cells_beyond_the_limits_of_a_sheet_are_said():
    def beyond(row, column):
        book = openpyxl.Workbook()
        book.active["A1"] = "A"
        book.active.cell(row, column, "last")
        content = io.BytesIO()
        book.save(content)
        return tables.read_file(content.getvalue())

    assert "last" in beyond(files.MAX_SHEET_ROWS, files.MAX_CELLS)
    assert beyond(1, files.MAX_CELLS + 1) == Problem("too_wide", files.MAX_CELLS)
    assert beyond(files.MAX_SHEET_ROWS + 1, 1) == Problem("too_long", files.MAX_SHEET_ROWS)


def test_empty_rows_below_the_limit_are_none():
    formatted = '<row r="1"><c><v>1</v></c></row><row r="99999"><c s="1"/></row>'
    content = built.workbook(sheet=built.sheet(formatted, after="<mergeCells/>"))
    assert tables.read_file(content) == "1\n"


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
