"""A line of a calculation: one price with five faces, of which one is held."""

from collections import defaultdict
from itertools import count, takewhile

from odoo import api, fields, models
from odoo.fields import Domain

from ...fields import Ratio
from ...tools.pricing import arithmetic
from .deal_variant import COST_GROUP


class DealVariantLine(models.Model):
    _name = 'deal.variant.line'
    _description = "Calculation Line"
    _order = 'variant_id.id, sequence, id'
    _check_company_auto = True

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade', index=True)
    lead_id = fields.Many2one(related='variant_id.lead_id', store=True, precompute=True)
    company_id = fields.Many2one(related='variant_id.company_id', store=True, precompute=True)
    deal_process_id = fields.Many2one(
        related='variant_id.deal_process_id', store=True, precompute=True
    )
    currency_id = fields.Many2one(related='variant_id.currency_id', store=True, precompute=True)
    sequence = fields.Integer(default=10)
    display_type = fields.Selection(
        [('line_section', "Section"), ('line_note', "Note")], default=False
    )

    product_id = fields.Many2one(
        'product.product',
        ondelete='restrict',
        index='btree_not_null',
        check_company=True,
        domain="[('sale_ok', '=', True)]",
    )
    name = fields.Text(
        string="Description",
        compute='_compute_name',
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    quantity = fields.Float(
        compute='_compute_quantity',
        default=1.0,
        digits='Product Unit',
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    uom_id = fields.Many2one(
        'uom.uom',
        string="Unit",
        compute='_compute_uom_id',
        store=True,
        readonly=False,
        precompute=True,
        ondelete='restrict',
        domain="[('id', 'in', allowed_uom_ids)]",
    )
    allowed_uom_ids = fields.Many2many('uom.uom', compute='_compute_allowed_uom_ids')
    tax_ids = fields.Many2many(
        'account.tax',
        string="Taxes",
        compute='_compute_tax_ids',
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        context={'active_test': False},
        domain="[('type_tax_use', '=', 'sale')]",
    )
    is_optional = fields.Boolean(
        string="Optional", help="The client may add it; it does not count in the total."
    )
    is_locked = fields.Boolean(
        string="Locked", help="Its price stays when the variant's total is set."
    )

    list_price = fields.Float(
        compute='_compute_list_price',
        min_display_digits='Product Price',
        store=True,
        readonly=False,
        precompute=True,
        help="The product's sales price in the variant's currency and unit.",
    )
    cost = fields.Float(
        compute='_compute_cost',
        min_display_digits='Product Price',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="For one unit, in the variant's currency. Odoo's orders call it “purchase price”.",
    )
    price_unit = fields.Float(
        string="Unit Price",
        compute='_compute_pricing',
        min_display_digits='Product Price',
        store=True,
        readonly=False,
        precompute=True,
        help="What the client pays for one, after the discount.",
    )
    discount = Ratio(
        string="Discount (%)",
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        help="(1 - unit price / list price) x 100; negative for a surcharge.",
    )
    markup = Ratio(
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="Profit as a share of the cost: (price - cost) / cost.",
    )
    margin = Ratio(
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="Profit as a share of the price: (price - cost) / price. Odoo's orders call it "
        "“margin (%)”.",
    )
    profit = fields.Monetary(
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="Of the whole line: net amount less cost. Odoo's orders call it “margin”.",
    )
    price_subtotal = fields.Monetary(
        string="Net Amount", compute='_compute_pricing', store=True, precompute=True
    )
    price_tax = fields.Monetary(
        string="Tax Amount", compute='_compute_pricing', store=True, precompute=True
    )
    price_total = fields.Monetary(
        string="Gross Amount", compute='_compute_pricing', store=True, precompute=True
    )

    variant_totals = fields.Json(compute='_compute_variant_totals')

    _product_or_text = models.Constraint(
        "CHECK(display_type IS NOT NULL OR product_id IS NOT NULL)",
        "A line needs a product, unless it is a section or a note.",
    )
    _text_without_price = models.Constraint(
        "CHECK(display_type IS NULL OR (product_id IS NULL AND quantity = 0 AND price_unit = 0))",
        "A section or a note has no product and no price.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('product_id')
    def _compute_name(self):
        for line in self:
            if line.product_id:
                lang = line.lead_id.partner_id.lang or self.env.lang
                product = line.product_id.with_context(lang=lang)
                line.name = product.get_product_multiline_description_sale()
            else:
                line.name = line.name or ''

    @api.depends('display_type')
    def _compute_quantity(self):
        for line in self:
            line.quantity = 0.0 if line.display_type else line.quantity

    @api.depends('product_id')
    def _compute_uom_id(self):
        for line in self:
            if line.uom_id not in line.allowed_uom_ids:
                line.uom_id = line.product_id.uom_id

    @api.depends('product_id')
    def _compute_allowed_uom_ids(self):
        for line in self:
            line.allowed_uom_ids = line.product_id.uom_id | line.product_id.uom_ids

    @api.depends('product_id', 'company_id', 'variant_id.fiscal_position_id')
    def _compute_tax_ids(self):
        for line in self:
            taxes = line.product_id.taxes_id._filter_taxes_by_company(line.company_id)
            line.tax_ids = line.variant_id.fiscal_position_id.map_tax(taxes)

    @api.depends('product_id', 'uom_id', 'currency_id', 'variant_id.date')
    def _compute_list_price(self):
        for line in self:
            line.list_price = line._get_price_with_taxes(line._get_sales_price())

    @api.depends('product_id', 'uom_id', 'currency_id', 'variant_id.date')
    def _compute_cost(self):
        for line in self:
            line.cost = line.cost if line.is_cost_typed else line._get_product_cost()

    @api.depends(
        'display_type',
        'product_id',
        'quantity',
        'uom_id',
        'tax_ids',
        'list_price',
        'cost',
        'held',
        'held_value',
        'variant_id.pricelist_id',
        'variant_id.currency_id',
        'variant_id.date',
    )
    def _compute_pricing(self):
        """Price each line by what it holds; everything else follows from the price."""
        prices = self.filtered(lambda line: line.held == 'pricelist')._get_pricelist_prices()
        for line in self:
            if line.display_type or not line.variant_id:
                line._set_figures(0.0, arithmetic.Figures(None, None, None, 0.0), (0.0, 0.0))
                continue
            price = prices.get(line)
            if price is None:
                price = line._get_held_price()
            if isinstance(price, arithmetic.Refusal):
                price = line.price_unit
            net, gross = line._get_amounts(price)
            line._set_figures(price, line._get_figures(price, net), (net, gross))

    @api.depends('price_subtotal', 'price_total', 'profit', 'is_optional', 'display_type')
    @api.depends_context('uid')
    def _compute_variant_totals(self):
        """The variant's totals as they would be with this line as it is being edited.

        From the sums that the variant keeps, without looking at its other lines. Where the
        company rounds taxes as a whole, the tax may be a unit off until the line is saved.
        """
        edited = self.filtered(lambda line: not line.id)
        for variant, lines in (self - edited).grouped('variant_id').items():
            lines.variant_totals = variant._get_totals()
        totals = {}
        for line in edited:
            saved = line.variant_id._origin
            before = line._origin._get_share() if line._origin.variant_id == saved else (0, 0, 0)
            change = tuple(now - was for now, was in zip(line._get_share(), before, strict=True))
            if (saved, change) not in totals:
                totals[saved, change] = saved._get_totals_with(*change)
            line.variant_totals = totals[saved, change]

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A new line comes last in its variant."""
        values = super().default_get(fields)
        values = self._with_no_quantity(values)
        if 'sequence' in fields and values.get('variant_id'):
            variant = self.env['deal.variant'].browse(values['variant_id'])
            values['sequence'] = variant._get_next_sequence()
        return values

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._with_sequences([self._with_no_quantity(vals) for vals in vals_list])
        lines = super().create(vals_list)
        lines.variant_id._after_line_change()
        return lines

    def _add_precomputed_values(self, vals_list):
        # What a line costs is computed for whoever makes it, and read by the group only.
        return super(DealVariantLine, self.sudo())._add_precomputed_values(vals_list)

    def write(self, vals):
        if self._is_bulk():
            return super().write(vals)
        variants = self.variant_id
        result = super().write(vals)
        (variants | self.variant_id)._after_line_change()
        return result

    def unlink(self):
        variants = self.variant_id
        result = super().unlink()
        variants.exists()._after_line_change()
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def get_rest_of_section(self, line_id):
        """What the section of a line adds to its subtotal after that line.

        For lists that show a page of the lines: the section may go on on the next one.
        """
        line = self.browse(line_id)
        later = Domain('sequence', '>', line.sequence) | (
            Domain('sequence', '=', line.sequence) & Domain('id', '>', line.id)
        )
        rest = self.search_fetch(
            Domain('variant_id', '=', line.variant_id.id) & later,
            ['display_type', 'is_optional', 'price_subtotal'],
        )
        in_section = takewhile(lambda other: other.display_type != 'line_section', rest)
        return sum(other.price_subtotal for other in in_section if not other.is_optional)

    def _prepare_base_line(self, **values):
        """This line as Odoo's tax engine takes it; ``values`` replace the line's own."""
        self.ensure_one()
        variant = self.variant_id
        return self.env['account.tax']._prepare_base_line_for_taxes_computation(
            self,
            **{
                'product_id': self.product_id,
                'product_uom_id': self.uom_id,
                'tax_ids': self.tax_ids,
                'quantity': self.quantity,
                'price_unit': self.price_unit,
                'discount': 0.0,
                'currency_id': variant.currency_id,
                'rate': 1.0,
                'name': self.name,
                **values,
            },
        )

    def _get_sales_price(self):
        """What the line's product costs without a price list.

        :return: the price of one unit of the line, in the variant's currency
        """
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        if not product:
            return 0.0
        price = self._get_sales_price_of_product()
        if self.uom_id:
            price = product.uom_id._compute_price(price, self.uom_id)
        return self.variant_id._convert(price, product.currency_id)

    def _get_sales_price_of_product(self):
        """The same in the product's own currency and unit."""
        self.ensure_one()
        return self.product_id.with_company(self.company_id).lst_price

    def _get_pricelist_prices(self):
        """What the price list asks for each line, quantity breaks included.

        :return: dictionary of line to unit price, in the variant's currency, with the taxes that
            its prices include
        """
        prices = self._get_rule_prices()
        return {line: line._get_price_with_taxes(price) for line, price in prices.items()}

    def _get_rule_prices(self):
        """What the rules of the price list say, before taxes are looked at.

        One look-up for each price list, unit and quantity, not for each line.

        :return: dictionary of line to unit price, in the variant's currency
        """
        groups = defaultdict(list)
        with_breaks = self.variant_id.pricelist_id._filter_with_quantity_breaks()
        for line in self:
            if line.product_id and not line.display_type:
                breaks = line.variant_id.pricelist_id in with_breaks
                quantity = (breaks and line.quantity) or 1.0
                groups[line.variant_id, line.uom_id, quantity].append(line)
        prices = {}
        for (variant, uom, quantity), lines in groups.items():
            rules = variant.pricelist_id.with_company(variant.company_id)._compute_price_rule(
                self.env['product.product'].browse({line.product_id.id for line in lines}),
                quantity,
                currency=variant.currency_id,
                uom=uom,
                date=variant.date,
            )
            prices.update((line, rules[line.product_id.id][0]) for line in lines)
        return prices

    def _get_price_for(self, figure, value):
        """The unit price (taxes as in the price) for a figure, or a refusal."""
        price = arithmetic.price_for(
            figure,
            value,
            cost=self.sudo().cost,
            list_price=self.list_price,
            quantity=self.quantity,
        )
        if figure in ('price', 'discount') or isinstance(price, arithmetic.Refusal):
            return price
        return self._get_price_from_net(price)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _is_bulk(self):
        """Whether methods of ours write, and see themselves to what follows."""
        return self.env.su and self.env.context.get('deal_lines_bulk')

    def _get_share(self):
        """What the line adds to its variant: net, gross and profit."""
        if self.display_type or self.is_optional:
            return 0.0, 0.0, 0.0
        return self.price_subtotal, self.price_total, self.sudo().profit

    def _get_amounts(self, price):
        """Net and gross amount of the line at a unit price, rounded as Odoo rounds a line."""
        if not self.variant_id:
            return 0.0, 0.0
        taxes = self.env['account.tax']
        base_line = self._prepare_base_line(price_unit=price)
        company = self.company_id or self.env.company
        taxes._add_tax_details_in_base_line(base_line, company)
        taxes._round_base_lines_tax_details([base_line], company)
        details = base_line['tax_details']
        return details['total_excluded_currency'], details['total_included_currency']

    def _get_price_from_net(self, net):
        """The unit price that leaves ``net`` without tax: the included taxes are added."""
        included = self.tax_ids.flatten_taxes_hierarchy().filtered('price_include')
        if not included:
            return net
        details = self.tax_ids._get_tax_details(
            net,
            1.0,
            rounding_method='round_globally',
            product=self.product_id,
            product_uom=self.uom_id,
            special_mode='total_excluded',
        )
        return net + sum(
            tax['tax_amount'] for tax in details['taxes_data'] if tax['tax'] in included
        )

    def _get_price_with_taxes(self, price):
        """A product's price as the fiscal position's taxes include it, as Odoo's orders do."""
        product = self.product_id
        if not product:
            return price
        return product._get_tax_included_unit_price_from_price(
            price,
            product.taxes_id._filter_taxes_by_company(self.company_id),
            fiscal_position=self.variant_id.fiscal_position_id,
        )

    def _get_figures(self, price, net):
        """The figures of a price; the one that is held shows what was typed."""
        figures = arithmetic.figures_of(
            price=price,
            list_price=self.list_price,
            subtotal=net,
            cost=self.sudo().cost,
            quantity=self.quantity,
            rounding=self.currency_id.rounding or 0.01,
        )
        if self.held in figures._fields and not self._why_impossible():
            figures = figures._replace(**{self.held: self.sudo().held_value})
        return figures

    def _set_figures(self, price, figures, amounts):
        self.price_unit = price
        self.discount, self.markup, self.margin, self.profit = figures
        self.price_subtotal, self.price_total = amounts
        self.price_tax = amounts[1] - amounts[0]

    def _get_product_cost(self):
        """What the product costs, in the variant's currency and the line's unit."""
        # Computed for everybody, and read by the group only.
        product = self.product_id.sudo().with_company(self.company_id)
        if not product:
            return 0.0
        cost = product.standard_price
        if self.uom_id:
            cost = product.uom_id._compute_price(cost, self.uom_id)
        return self.variant_id._convert(cost, product.cost_currency_id)

    @api.model
    def _with_no_quantity(self, vals):
        """``vals`` of a new section or note without the quantity that lines start with."""
        return {**vals, 'quantity': 0.0} if vals.get('display_type') else vals

    @api.model
    def _with_sequences(self, vals_list):
        """``vals_list`` in which lines without a sequence come last, each one after the other.

        Lines of one sequence could not be moved on a page without changing places with the lines
        of the next.
        """
        counters = {}
        numbered = []
        for vals in vals_list:
            variant_id = vals.get('variant_id') or self.env.context.get('default_variant_id')
            if 'sequence' not in vals and variant_id:
                if variant_id not in counters:
                    variant = self.env['deal.variant'].browse(variant_id)
                    counters[variant_id] = count(variant._get_next_sequence())
                vals = {**vals, 'sequence': next(counters[variant_id])}
            numbered.append(vals)
        return numbered
