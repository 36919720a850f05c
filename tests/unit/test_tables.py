"""Tables that users paste or upload."""

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sales_deals.tools.pricing import tables
from sales_deals.tools.pricing.tables import (
    Problem,
    columns,
    currencies,
    headers,
    numbers,
    rows,
    splitting,
    texts,
)

cells = st.text(st.characters(blacklist_categories=("Cs", "Cc"))).map(texts.clean)


def values(text: str, **options) -> list:
    """Return the values of each row, or its problems."""
    table = tables.read_table(text)
    read = [tables.values_of(table, row, **options) for row in table.rows]
    return [problems or values for values, problems in read]


@pytest.mark.parametrize("module", [tables, columns, currencies, numbers, rows, splitting, texts])
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


# Numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("0,125", 0.125),
        (".5", 0.5),
        ("1234,567", 1234.567),
        ("1 234,56", 1234.56),
        ("1\u00a0234,56", 1234.56),
        ("1\u202f234\u202f567", 1234567),
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1.234.567", 1234567),
        ("1'234.50", 1234.5),
        ("12,34,567.8", 1234567.8),
        ("۱۲٫۵", 12.5),
        ("۱۲/۵", 12.5),
        ("۱٬۲۳۴/۵۰", 1234.5),
        ("١٢/٥", 12.5),
        ("۱،۲۳۴،۵۶۷", 1234567),
        ("-۱۲/۵", -12.5),
        ("۱٬۲۳۴٬۵۶۷", 1234567),
        ("١٢٣", 123),
        ("-5", -5),
        ("−5", -5),
        ("–5", -5),
        ("5,00-", -5),
        ("1.234,50−", -1234.5),
        ("- 1,234.50", -1234.5),
        ("(5)", -5),
        ("+5", 5),
        ("\u200e12\u200f", 12),
    ],
)
def test_number_is_read_as_it_is_shown(text, number):
    assert tables.parse_number(text) == pytest.approx(number)


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "--", "––", "="])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("99,{}", 99),
        ("99, {}", 99),
        ("1 299,{}", 1299),
        ("1.299,{}", 1299),
        ("1.299.{}", 1299),
        ("10.{}", 10),
        ("1'299.{}", 1299),
        ("CHF 10.{}", 10),
        ("10.{}Fr.", 10),
        ("49,{} $", 49),
        ("49:{}", 49),
        ("۹۹٫{}", 99),
        ("-99,{}", -99),
        ("(99,{})", -99),
    ],
)
def test_dash_in_place_of_cents_is_no_minus(text, number, dash):
    units = {"$"} | tables.names_of_currency("CHF")
    assert tables.parse_number(text.format(dash), units=units) == number


DASHES = "49- 49– 49— -.50 –.90 -,5 −٫۵ 10–20 10.-5 –—5 12.50,- ۱۴۰۳/۰۵/۱۲ 12/5 ۱2/5"


@pytest.mark.parametrize("text", ["49 -", "49 –", "– 49", "— 49", "99,- -", "zł-", *DASHES.split()])
def test_dash_that_may_be_no_minus_is_no_number(text):
    assert tables.parse_number(text, units=["zł"]) is None


@given(st.from_regex(r"\d{1,3}([ .']\d{3})?[.,]? ?[-–—−=]{1,2}( zł)?", fullmatch=True))
def test_dash_behind_a_whole_number_never_makes_it_negative(text):
    number = tables.parse_number(text, units=["zł"])
    assert number is None or number >= 0


def test_prices_without_cents_tell_the_decimal_sign():
    assert tables.decimal_sign(["1,234", "99,-"]) == ","
    assert tables.decimal_sign(["1.234", "10.-"]) == "."
    assert tables.decimal_sign(["1.299.-", "12,50"]) == ","


NO_NUMBERS = "- . , abc 12a 1e5 1,2,3 1,2345,678 12,50.3 1/2 =A1 nan inf 1..2 --5 0x10"


