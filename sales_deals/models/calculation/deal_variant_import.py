"""Add lines from a table: pasted, or from an XLSX or CSV file."""

import base64
import binascii
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_round

from ...tools.pricing import arithmetic, tables
from .deal_variant import COST_GROUP

#: Of a price whose taxes are added or left out: as many as are shown, so that thousands of pieces
#: have the total of the table.
SHOWN_DIGITS = 6
#: What a code is compared with, best first.
PRODUCT_KEYS = ('default_code', 'barcode', 'name')
#: Of CSV files that are not Unicode, as Windows writes them, where their letters do not tell.
ENCODINGS = {'fa': 'cp1256', 'ar': 'cp1256', 'pl': 'cp1250', 'cs': 'cp1250', 'hu': 'cp1250'}


class Entry(NamedTuple):
    """A row of the table and what becomes of it."""

    row: tables.Row
    values: tables.Values
    product: Any
    #: The unit price, with the taxes that the product's prices include; None for the price list's.
    price: float | None
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
    #: Names of the file's sheets, where there are several, and the chosen one.
    sheets = fields.Json(store=False)
    sheet = fields.Char(store=False)
    preview = fields.Html(compute='_compute_preview', sanitize=False)
    #: By keys of columns, what the user says that they are.
    choices = fields.Json()
    good_count = fields.Integer(compute='_compute_preview')
    bad_count = fields.Integer(compute='_compute_preview')
    added_count = fields.Integer(readonly=True)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('text', 'choices', 'variant_id', 'sheets', 'sheet')
    @api.depends_context('uid', 'lang')
    def _compute_preview(self):
        for wizard in self:
            table = wizard._read_table()
            entries = [] if isinstance(table, tables.Problem) else wizard._read_entries(table)
            is_clear = bool(entries) and not table.unclear
            wizard.bad_count = is_clear and sum(bool(entry.faults) for entry in entries)
            wizard.good_count = is_clear and len(entries) - wizard.bad_count
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
            self.sheet = self.sheets = False
            self._read_uploaded()

    @api.onchange('sheet')
    def _onchange_sheet(self):
        if self.file and self.sheet:
            self._read_uploaded()

    def _read_uploaded(self):
        """Read the file; one with several sheets is kept until the dialogue is closed."""
        read = self._read_file(self.file)
        if isinstance(read, tables.Sheets):
            self.sheets, self.text = list(read.names), False
            return
        self.text = read
        if not self.sheets:
            self.file = False

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_add(self):
        """Add the good rows to the variant; the bad ones stay in the box.

        :raise UserError: when there is no good row
        """
        self.ensure_one()
        table = self._read_table()
        if problem := self._get_problem_of_table(table):
            raise UserError(self._get_problem_message(problem))
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

    def _read_table(self):
        """Read the box, with the columns that the user has chosen.

        :return: :class:`tables.Table` or :class:`tables.Problem`
        """
        choices = self.choices if isinstance(self.choices, dict) else {}
        return tables.read_table(self.text or '', choices, self._get_ignored_columns())

    def _get_problem_of_table(self, table):
        """Return why no row of a table can be added, or None."""
        if isinstance(table, tables.Problem):
            return table
        if name := next(iter(table.unclear), None):
            return tables.Problem('unclear_column', name)
        return None

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
        foreign = tables.foreign_currencies(table, units, self._get_currency_codes())
        ignored = self._get_ignored_columns()
        read = [
            tables.values_of(table, row, decimal, units, ignored, foreign) for row in table.rows
        ]
        products = self._find_products([values for values, _problems in read])
        return [
            self._make_entry(row, values, problems, products, table.price_role)
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
        if entry.price is not None:
            line['price_unit'] = entry.price
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

    def _make_entry(self, row, values, problems, products, price_role):
        text = values.code or values.name
        found = self._match(text, products) if text else self.env['product.product']
        price = self._convert_price(values.price, price_role, found)
        problems = [
            *(self._get_product_problems(text, found) if text else ()),
            *problems,
            *self._get_price_problems(price, values.cost),
        ]
        if isinstance(price, tables.Problem):
            price = None
        return Entry(row, values, found, price, [self._get_problem_message(p) for p in problems])

    def _convert_price(self, price, role, product):
        """Return a price of the table with the taxes that the product's prices include.

        :param role: whether it is without tax, with tax, or as the product's prices are
        :return: a :class:`tables.Problem` where the product does not tell the taxes
        """
        if price is None or role == tables.PRICE or len(product) != 1:
            return price
        own = product.taxes_id._filter_taxes_by_company(self.variant_id.company_id)
        if role == tables.GROSS and not own:
            return tables.Problem('no_tax', product.display_name)
        taxes = self.variant_id.fiscal_position_id.map_tax(own)
        details = taxes._get_tax_details(
            price,
            1.0,
            rounding_method='round_globally',
            product=product,
            product_uom=product.uom_id,
            special_mode='total_included' if role == tables.GROSS else 'total_excluded',
        )
        included = taxes.flatten_taxes_hierarchy().filtered('price_include')
        converted = details['total_excluded'] + sum(
            tax['tax_amount'] for tax in details['taxes_data'] if tax['tax'] in included
        )
        return float_round(converted, precision_digits=SHOWN_DIGITS)

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

    def _get_price_problems(self, price, cost):
        if price is None:
            return []
        if isinstance(price, tables.Problem):
            return [price]
        refusal = arithmetic.price_for(
            'price', price, cost=cost or 0.0, list_price=0.0, quantity=1.0
        )
        if isinstance(refusal, arithmetic.Refusal):
            return [tables.Problem('price_refused', price)]
        return []

    def _round_quantity(self, quantity):
        """Round a quantity as units are; a row without one is of one piece."""
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        return float_round(1.0 if quantity is None else quantity, precision_digits=digits)

    def _get_ignored_columns(self):
        return () if self._shows_costs() else (tables.COST,)

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
        :return: str, or :class:`tables.Sheets` where one is to be chosen
        :raise UserError: when it can't be read
        """
        language = (self.env.lang or '')[:2]
        try:
            decoded = base64.b64decode(content, validate=True)
        except binascii.Error:
            decoded = b'\0'
        text = tables.read_file(decoded, ENCODINGS.get(language, 'cp1252'), self.sheet or None)
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
