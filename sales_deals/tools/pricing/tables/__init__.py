r"""Read tables of products that users paste or upload; no ORM.

A table is a list of rows, a row a list of cells, a cell a text. People paste what their spreadsheet
shows, in their language: ``1 234,50``, ``1,234.50`` and ``۱٬۲۳۴٫۵`` are the same number.

>>> table = read_table("Kod;Ilość;Cena\nA-1;2;1 234,50\n")
>>> table.columns
('code', 'quantity', 'price')
>>> table.rows[0].cells
{'code': 'A-1', 'quantity': '2', 'price': '1 234,50'}
>>> parse_number('1 234,50')
1234.5

Unreadable input gives a :class:`Problem` with a reason, or None for a number, never an exception.
"""

from .columns import NUMBERS, column_of
from .currencies import names_of_currency
from .files import Sheets, read_file
from .headers import CODE, COST, GROSS, NAME, NET, PRICE, QUANTITY
from .numbers import decimal_sign, number_text, parse_number
from .rows import (
    Problem,
    Row,
    Table,
    Values,
    foreign_currencies,
    number_texts,
    read_table,
    values_of,
    write_table,
)
from .texts import fold, spellings
