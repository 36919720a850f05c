"""What the dialogue shows of a table before its rows are added: its columns, as they are in it."""

from odoo import models
from odoo.tools import formatLang

from ...tools.pricing import tables
from . import deal_variant_import  # noqa: F401 (extended below)

#: Rows without a fault that the preview shows; the faulty ones it shows all.
SHOWN_ROWS = 50
#: Columns that it shows, and letters of a cell that is not used.
SHOWN_COLUMNS, SHOWN_LETTERS = 40, 60


class DealVariantImport(models.TransientModel):
    _inherit = 'deal.variant.import'

    def _prepare_preview(self, table, entries):
        """Prepare what the preview shows; the cost for the group only."""
        problem = self._get_problem_of_table(table) if self.text else None
        values = {
            'problem': self._get_problem_message(problem) if problem else '',
            'sheets': self.sheets if isinstance(self.sheets, list) else [],
            'sheet': self.sheet,
            'rows': [],
        }
        if not entries:
            return values
        good = [entry for entry in entries if not entry.faults]
        hidden = {id(entry) for entry in good[SHOWN_ROWS:]}
        shown = [entry for entry in entries if id(entry) not in hidden]
        columns = self._prepare_columns(table)
        return {
            **values,
            'is_clear': not problem,
            'columns': columns[:SHOWN_COLUMNS],
            'hidden_columns': len(columns[SHOWN_COLUMNS:]),
            'roles': self._get_roles(),
            'adds_quantity': tables.QUANTITY not in table.columns,
            'adds_price': tables.PRICE not in table.columns,
            'unused': ", ".join(table.unused),
            'rows': [self._prepare_row(entry, table, columns[:SHOWN_COLUMNS]) for entry in shown],
            'good_count': len(good),
            'bad_count': len(entries) - len(good),
            'left_out_count': len(hidden),
            'total': table.total,
            'headings': table.headings,
            'empty': table.empty,
        }

    def _prepare_columns(self, table):
        """Prepare the columns of the table that the user may see."""
        header = table.header or []
        width = max(len(header), *(len(row.source) for row in table.rows))
        return [
            {
                'place': place,
                'key': key,
                'role': role or '',
                'column': tables.column_of(role),
                'name': header[place] if place < len(header) else '',
                'is_number': tables.column_of(role) in tables.NUMBERS,
            }
            for place, (key, role) in enumerate(zip(table.keys, table.roles, strict=True))
            if place < width and (role != tables.COST or self._shows_costs())
        ]

    def _get_roles(self):
        """Return what a column may be, with the names that the user chooses from."""
        names = {
            '': self.env._("Not used"),
            tables.CODE: self.env._("Product Code"),
            tables.NAME: self.env._("Name"),
            tables.QUANTITY: self.env._("Quantity"),
            tables.PRICE: self.env._("Unit Price"),
            tables.NET: self.env._("Price without Tax"),
            tables.GROSS: self.env._("Price with Tax"),
            tables.COST: self.env._("Cost"),
        }
        return [
            (role, name)
            for role, name in names.items()
            if role != tables.COST or self._shows_costs()
        ]

    def _prepare_row(self, entry, table, columns):
        """Prepare a row as it will be added; what can't be read as it was typed."""
        shown = self._get_shown_values(entry)
        source = entry.row.source
        cells = [
            {
                'text': shown.get(column['column']) or self._shorten(source, column['place']),
                'note': self._get_price_note(entry) if column['column'] == tables.PRICE else '',
                'column': column,
            }
            for column in columns
        ]
        return {
            'number': entry.row.number,
            'cells': cells,
            'quantity': shown.get(tables.QUANTITY),
            'faults': entry.faults if not table.unclear else [],
        }

    def _get_shown_values(self, entry):
        """Return what becomes of the cells of a row, by column; nothing for what can't be read."""
        values, show = entry.values, self._format_number
        shown = {
            tables.PRICE: show(values.price if entry.price is None else entry.price),
            tables.COST: show(values.cost),
        }
        if not entry.faults or values.quantity is not None:
            shown[tables.QUANTITY] = show(self._round_quantity(values.quantity))
        if not entry.faults:
            shown[tables.CODE if values.code else tables.NAME] = entry.product.display_name
        return shown

    def _get_price_note(self, entry):
        """Return the price of the table where another one is added, since it has other taxes."""
        typed, price = entry.values.price, entry.price
        if price is None or abs(price - typed) < 1e-9:
            return ''
        return self._format_number(typed)

    def _shorten(self, source, place):
        text = source[place] if place < len(source) else ''
        return f'{text[:SHOWN_LETTERS]}…' if len(text) > SHOWN_LETTERS else text

    def _format_number(self, number):
        if number is None:
            return ''
        decimals = len(tables.number_text(number).partition('.')[2].rstrip('0'))
        return formatLang(self.env, number, digits=max(2, min(decimals, 6)))
