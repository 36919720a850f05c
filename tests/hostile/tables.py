"""Tables as a hostile colleague or supplier may make them: each is small, and much when read."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

MANY = 1_000_000
#: The most that may be uploaded; what follows just stays below it.
LARGEST = 5_000_000

TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
<Override PartName="/xl/styles.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
{}</Types>"""
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROOT = f"""<Relationships {RELS}><Relationship Id="r1" Type="{LINK}/officeDocument"
 Target="xl/workbook.xml"/>{{}}</Relationships>"""
LINKS = f"""<Relationships {RELS}>
<Relationship Id="r1" Type="{LINK}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="{LINK}/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="r3" Type="{LINK}/styles" Target="styles.xml"/>{{}}</Relationships>"""
BOOK = f"""<workbook {MAIN} xmlns:r="{LINK}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>{{}}
</sheets>{{}}</workbook>"""
STYLES = f"""<styleSheet {MAIN}>{{}}<fonts><font/></fonts><fills><fill/></fills><borders><border/>
</borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>{{}}</cellXfs></styleSheet>"""
FIRST_ROW = '<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="s"><v>0</v></c></row>'


@dataclass(frozen=True)
class Hostile:
    """A file, made when it is asked for: together they are large."""

    name: str
    make: Callable[[], bytes]

    def __str__(self) -> str:
        return self.name


def archive(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def sheet(rows: str = FIRST_ROW, before: str = "", after: str = "") -> str:
    """Return a sheet's part."""
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def shared(items: str = "<si><t>shared</t></si>") -> str:
    """Return the part of shared texts."""
    return f"<sst {MAIN}>{items}</sst>"


def workbook(method: int = zipfile.ZIP_DEFLATED, **parts: str | bytes) -> bytes:
    """Return a small workbook, with some parts in place of its own or beside them.

    :param parts: by name: types, root, links, book, sheet, shared, styles; or any path
    """
    whole = {
        "types": TYPES.format(""),
        "root": ROOT.format(""),
        "links": LINKS.format(""),
        "book": BOOK.format("", ""),
        "sheet": sheet(),
        "shared": shared(),
        "styles": STYLES.format("", ""),
        **parts,
    }
    return archive({PATHS.get(name, name): part for name, part in whole.items()}, method)


PATHS = {
    "types": "[Content_Types].xml",
    "root": "_rels/.rels",
    "links": "xl/_rels/workbook.xml.rels",
    "book": "xl/workbook.xml",
    "sheet": "xl/worksheets/sheet1.xml",
    "shared": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
}


def _book(name: str, **parts: Callable[[], str | bytes]) -> Hostile:
    return Hostile(name, lambda: workbook(**{key: make() for key, make in parts.items()}))


def _in_sheet(name: str, rows: Callable[[], str], before: str = "", after: str = "") -> Hostile:
    return _book(name, sheet=lambda: sheet(rows(), before, after))


def _beside(name: str, element: str, holder: str, count: int = MANY // 2) -> Hostile:
    """Return a sheet with very many of what stands behind its cells."""
    return _book(name, sheet=lambda: sheet(after=_held(holder, _many(element, count))))


def _many(piece: str, count: int = MANY) -> str:
    return piece * count


def _numbered(piece: str, count: int) -> str:
    return "".join(piece.format(number) for number in range(1, count + 1))


def _held(holder: str, content: str) -> str:
    return f"<{holder}>{content}</{holder}>"


def _wide(attribute: str, count: int) -> str:
    return f"<row {_numbered(attribute, count)}/>"


def _doctype(part: str, declarations: str) -> str:
    return f"<!DOCTYPE x [{declarations}]>{part}"


def _laughs() -> str:
    """Return entities of which the last has a milliard letters."""
    nested = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "aaaaaaaaaa">'
        for n in range(9)
    )
    return _doctype(sheet('<row><c t="inlineStr"><is><t>&e8;</t></is></c></row>'), nested)


def _quadratic() -> str:
    long = f'<!ENTITY e "{"a" * 100_000}">'
    return _doctype(
        sheet(f'<row><c t="inlineStr"><is><t>{"&e;" * 100_000}</t></is></c></row>'), long
    )


def _external() -> str:
    return _doctype(
        sheet('<row><c t="inlineStr"><is><t>&e;</t></is></c></row>'),
        '<!ENTITY e SYSTEM "file:///etc/passwd">',
    )


def _lying(size: int = 100) -> bytes:
    """Return a workbook whose sheet unpacks to more than its header says."""
    content = workbook(sheet=sheet(_many(FIRST_ROW, MANY // 4)))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        real = file.getinfo(PATHS["sheet"]).file_size
    return content.replace(struct.pack("<I", real), struct.pack("<I", size))


def _overlapping(count: int = 90_000) -> bytes:
    """Return an archive in whose directory all entries are the same file."""
    one = archive({"a": b""})
    begin, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    directory = one[begin:end] * count
    closing = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), begin, 0)
    return one[:begin] + directory + closing


def _spaced(count: int = 10_000) -> str:
    """Return rows of fifty cells that all show one long text."""
    cells = '<c t="s"><v>0</v></c>' * 50
    return f"<row>{cells}</row>" * count


def _ods(content: str) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}"><office:body>'
        f"<office:spreadsheet><table:table>{content}</table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": text})