@pytest.mark.parametrize("text", ["", "1 23", "5 szt.", *NO_NUMBERS.split()])
def test_what_is_no_number_is_none(text):
    assert tables.parse_number(text) is None


def test_endless_number_is_none():
    assert tables.parse_number("9" * 400) is None


def test_sign_of_the_table_or_the_language_settles_thousands():
    assert tables.parse_number("1.234", decimal=".") == 1.234
    assert tables.parse_number("1.234", decimal=",") == 1234
    assert tables.parse_number("1,234", decimal=".") == 1234
    assert tables.parse_number("1,234", decimal=",") == 1.234


def test_groups_tell_the_decimal_sign():
    assert tables.decimal_sign(["1,234,567", "5"]) == "."
    assert tables.decimal_sign(["1.234.567", "5"]) == ","


def test_numbers_that_disagree_tell_no_decimal_sign():
    assert tables.decimal_sign(["12,50", "12.50"]) is None


@pytest.mark.parametrize("text", ["12,50 zł", "zł 12,50", "12,50 PLN", "pln12,50", "-12,5 zł"])
def test_the_currency_may_stand_beside_a_price(text):
    assert abs(tables.parse_number(text, units=["PLN", "zł"])) == 12.5


def test_another_currency_is_no_number():
    assert tables.parse_number("12,50 EUR", units=["PLN", "zł"]) is None
    assert tables.parse_number("$12.50", units=["PLN", "zł"]) is None


@given(st.floats(-1e9, 1e9), st.sampled_from(".,"))
def test_written_number_is_read_back(number, decimal):
    read = tables.parse_number(tables.number_text(number), decimal)
    assert read == pytest.approx(number, abs=1e-9)


def test_zero_is_written_without_a_sign():
    assert tables.number_text(-0.0) == tables.number_text(-1e-12) == "0"


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from("., '٬\u00a0"))
def test_grouped_number_is_read_back(whole, cents, group):
    decimal = "," if group == "." else "."
    text = f"{whole:,}".replace(",", group) + f"{decimal}{cents:02}"
    assert tables.parse_number(text) == pytest.approx(whole + cents / 100)


@given(st.text())
def test_no_text_makes_the_parser_fail(text):
    number = tables.parse_number(text, units=["zł", "("])
    assert number is None or abs(number) <= numbers.MAX_NUMBER
    tables.decimal_sign([text])


# Columns


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Product code;Name;Quantity;Price;Cost", headers.COLUMNS),
        ("QTY;SKU;Unit price (EUR)", ("quantity", "code", "price")),
        ("Kod towaru;Nazwa;Ilość;Cena netto;Koszt", headers.COLUMNS),
        ("Lp.;Kod kreskowy;Szt.;Cena jedn.", (None, "code", "quantity", "price")),
        ("کد کالا;نام کالا;تعداد;قیمت واحد;بهای تمام\u200cشده", headers.COLUMNS),
        ("كد محصول;شرح;مقدار;فی", ("code", "name", "quantity", "price")),
        ("Code;Price;Price", ("code", "price", None)),
        ("\ufeffCode;Quantity", ("code", "quantity")),
        ("Code:;Quantity *;Price :", ("code", "quantity", "price")),
        ("Indeks;Ilość szt.;Cena j. netto", ("code", "quantity", "price")),
        ("Artikel-Nr.;Bezeichnung;Menge (Stk.);E-Preis", ("code", "name", "quantity", "price")),
        ("Réf.;Désignation;Qté (pièces);P.U. HT", ("code", "name", "quantity", "price")),
    ],
)
def test_header_is_recognised(header, expected):
    table = tables.read_table(f"{header}\nA-1;B;1;2;3\n")
    assert table.columns[: len(expected)] == expected
    assert not any(table.columns[len(expected) :])
    assert len(table.rows) == 1
    assert not table.unclear


def test_one_word_among_others_makes_no_header():
    table = tables.read_table("Code;Window frame\nA;B")
    assert (table.header, table.columns, len(table.rows)) == (None, headers.COLUMNS, 2)
    assert tables.read_table("Code\nA").header == ["Code"]


