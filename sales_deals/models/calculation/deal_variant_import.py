"""Add lines from a table: pasted, or from an XLSX or CSV file."""

import base64
import binascii
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_round, formatLang

from ...tools.pricing import arithmetic, tables
from .deal_variant import COST_GROUP

#: Rows without a fault that the preview shows; the faulty ones it shows all.
SHOWN_ROWS = 50
#: What a code is compared with, best first.
PRODUCT_KEYS = ('default_code', 'barcode', 'name')
#: Of CSV files that are not Unicode, as Windows writes them.
ENCODINGS = {'fa': 'cp1256', 'ar': 'cp1256', 'pl': 'cp1250', 'cs': 'cp1250', 'hu': 'cp1250'}


class Entry(NamedTuple):
    """A row of the table and what becomes of it."""

    row: tables.Row
    values: tables.Values
    product: Any
    #: Why it can't be added, in the user's words; none for a good one.
    faults: list[str]


class DealVariantImport(models.TransientModel):
    _name = 'deal.variant.import'
    _description = "Paste a Table"
    _inherit = ['deal.dialogue']

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade')
    text = fields.Text(string="Table")
    file = fields.Binary(string="XLSX or CSV File", store=False)
    file_name = fields.Char(store=False)
    preview = fields.Html(compute='_compute_preview', sanitize=False)
    good_count = fields.Integer(compute='_compute_preview')
    bad_count = fields.Integer(compute='_compute_preview')
    added_count = fields.Integer(readonly=True)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('text', 'variant_id')
    @api.depends_context('uid', 'lang')
    def _compute_preview(self):
        for wizard in self:
            table = tables.read_table(wizard.text or '')
            entries = [] if isinstance(table, tables.Problem) else wizard._read_entries(table)
            wizard.bad_count = sum(bool(entry.faults) for entry in entries)
            wizard.good_count = len(entries) - wizard.bad_count
            wizard.preview = self.env['ir.qweb']._render(
                'sales_deals.deal_variant_import_preview',
                wizard._prepare_preview(table, entries),
            )

    # ------------------------------------------------------------
    # ONCHANGE
    # ------------------------------------------------------------

    @api.onchange('file')
    def _onchange_file(self):
        """Put the file's table into the box, where it can be corrected."""
        if self.file:
            content, self.file = self.file, False
            self.text = self._read_file(content)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_add(self):
        """Add the good rows to the variant; the bad ones stay in the box.

        :raise UserError: when there is no good row
        """
        self.ensure_one()
        table = tables.read_table(self.text or '')
        if isinstance(table, tables.Problem):
            raise UserError(self._get_problem_message(table))
        entries = self._read_entries(table)
        good = [entry for entry in entries if not entry.faults]
        bad = [entry.row.source for entry in entries if entry.faults]
        if not good:
            raise UserError(self.env._("No row can be added. Correct what the preview names."))
        self._add_lines(good)
        if not bad:
            return {'type': 'ir.actions.act_window_close'}
        header = [table.header] if table.header else []
        self.write(
            {
                'text': tables.write_table(header + bad),
                'added_count': self.added_count + len(good),
            }
        )
        return self._reopen()

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    def _read_entries(self, table):
        """Match each row of a table with a product, and find its faults.

        :param table: a :class:`tables.Table`
        :return: list of :class:`Entry`
        """
        self.ensure_one()
        units = self._get_units()
        decimal = tables.decimal_sign(tables.number_texts(table), units)
        decimal = (
            decimal or self.env['res.lang']._get_data(code=self.env.lang or 'en_US').decimal_point
        )
        ignored = () if self._shows_costs() else (tables.COST,)
        foreign = tables.foreign_currencies(table, units, self._get_currency_codes())
        read = [
            tables.values_of(table, row, decimal, units, ignored, foreign) for row in table.rows
        ]
        products = self._find_products([values for values, _problems in read])
        return [
            self._make_entry(row, values, problems, products)
            for row, (values, problems) in zip(table.rows, read, strict=True)
        ]

    def _add_lines(self, entries):
        """Create a line of each entry, behind the variant's other lines."""
        sequence = self.variant_id._get_next_sequence()
        return self.env['deal.variant.line'].create(
            [
                {**self._prepare_line(entry), 'sequence': sequence + place}
                for place, entry in enumerate(entries)
            ]
        )

    def _prepare_line(self, entry):
        """Prepare the values of the line that an entry becomes."""
        values = entry.values
        line = {
            'variant_id': self.variant_id.id,
            'product_id': entry.product.id,
            'quantity': self._round_quantity(values.quantity),
        }
        if values.price is not None:
            line['price_unit'] = values.price
        if values.cost is not None:
            line['cost'] = values.cost
        if values.code and values.name and not self._is_name_of(values.name, entry.product):
            line['name'] = values.name
        return line

    def _find_products(self, values_list):
        """Find the products that codes, barcodes or names may mean, in one search.

        :return: dictionary of key (a field of the product) to dictionary of value to products
        """
        texts = {values.code or values.name for values in values_list} - {None}
        spellings = {spelling for text in texts for spelling in tables.spellings(text)}
        codes = spellings | {spelling.upper() for spelling in spellings}
        domain = Domain.OR(
            Domain(key, 'in', list(spellings if key == 'name' else codes)) for key in PRODUCT_KEYS
        )
        company = self.env['product.product']._check_company_domain(self.variant_id.company_id)
        products = self.env['product.product'].search(domain & Domain(company))
        return {key: products.filtered(key).grouped(key) for key in PRODUCT_KEYS}

    def _match(self, text, products):
        """Return the products with a code, barcode or name, as it is spelt or else respelt."""
        respelt = tables.spellings(text)
        respelt |= {spelling.upper() for spelling in respelt}
        none = self.env['product.product']
        for spellings in ({text}, respelt):
            for key in PRODUCT_KEYS:
                found = none.union(*(products[key].get(spelling, none) for spelling in spellings))
                if found:
                    return found
        return none

    def _make_entry(self, row, values, problems, products):
        text = values.code or values.name
        found = self._match(text, products) if text else self.env['product.product']
        problems = [
            *(self._get_product_problems(text, found) if text else ()),
            *problems,
            *self._get_price_problems(values),
        ]
        return Entry(row, values, found, [self._get_problem_message(p) for p in problems])

    def _get_product_problems(self, text, products):
        if not products:
            return [tables.Problem('unknown', text)]
        if len(products) > 1:
            return [tables.Problem('ambiguous', text)]
        reasons = {'not_sold': not products.sale_ok, 'combo': products.type == 'combo'}
        return [
            tables.Problem(reason, products.display_name)
            for reason, is_so in reasons.items()
            if is_so
        ]

    def _get_price_problems(self, values):
        if values.price is None:
            return []
        price = arithmetic.price_for(
            'price', values.price, cost=values.cost or 0.0, list_price=0.0, quantity=1.0
        )
        if isinstance(price, arithmetic.Refusal):
            return [tables.Problem('price_refused', values.price)]
        return []

    def _prepare_preview(self, table, entries):
        """Prepare what the preview shows; the cost for the group only."""
        good = [entry for entry in entries if not entry.faults]
        hidden = {id(entry) for entry in good[SHOWN_ROWS:]}
        return {
            'problem': self._get_problem_message(table)
            if isinstance(table, tables.Problem) and self.text
            else '',
            'unused': ", ".join(table.unused) if isinstance(table, tables.Table) else '',
            'total': table.total if entries else 0,
            'headings': table.headings if entries else 0,
            'empty': table.empty if entries else 0,
            'rows': [self._prepare_preview_row(e) for e in entries if id(e) not in hidden],
            'good_count': len(good),
            'bad_count': len(entries) - len(good),
            'left_out_count': len(hidden),
            'shows_costs': self._shows_costs(),
        }

    def _prepare_preview_row(self, entry):
        """Prepare a row as it will be added; what can't be read as it was typed."""
        values = entry.values
        cells = entry.row.cells
        quantity = self._round_quantity(values.quantity)
        if entry.faults and values.quantity is None:
            quantity = None
        show = self._format_number
        return {
            'number': entry.row.number,
            'product': cells.get(tables.CODE) if entry.faults else entry.product.display_name,
            'name': cells.get(tables.NAME),
            'quantity': show(quantity) or cells.get(tables.QUANTITY),
            'price': show(values.price) or cells.get(tables.PRICE),
            'cost': show(values.cost) or cells.get(tables.COST),
            'faults': entry.faults,
        }

    def _format_number(self, number):
        if number is None:
            return ''
        decimals = len(tables.number_text(number).partition('.')[2].rstrip('0'))
        return formatLang(self.env, number, digits=max(2, min(decimals, 6)))

    def _round_quantity(self, quantity):
        """Round a quantity as units are; a row without one is of one piece."""
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        return float_round(1.0 if quantity is None else quantity, precision_digits=digits)

    def _shows_costs(self):
        return self.env.user.has_group(COST_GROUP)

    def _get_units(self):
        """Return what may stand beside a price: the currency's names."""
        currency = self.variant_id.currency_id
        names = (currency.name, currency.symbol, currency.currency_unit_label)
        return tables.names_of_currency(*filter(None, names))

    def _get_currency_codes(self):
        """Return the codes of all currencies, archived ones included."""
        currencies = (
            self.env['res.currency'].with_context(active_test=False).search_fetch([], ['name'])
        )
        return set(currencies.mapped('name'))

    def _is_name_of(self, name, product):
        return tables.fold(name) in map(tables.fold, (product.name, product.display_name))

    def _read_file(self, content):
        """Read the table in a file.

        :param content: the file in base64
        :raise UserError: when it can't be read
        """
        language = (self.env.lang or '')[:2]
        try:
            decoded = base64.b64decode(content, validate=True)
        except binascii.Error:
            decoded = b'\0'
        text = tables.read_file(decoded, ENCODINGS.get(language, 'cp1252'))
        if isinstance(text, tables.Problem):
            raise UserError(self._get_problem_message(text))
        return text

    def _reopen(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Paste a table"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def _get_problem_message(self, problem):
        """Describe what is wrong with a row, a table or a file."""
        value = problem.value
        currency = self.variant_id.currency_id.name
        messages = {
            'unknown': self.env._("No product has the code, barcode or name “%s”.", value),
            'ambiguous': self.env._(
                "Several products have the code, barcode or name “%s”. Use a code that only one "
                "has.",
                value,
            ),
            'not_sold': self.env._("“%s” is not for sale.", value),
            'combo': self.env._("“%s” is a combo: its parts can't be chosen in a table.", value),
            'no_product': self.env._("The row has neither a code nor a name."),
            'quantity_not_a_number': self.env._("The quantity “%s” is not a number.", value),
            'price_not_a_number': self.env._(
                "The price “%s” is not a number in the variant's currency.", value
            ),
            'cost_not_a_number': self.env._(
                "The cost “%s” is not a number in the variant's currency.", value
            ),
            'price_in_currency': self.env._(
                "The header names %(theirs)s for the prices, but the variant is in %(ours)s. "
                "Convert the prices, or give the variant that currency.",
                theirs=value,
                ours=currency,
            ),
            'cost_in_currency': self.env._(
                "The header names %(theirs)s for the costs, but the variant is in %(ours)s. "
                "Convert the costs, or give the variant that currency.",
                theirs=value,
                ours=currency,
            ),
            'price_refused': self.env._("The price %s can't be held.", value),
            'several_rows': self.env._(
                "Several rows may have become one here: a double quote (\") is missing, or one too "
                "many."
            ),
            'too_many_cells': self.env._("The row has more cells than the table has columns."),
            'empty': self.env._("The table has no rows."),
            'too_many_rows': self.env._(
                "The table has more than %s rows. Add it in several parts.", value
            ),
            'too_large': self.env._("This is larger than %s MB. Add it in several parts.", value),
            'broken_text': self.env._("This can't be read as a table."),
            'broken_file': self.env._(
                "This file can't be read. Save it as XLSX or CSV (UTF-8), or copy its rows and "
                "paste them."
            ),
            'old_excel': self.env._(
                "This is a file of an old Excel (XLS). Save it as XLSX, or copy its rows and paste "
                "them."
            ),
        }
        return messages[problem.reason]