def _cell(text: str) -> str:
    return f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'


def _number(text: str) -> str:
    return f"<row><c><v>{text}</v></c></row>"


def _nested(count: int = MANY) -> str:
    return "<a>" * count + "</a>" * count


WORKBOOKS = [
    # What stands beside the cells.
    _book("styles", styles=lambda: STYLES.format("", _many("<xf/>", 2 * MANY))),
    _book(
        "number_formats",
        styles=lambda: STYLES.format(
            _held("numFmts", _numbered('<numFmt numFmtId="{0}" formatCode="0"/>', MANY // 2)), ""
        ),
    ),
    _book(
        "defined_names",
        book=lambda: BOOK.format(
            "", _held("definedNames", _many('<definedName name="a">b</definedName>'))
        ),
    ),
    _book(
        "sheets",
        book=lambda: BOOK.format(_many('<sheet name="a" sheetId="1" r:id="r1"/>', MANY), ""),
    ),
    _book(
        "links",
        links=lambda: LINKS.format(
            _numbered(f'<Relationship Id="x{{0}}" Type="{LINK}/worksheet" Target="a"/>', MANY // 8)
        ),
    ),
    _book(
        "roots",
        root=lambda: ROOT.format(
            _numbered(f'<Relationship Id="x{{0}}" Type="{LINK}/x" Target="a"/>', MANY // 8)
        ),
    ),
    _book(
        "types",
        types=lambda: TYPES.format(
            _numbered('<Override PartName="/{0}" ContentType="a"/>', MANY // 2)
        ),
    ),
    _book("properties", **{"docProps/core.xml": lambda: _held("a", _many("<b/>"))}),
    _book("theme", **{"xl/theme/theme1.xml": lambda: _held("a", _many("<b/>"))}),
    _beside("merged_cells", '<mergeCell ref="A1:XFD1048576"/>', "mergeCells"),
    _book(
        "merged_columns",
        sheet=lambda: sheet(
            _many('<row><c t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>', 9_999),
            after=_held("mergeCells", _many('<mergeCell ref="A1:A9999"/>', 10_000)),
        ),
    ),
    _book(
        "merged_attribute",
        sheet=lambda: sheet(after=_many("<mergeCell " + "a" * 400_000 + "/>", 80)),
    ),
    _book(
        "formats_long",
        styles=lambda: STYLES.format(
            _held("numFmts", _many(f'<numFmt numFmtId="1" formatCode="{"0" * 400_000}"/>', 80)),
            _many('<xf numFmtId="1"/>', 100_000),
        ),
    ),
    _book(
        "formats_many",
        styles=lambda: STYLES.format(
            _held(
                "numFmts",
                _numbered('<numFmt numFmtId="{0}" formatCode="000000000000000000{0}"/>', 49_000),
            ),
            _numbered('<xf numFmtId="{0}"/>', 49_000),
        ),
        sheet=lambda: sheet(_numbered('<row><c s="{0}"><v>{0}</v></c></row>', 9_999)),
    ),
    _book(
        "sheets_of_one_part",
        book=lambda: BOOK.format(_numbered('<sheet name="{0}" sheetId="1" r:id="r1"/>', 9_000), ""),
        sheet=lambda: sheet(_many(_held("row", "<c><v>1.5</v></c>" * 50), 10_000)),
    ),
    _in_sheet("rows_below", lambda: '<row r="99999"/>' + _many("<row/>", 5 * MANY) + FIRST_ROW),
    _in_sheet("formulas_empty", lambda: _many(_held("row", "<c><f/></c>" * 20), 10_000)),
    _beside("hyperlinks", '<hyperlink ref="A1" location="a"/>', "hyperlinks"),
    _beside("validations", '<dataValidation sqref="A1:XFD1048576"/>', "dataValidations"),
    _beside("breaks", '<brk id="1"/>', "rowBreaks"),
    _beside("unknown", "<b/>", "a", MANY * 5),
    _in_sheet("columns", lambda: FIRST_ROW, before=_many('<col min="1" max="16384"/>', MANY)),
    # Cells.
    _in_sheet("row_of_cells", lambda: _held("row", _many("<c><v>1</v></c>"))),
    _in_sheet("row_of_named_cells", lambda: _held("row", _many('<c r="XFD1"><v>1</v></c>'))),
    _in_sheet("row_of_empty_cells", lambda: _held("row", _many("<c/>", 5 * MANY))),
    _in_sheet("rows", lambda: _many("<row/>", 5 * MANY)),
    _in_sheet("rows_of_cells", lambda: _many("<row><c><v>1</v></c></row>")),
    _in_sheet("filled", lambda: _many(_held("row", "<c><v>1.5</v></c>" * 50), 10_000)),
    _in_sheet("same_row", lambda: _many('<row r="1"><c r="A1"><v>1</v></c></row>')),
    _in_sheet("last_cell", lambda: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    _in_sheet("rows_backwards", lambda: '<row r="9999"/>' + _many('<row r="1"/>')),
    _in_sheet("row_number_long", lambda: f'<row r="{"9" * MANY}"><c><v>1</v></c></row>'),
    _in_sheet("row_number_negative", lambda: '<row r="-5"><c><v>1</v></c></row>'),
    _in_sheet("column_name_long", lambda: f'<row><c r="{"Z" * MANY}1"><v>1</v></c></row>'),
    _in_sheet("column_name_none", lambda: '<row><c r="1"><v>1</v></c><c r="é1"><v>1</v></c></row>'),
    _in_sheet("values_of_a_cell", lambda: _held("row", _held("c", _many("<v>1</v>")))),
    _in_sheet("cell_without_row", lambda: "<c><v>1</v></c>"),
    _in_sheet("dimension", lambda: FIRST_ROW, before='<dimension ref="A1:XFD1048576"/>'),
    _in_sheet("number_long", lambda: _number("9" * 30 * MANY)),
    _in_sheet("number_of_digits", lambda: _many(_number("9" * 5000), 2000)),
    _in_sheet("number_huge", lambda: _many(_number("1e308"), 10_000)),
    _in_sheet("number_endless", lambda: _number("1e999999999") + _number("nan") + _number("inf")),
    _in_sheet("text_long", lambda: _cell("a" * 30 * MANY)),
    _in_sheet("text_of_marks", lambda: _cell("a" + "\u0301\u0327" * 250_000)),
    _in_sheet("texts_of_marks", lambda: _many(_cell("a" + "\u0301\u0327" * 5_000), 100)),
    _in_sheet("formula", lambda: f"<row><c><f>{'(' * 10 * MANY}</f><v>1</v></c></row>"),
    _in_sheet(
        "formulas",
        lambda: _many('<row><c><f t="shared" si="0">A1+1</f><v>1</v></c></row>', MANY // 2),
    ),
    # Shared texts.
    _book("shared_texts", shared=lambda: shared(_many("<si><t>a</t></si>"))),
    _book(
        "shared_texts_wanted",
        shared=lambda: shared(_many("<si><t>a</t></si>")),
        sheet=lambda: sheet('<row><c t="s"><v>999999</v></c></row>'),
    ),
    _book("shared_text_long", shared=lambda: shared(f"<si><t>{'a' * 30 * MANY}</t></si>")),
    _book("shared_text_of_runs", shared=lambda: shared(_held("si", _many("<r><t>a</t></r>")))),
    _book(
        "shared_text_everywhere",
        shared=lambda: shared(f"<si><t>{'a' * 30_000}</t></si>"),
        sheet=lambda: sheet(_spaced()),
    ),
    _book(
        "shared_place_none",
        sheet=lambda: sheet(
            f'<row><c t="s"><v>-1</v></c><c t="s"><v>{"9" * 4000}</v></c></row>'
            f'<row><c t="s"><v>{"9" * 5000}</v></c></row>'
        ),
    ),
    # XML.
    _book("entities", sheet=_laughs),
    _book("entities_quadratic", sheet=_quadratic),
    _book("entity_external", sheet=_external),
    _book("entities_shared", shared=lambda: _doctype(shared(), '<!ENTITY e "a">')),
    _book("entities_of_book", book=lambda: _doctype(BOOK.format("", ""), '<!ENTITY e "a">')),
    _book("nested_sheet", sheet=lambda: sheet(_nested())),
    _book("nested_shared", shared=lambda: shared(_nested())),
    _book("nested_book", book=_nested),
    _book("nested_unclosed", sheet=lambda: sheet("<a>" * 10 * MANY)),
    _in_sheet("attributes", lambda: _wide('a{0}="" ', 2 * MANY)),
    _in_sheet("attribute_long", lambda: f'<row r="{"1" * 30 * MANY}"/>'),
    _in_sheet("names", lambda: _numbered("<a{0}/>", MANY)),
    _in_sheet("namespaces", lambda: _numbered('<a xmlns="{0}"/>', MANY)),
    _in_sheet("prefixes", lambda: _wide('xmlns:a{0}="b" ', 20_000)),
    _in_sheet("comment", lambda: f"<!--{'<' * 30 * MANY}-->"),
    _in_sheet("comments", lambda: _many("<!---->", 5 * MANY)),
    _in_sheet("instruction", lambda: f"<?a {'a' * 30 * MANY}?>"),
    _in_sheet("cdata", lambda: _cell(_many("<![CDATA[a]]>", 2 * MANY))),
    _in_sheet("references", lambda: _cell(_many("&#97;", 5 * MANY))),
    _book("not_closed", sheet=lambda: f"<worksheet {MAIN}><sheetData>" + FIRST_ROW),
    _book("bytes_zero", sheet=lambda: sheet(_cell("\0" * MANY))),
    _book("utf_16", sheet=lambda: sheet(_many(FIRST_ROW, 100_000)).encode("utf-16")),
    _book(
        "not_utf_8",
        sheet=lambda: sheet(_cell("x")).replace("x", "\ud800").encode("utf-8", "surrogatepass"),
    ),
    _book("other_encoding", sheet=lambda: '<?xml version="1.0" encoding="cp037"?>' + sheet()),
    _book("no_such_encoding", sheet=lambda: '<?xml version="1.0" encoding="zip"?>' + sheet()),
    # The archive.
    Hostile("bomb", lambda: workbook(sheet=" " * 1_000 * MANY)),
    Hostile("bomb_unused", lambda: workbook(**{"xl/media/image1.png": bytes(100 * MANY)})),
    Hostile("bomb_bzip2", lambda: workbook(zipfile.ZIP_BZIP2, sheet=" " * 1_000 * MANY)),
    Hostile("bomb_lzma", lambda: workbook(zipfile.ZIP_LZMA, sheet=" " * 1_000 * MANY)),
    Hostile("size_lies", _lying),
    Hostile("size_lies_bzip2", lambda: _lie(zipfile.ZIP_BZIP2)),
    Hostile("size_lies_lzma", lambda: _lie(zipfile.ZIP_LZMA)),
    Hostile("archive_in_archive", lambda: archive({"a.xlsx": workbook()})),
    Hostile("same_entry", _overlapping),
    Hostile("entries", lambda: archive(dict.fromkeys(map(str, range(40_000)), b""))),
    Hostile("truncated", lambda: workbook(sheet=sheet(_many(FIRST_ROW, MANY // 8)))[:-30]),
    Hostile("begins_as_archive", lambda: b"PK\x03\x04" * (LARGEST // 4)),
    Hostile("ends_as_archive", lambda: b"PK" + b"PK\x05\x06" * (LARGEST // 4 - 1)),
    Hostile(
        "outside", lambda: workbook(links=LINKS.replace("worksheets/", "../../../etc/").format(""))
    ),
    Hostile("gzip", lambda: gzip.compress(bytes(1_000 * MANY))),
    Hostile("old_excel", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * (LARGEST // 8)),
    Hostile(
        "ods_of_columns", lambda: _ods('<table:table-cell number-columns-repeated="9999999"/>' * 99)
    ),
    Hostile("ods_of_rows", lambda: _ods(_many("<table:table-row/>"))),
]


def _lie(method: int) -> bytes:
    """Return a workbook whose sheet says that it is small, packed by another method."""
    content = workbook(method, sheet=" " * 1_000 * MANY)
    return content.replace(struct.pack("<I", 1_000 * MANY), struct.pack("<I", 100))


def _filled(piece: str) -> Callable[[], bytes]:
    return lambda: (piece * (LARGEST // len(piece.encode()))).encode()


TEXTS = [
    *(
        Hostile(f"all_{name}", _filled(piece))
        for name, piece in {
            "tabs": "\t",
            "semicolons": ";",
            "commas": ",",
            "quotes": '"',
            "quotes_in_quotes": '"""',
            "quoted_lines": '"a;b"\n',
            "opened_quotes": ';"',
            "opened_lines": '"a;1\n',
            "doubled_quotes": 'a"";',
            "odd_quotes": '"""";"""',
            "rulers": "-----|",
            "bars": "|",
            "lines": "\n",
            "returns": "\r",
            "separators": "\u2028",
            "digits": "9",
            "numbers": "1,",
            "numbers_by_lines": "1;1;1\n",
            "grouped": "1 ",
            "letters": "a",
            "words": "a ",
            "cells": "a;",
            "short_lines": "a\n",
            "cells_of_two": "ab;",
            "minus": "-",
            "brackets": "(",
            "opened": "a(",
            "marks": "\u0301\u0327",
            "lines_of_marks": "a" + "\u0301\u0327" * 500 + "\n",
            "cells_of_marks": "a" + "\u0301\u0327" * 100 + ";",
            "ligatures": "\ufdfa",
            "invisible": "\u200b",
            "directions": "\u202e",
            "hamza": "\u0654",
            "signs": "$",
            "currencies": "zł ",
            "headers": "code;price (EUR);quantity;",
            "header_lines": "code;name;quantity;price;cost\n",
            "formulas": "=1+1;",
            "commands": "=cmd|' /C calc'!A0\n",
        }.items()
    ),
    Hostile("header_of_words", lambda: b"code;price " + b"EUR " * 30_000 + b"\nA;1"),
    Hostile("header_of_currencies", lambda: b"code;price (" + b"a " * 60_000 + b")\nA;1"),
    Hostile("header_repeated", lambda: b"x;" * 100_000 + b"code;" * 500_000 + b"\nA"),
    Hostile("digits_in_rows", lambda: b"A;" + (b"A;" + b"9" * 2_400 + b"\n") * 2_000),
    Hostile("code_of_marks", lambda: b"code;price\n" + ("a" + "\u0301\u0327" * 30_000).encode()),
    Hostile("ruler", lambda: b"|" + b"-" * (LARGEST - 2) + b"x"),
    Hostile("quotes_and_blanks", lambda: b'";' + (b'"' + b" " * 50_000 + b"x;") * 90),
    Hostile("hint", lambda: b"sep=;\n" * (LARGEST // 6)),
    Hostile("lines_within_quotes", lambda: b'"' + b"a;1\n" * 30_000 + b'";1\n'),
    Hostile("quote_open", lambda: b'"' + b"a;b\n" * 1_000_000),
    Hostile("bytes_zero", lambda: bytes(LARGEST)),
    Hostile("zeros_in_cells", lambda: b"a\0;1\n" * 100_000),
    Hostile("utf_16", lambda: b"\xff\xfe" + "a;1\n".encode("utf-16-le") * 500_000),
    Hostile("utf_16_broken", lambda: b"\xff\xfe" + b"\x00\xd8" * 2_000_000),
    Hostile("utf_32", lambda: b"\xff\xfe\0\0" + "a;1\n".encode("utf-32-le") * 200_000),
    Hostile("not_text", lambda: bytes(range(256)) * (LARGEST // 256)),
    Hostile("too_large", lambda: b"a" * 10 * LARGEST),
]