def test_header_names_columns_that_are_not_used():
    table = tables.read_table("Kod;Rabat;Ilość;Wartość\nA;10;1;5")
    assert table.unused == ["Rabat", "Wartość"]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Price", "price"),
        ("Price (per pc.)", "price"),
        ("Cena (za szt.)", "price"),
        ("Preis pro Stück (CHF)", "price"),
        ("Prix unitaire (€)", "price"),
        ("قیمت (هر عدد)", "price"),
        ("Price (USD/pc)", "price"),
        ("Unit price - EUR", "price"),
        ("Price/pc", "price"),
        ("unit_price", "price"),
        ("Cena/szt.", "price"),
        ("Cena zł/szt.", "price"),
        ("Preis EUR/Stück", "price"),
        ("Prix €/pièce", "price"),
        ("قیمت هر واحد", "price"),
        ("Cena netto zł/szt.", "price_net"),
        ("Cena brutto za szt.", "price_gross"),
        ("Cena (netto)", "price_net"),
        ("Cena netto, zł", "price_net"),
        ("Net price", "price_net"),
        ("Unit price [excl. VAT]", "price_net"),
        ("Price w/o tax", "price_net"),
        ("Einzelpreis (exkl. MwSt.)", "price_net"),
        ("Netto-Preis", "price_net"),
        ("Preis netto (EUR)", "price_net"),
        ("Prix unitaire HT", "price_net"),
        ("P.U. (H.T.)", "price_net"),
        ("قیمت (بدون مالیات)", "price_net"),
        ("Cena (brutto)", "price_gross"),
        ("Cena brutto [PLN]", "price_gross"),
        ("Cena jedn. (brutto, zł)", "price_gross"),
        ("CENA BRUTTO", "price_gross"),
        ("Unit price (incl. VAT)", "price_gross"),
        ("Price (VAT included)", "price_gross"),
        ("Price incl. tax", "price_gross"),
        ("Gross price", "price_gross"),
        ("Bruttopreis", "price_gross"),
        ("Verkaufspreis (inkl. MwSt.)", "price_gross"),
        ("Prix TTC", "price_gross"),
        ("Prix unitaire (T.T.C.)", "price_gross"),
        ("قیمت (با مالیات)", "price_gross"),
        ("قیمت با احتساب مالیات", "price_gross"),
    ],
)
def test_header_tells_whether_prices_are_with_tax(header, role):
    table = tables.read_table(f"Code;{header}\nA;1")
    assert (table.price_role, table.columns, table.unclear) == (role, ("code", "price"), {})


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Price (old)", "price"),
        ("Price (per 100 pcs)", "price"),
        ("Price (100)", "price"),
        ("Price (all taxes)", "price"),
        ("Price (net/gross)", "price"),
        ("Price per 100", "price"),
        ("Old price", "price"),
        ("Total price", "price"),
        ("Cena (stara)", "price"),
        ("Cena (za 100 szt.)", "price"),
        ("Cena katalogowa", "price"),
        ("Preis (alt)", "price"),
        ("Preis / 100 Stück", "price"),
        ("Preis/100", "price"),
        ("Price 1", "price"),
        ("Prix (ancien)", "price"),
        ("قیمت (قدیم)", "price"),
        ("Cost (incl. VAT)", "cost"),
        ("Koszt (brutto)", "cost"),
        ("Qty (in stock)", "quantity"),
        ("Stock qty", "quantity"),
        ("Ilość (na stanie)", "quantity"),
        ("Ilość w opakowaniu", "quantity"),
        ("Ilość/opak.", "quantity"),
        ("Qty/box", "quantity"),
        ("Cena/op.", "price"),
        ("Menge (Lager)", "quantity"),
        ("Quantité (stock)", "quantity"),
        ("تعداد (موجودی)", "quantity"),
        ("Code (old)", "name"),
    ],
)
def test_header_that_says_more_is_asked_for(header, column):
    text = f"Code;{header};Name\nA;1;B" if column != "name" else f"{header};Name;Qty\nA;B;1"
    table = tables.read_table(text)
    assert table.unclear == {header: "code" if column == "name" else column}
    key = table.keys[table.header.index(header)]
    for role in (column, ""):
        chosen = tables.read_table(text, {key: role})
        assert not chosen.unclear
        assert chosen.roles[table.header.index(header)] == (role or None)


def test_header_that_says_more_is_not_asked_for_where_another_says_what_it_is():
    table = tables.read_table(
        "Code;Qty (in stock);Qty (ordered);Price (old);Price;Price (gross)\nA;9;1;8;2;3"
    )
    assert table.rows[0].cells == {"code": "A", "quantity": "1", "price": "2"}
    assert (table.unclear, table.price_role) == ({}, "price")
    assert table.unused == ["Qty (in stock)", "Price (old)", "Price (gross)"]
    assert tables.read_table("Code;Cena brutto;Cena netto\nA;3;2").price_role == "price_net"


def test_columns_that_do_not_matter_are_not_asked_for():
    assert not tables.read_table("Code;Cost (gross)\nA;1", ignored=["cost"]).unclear


def test_user_chooses_columns():
    text = "A;x;3;7;2"
    keys = tables.read_table(text).keys
    table = tables.read_table(text, {keys[2]: "", keys[3]: "price_gross", keys[4]: "quantity"})
    assert table.rows[0].cells == {"code": "A", "name": "x", "price": "7", "quantity": "2"}
    assert table.price_role == "price_gross"
    wide = tables.read_table("A;x;3;7;2;9")
    assert tables.values_of(wide, wide.rows[0])[1] == [Problem("too_many_cells")]
    wide = tables.read_table("A;x;3;7;2;9", {wide.keys[5]: ""})
    assert tables.values_of(wide, wide.rows[0])[1] == []


def test_column_is_chosen_once():
    keys = tables.read_table("A;1;2").keys
    table = tables.read_table("A;1;2", {keys[1]: "price_net", keys[2]: "price_gross"})
    assert table.roles == ("code", "price_net", None, "cost")
    assert tables.read_table("A;1;2", {keys[0]: "nonsense"}).roles[0] is None


def test_titles_above_the_header_are_left_out():
    table = tables.read_table("Price list 2026;;\n;;\nCode;Quantity;Price\nA;1;2\n")
    assert [row.cells for row in table.rows] == [{"code": "A", "quantity": "1", "price": "2"}]
    assert table.rows[0].number == 4


def test_without_a_header_columns_go_by_position():
    assert values("A-1\tWindow\t2\t100,50\t60") == [("A-1", "Window", 2, 100.5, 60)]
    assert values("A-1\t2\t100,50\nA-2\t1\t5") == [
        ("A-1", None, 2, 100.5, None),
        ("A-2", None, 1, 5, None),
    ]
    assert values("A-1\nA-2") == [("A-1", *[None] * 4), ("A-2", *[None] * 4)]


def test_half_a_column_of_numbers_is_a_column_of_names():
    assert values("A-1\t2\nA-2\tWindow") == [
        ("A-1", "2", None, None, None),
        ("A-2", "Window", None, None, None),
    ]


def test_a_name_is_enough_for_a_product():
    assert values("Code;Name\n;Window") == [(None, "Window", None, None, None)]


def test_the_decimal_sign_of_the_table_is_that_of_its_rows():
    assert values("A;1.234\nB;1", decimal=",")[0] == ("A", None, 1234, None, None)
    assert values("A;1,234\nB;1", decimal=",")[0] == ("A", None, 1.234, None, None)


def test_tables_are_written_with_tabs():
    assert tables.write_table([["A", "1;2"], ["B;C"]]) == 'A\t1;2\n"B;C"\n'


@pytest.mark.parametrize("delimiter", "\t;,|")
def test_separators(delimiter):
    text = "A-1,Window,2,9.5".replace(",", delimiter)
    assert values(text) == [("A-1", "Window", 2, 9.5, None)]


def test_quoted_cells_keep_separators_and_lines():
    text = 'code,name,price\nA,"Window, white\n2 panes","1,234.50"'
    assert values(text) == [("A", "Window, white 2 panes", None, 1234.5, None)]


# Quotation marks


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        # A mark that nothing closes is part of the text.
        ('A;"Pipe;1\nB;Door;2\nC;Gate;3', [["A", '"Pipe', "1"], ["B", "Door", "2"]]),
        ('"A;Pipe;1\nB;Door;2', [['"A', "Pipe", "1"], ["B", "Door", "2"]]),
        ('A\t"Pipe\t1\nB\tDoor\t2', [["A", '"Pipe', "1"], ["B", "Door", "2"]]),
        ('A;"Pipe;1\nB;"Door;2', [["A", '"Pipe', "1"], ["B", '"Door', "2"]]),
        ('A;"5" pipe;1\nB;19" screen;2', [["A", '"5" pipe', "1"], ["B", '19" screen', "2"]]),
        ('A;""Best"" pipe;1\nB;"";2', [["A", '""Best"" pipe', "1"], ["B", "", "2"]]),
        ('A;Pipe 3/4";1\nB;Pipe 1";2', [["A", 'Pipe 3/4"', "1"], ["B", 'Pipe 1"', "2"]]),
        ('A;"Pipe\nB;Door\n', [["A", '"Pipe'], ["B", "Door"]]),
        # As spreadsheets write them.
        ('A;"19"" screen; flat";1\nB;"a ""b""";2', [["A", '19" screen; flat', "1"]]),
        ('A, "White, tall", 1\nB, "x" ,2', [["A", "White, tall", "1"], ["B", "x", "2"]]),
        ('A;"White\n2 panes";1\nB;x;2', [["A", "White 2 panes", "1"], ["B", "x", "2"]]),
        ('A;"";1\nB;"""";2', [["A", "", "1"], ["B", '"', "2"]]),
    ],
)
def test_quotation_mark_takes_in_no_other_row(text, sources):
    table = tables.read_table(text)
    assert [row.source for row in table.rows][: len(sources)] == sources
    assert not any(row.is_doubtful for row in table.rows)


@pytest.mark.parametrize(
    "text",
    [
        'A;"Pipe;1;5\nB;Pipe 19";2;6\nC;x;3;7',
        'A;"Pipe;1;5\nX;Door;1;4\nB;Pipe 19";2;6\nC;x;3;7',
        'A,"Pipe,1\nB,Pipe 19",2,6\nC,x,3,7',
        'A\t"Pipe\t1 szt.\t5\nB\tPipe 19"\t2\t6\nC\tx\t3\t7',
    ],
)
def test_rows_between_two_marks_that_may_not_belong_together_are_asked_for(text):
    first, second = values(text)
    assert first[0] == Problem("several_rows")
    assert second.quantity == 3


def test_cells_of_several_lines_with_numbers_are_no_rows():
    text = 'code,name,quantity,price\nA,"White, 120 x 140\n2 panes, oak, 3, x",5,"1,234.50"\n'
    assert values(text) == [("A", "White, 120 x 140 2 panes, oak, 3, x", 5, 1234.5, None)]


@given(
    st.lists(st.lists(st.text('a1" ;', max_size=4), min_size=1, max_size=2), min_size=1, max_size=5)
)
def test_no_row_disappears(given_rows):
    text = "\n".join(";".join([*row, "1"]) for row in [*given_rows, ["end"]])
    table = tables.read_table(text)
    assert table.total == len(text.split("\n")) or any(row.is_doubtful for row in table.rows)
    assert table.total == len(table.rows) + table.headings + table.empty


def test_rows_add_up():
    table = tables.read_table('Offer;;\n\nCode;Qty;Price\nA;1;2\n;;\nB;"1;2\n\nC;1;2\n')
    assert (table.total, len(table.rows), table.headings, table.empty) == (8, 3, 2, 3)


# Delimiters


@pytest.mark.parametrize(
    ("text", "second"),
    [
        # Cells of several lines whose text has other delimiters.
        ('Code;Name;Qty\nA;"White, tall,\nof oak, and\nglass, too";1\nB;x;2', "x"),
        ('Code,Name,Qty\nA,"White; tall;\noak; glass",1\nB,"x; y",2', "x; y"),
        ('Code\tName\tQty\nA\t"White; a, b\nc; d, e"\t1\nB\tx; y, z\t2', "x; y, z"),
        ('Code,Name,Qty\nA,"a; b",1\nB,"c; d",2', "c; d"),
        ('Code,Name,Qty\nA,"a | b",1\nB,"c | d",2', "c | d"),
        # Bars, as in text files and chats.
        ("Code|Name|Qty\nA|x|1\nB|y, z|2", "y, z"),
        ("| Code | Name | Qty |\n|---|:--|--:|\n| A | x | 1 |\n| B | y; z | 2 |", "y; z"),
        (" Code | Name | Qty\n------+------+-----\n A    | x    | 1\n B    | y    | 2", "y"),
        ("+---+---+\n| Code | Name | Qty |\n+---+---+\n| A | x | 1 |\n| B | | 2 |\n+--+", None),
        ("|Qty|Code\n|1|A\n|2|B", None),
        # What Excel is told.
        ("sep=;\nCode;Name;Qty\nA;x, y;1\nB;z, a;2", "z, a"),
        ('"sep=,"\nCode,Name,Qty\nA,x,1\nB,y,2', "y"),
        ("sep=|\r\nCode|Name|Qty\r\nA|x|1\r\nB|y|2\r\n", "y"),
    ],
)
def test_delimiter_is_found(text, second):
    read = values(text)
    assert [(row.code, row.quantity) for row in read] == [("A", 1), ("B", 2)]
    assert read[1].name == second


def test_decimal_commas_do_not_separate_columns():
    assert values("A;2;12,50\nB;1;3,20")[0] == ("A", None, 2, 12.5, None)


def test_line_ends_of_all_systems():
    for end in ("\n", "\r\n", "\r"):
        assert len(values(end.join(["A;1", "", "B;2", ""]))) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A;x", Problem("quantity_not_a_number", "x")),
        ("A;1;12 EUR", Problem("price_not_a_number", "12 EUR")),
        ("A;1;2;-", Problem("cost_not_a_number", "-")),
        (";1;2", Problem("no_product")),
        ("A;1;2;3;4", Problem("too_many_cells")),
    ],
)
def test_row_that_cannot_be_read_says_why(text, problem):
    assert values(f"Z;1;1;1\nY;1;1;1\n{text}")[2] == [problem]


def test_row_with_several_faults_names_them_all():
    table = tables.read_table("Code;Name;Quantity;Price;Cost\n;;x;12 EUR;5;6")
    read, problems = tables.values_of(table, table.rows[0])
    assert problems == [
        Problem("too_many_cells"),
        Problem("no_product"),
        Problem("quantity_not_a_number", "x"),
        Problem("price_not_a_number", "12 EUR"),
    ]
    assert (read.quantity, read.price, read.cost) == (None, None, 5)


def test_columns_may_be_ignored():
    assert values("A;1;2;secret\nB;1;1;1", ignored=["cost"])[0] == ("A", None, 1, 2, None)


# Currencies of columns

ZLOTY = tables.names_of_currency("PLN", "zł", "Zloty")
RIAL = tables.names_of_currency("IRR", "﷼")
CODES = {"PLN", "EUR", "USD", "CAD", "ALL", "NOK", "IRR"}


@pytest.mark.parametrize(
    ("header", "own", "named"),
    [
        ("Price [EUR]", ZLOTY, "EUR"),
        ("Price (€/pc)", ZLOTY, "€"),
        ("Unit price, usd", ZLOTY, "usd"),
        ("Price (NOK)", ZLOTY, "NOK"),
        ("Price (R$)", ZLOTY, "R$"),
        ("Cena (EUR)", ZLOTY, "EUR"),
        ("Cena netto w euro", ZLOTY, "euro"),
        ("قیمت (ریال)", ZLOTY, "ریال"),
        ("قيمت (ريال)", ZLOTY, "ريال"),
        ("قیمت به تومان", RIAL, "تومان"),
        ("Cena (zł/szt.)", RIAL, "zł"),
    ],
)
def test_header_may_name_another_currency(header, own, named):
    assert currencies.foreign_currency(header, own, CODES) == named
    table = tables.read_table(f"Code;{header};Name\nA;1;N\nB;;N")
    foreign = tables.foreign_currencies(table, own, CODES)
    assert foreign == {"price": named}
    first, second = values("Code;Price\nA;1\nB;", foreign=foreign)
    assert first == [Problem("price_in_currency", named)]
    assert second.code == "B"


@pytest.mark.parametrize(
    ("header", "own"),
    [
        ("Price", ZLOTY),
        ("Price (net)", ZLOTY),
        ("Cena (zł)", ZLOTY),
        ("Cena netto PLN", ZLOTY),
        ("Cena [PLN/szt.]", ZLOTY),
        ("Cena (złotych)", ZLOTY),
        ("Price PLN (from EUR)", ZLOTY),
        ("قیمت (ریال)", RIAL),
        ("قيمت (ريال)", RIAL),
        ("قیمت به ریال", RIAL),
        ("Price (dollars)", tables.names_of_currency("CAD", "$")),
        ("Price (US$)", tables.names_of_currency("USD", "$")),
        ("Price (kr.)", tables.names_of_currency("NOK", "kr.")),
    ],
)
def test_header_may_name_its_own_currency_or_none(header, own):
    table = tables.read_table(f"Code;{header}\nA;1")
    assert table.columns == ("code", "price")
    assert tables.foreign_currencies(table, own, CODES) == {}


def test_only_prices_and_costs_have_a_currency():
    table = tables.read_table("Code;Name (EUR);Quantity ($);Cost (EUR)\nA;N;1;2")
    assert tables.foreign_currencies(table, ZLOTY) == {"cost": "EUR"}
    assert tables.foreign_currencies(tables.read_table("A;1;2"), ZLOTY) == {}


def test_price_may_have_its_currency_in_letters_of_other_keyboards():
    assert tables.parse_number("۱۲ ريال", units=RIAL) == 12
    assert tables.parse_number("12 rials", units=RIAL) == 12
    assert tables.parse_number("۱۲ تومان", units=RIAL) is None


@given(st.text())
def test_no_header_makes_the_currencies_fail(text):
    currencies.foreign_currency(text, ZLOTY, CODES)


def test_nothing_is_no_table():
    for text in ("", "  \n\t\n", "Code;Quantity\n"):
        assert tables.read_table(text) == Problem("empty")


def test_long_table_is_refused():
    assert tables.read_table("A\n" * (rows.MAX_ROWS + 1)) == Problem("too_many_rows", 2000)
    assert tables.read_table("A\n" * rows.MAX_ROWS).rows[-1].number == rows.MAX_ROWS
    assert tables.read_table("A" * (rows.MAX_BYTES + 1)) == Problem("too_large", 5)


@given(st.lists(st.lists(cells, min_size=1, max_size=6), max_size=8))
@example([["0;"]])
@example([["0;"], ["a,", "b"], ["1;"]])
def test_written_table_is_read_back(rows):
    table = tables.read_table(tables.write_table(rows))
    if not isinstance(table, Problem) and not table.header:
        assert [row.source for row in table.rows] == [row for row in rows if any(row)]


@given(st.text())
def test_no_text_makes_the_reader_fail(text):
    table = tables.read_table(text)
    if not isinstance(table, Problem):
        for row in table.rows:
            tables.values_of(table, row)


def test_spellings_of_keyboards_and_digits_are_the_same():
    assert tables.fold("  كالاي ۱۲") == tables.fold("کالای 12")
    assert {"۱۲", "12"} <= tables.spellings("۱۲")
