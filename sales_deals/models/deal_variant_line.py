"""A line of a calculation: one price with five faces, of which one is held."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ..fields import Ratio
from ..tools import pricing
from .deal_variant import COST_GROUP

# What a user may type, and what the line then holds.
HOLD_OF_FIELD = {
    'price_unit': 'price',
    'discount': 'discount',
    'markup': 'markup',
    'margin': 'margin',
    'profit': 'profit',
}


class DealVariantLine(models.Model):
    _name = 'deal.variant.line'
    _description = "Calculation Line"
    _order = 'variant_id, sequence, id'
    _check_company_auto = True

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade', index=True)
    lead_id = fields.Many2one(related='variant_id.lead_id', store=True, precompute=True)
    company_id = fields.Many2one(related='variant_id.company_id', store=True, precompute=True)
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
    is_cost_typed = fields.Boolean(
        string="Cost Typed",
        groups=COST_GROUP,
        help="The cost was entered by hand: it stays when rates change.",
    )
    held = fields.Selection(
        [
            ('pricelist', "Price list"),
            ('price', "Price held"),
            ('discount', "Discount held"),
            ('markup', "Markup held"),
            ('margin', "Margin held"),
            ('profit', "Profit held"),
        ],
        string="Holds",
        default='pricelist',
        required=True,
        help="What stays as it was typed when cost, quantity or price list change. “Price list” "
        "follows the price list, “Profit held” the profit of the whole line.",
    )
    held_value = fields.Float(digits=False, help="What was typed: the figure that is held.")

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
            if line.display_type:
                line._set_figures(0.0, pricing.Figures(None, None, None, 0.0), (0.0, 0.0))
                continue
            price = prices.get(line)
            if price is None:
                price = line._get_held_price()
            if isinstance(price, pricing.Refusal):
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
        totals = {}
        for line in self:
            saved = line.variant_id._origin
            before = line._origin._get_share() if line._origin.variant_id == saved else (0, 0, 0)
            change = tuple(now - was for now, was in zip(line._get_share(), before, strict=True))
            if (saved, change) not in totals:
                totals[saved, change] = saved._get_totals_with(*change)
            line.variant_totals = totals[saved, change]

    # ------------------------------------------------------------
    # ONCHANGE
    # ------------------------------------------------------------

    @api.onchange('price_unit')
    def _onchange_price_unit(self):
        return self._hold_typed('price_unit')

    @api.onchange('discount')
    def _onchange_discount(self):
        return self._hold_typed('discount')

    @api.onchange('markup')
    def _onchange_markup(self):
        return self._hold_typed('markup')

    @api.onchange('margin')
    def _onchange_margin(self):
        return self._hold_typed('margin')

    @api.onchange('profit')
    def _onchange_profit(self):
        return self._hold_typed('profit')

    @api.onchange('product_id', 'uom_id')
    def _onchange_product(self):
        self.is_cost_typed = False

    @api.onchange('cost')
    def _onchange_cost(self):
        self.is_cost_typed = self._differs_from_product_cost()

    @api.onchange('cost', 'quantity', 'list_price', 'product_id', 'uom_id')
    def _onchange_facts(self):
        self._release_impossible()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A new line comes last in its variant."""
        values = super().default_get(fields)
        values = self._with_no_quantity(values)
        if 'sequence' in fields and values.get('variant_id'):
            lines = [('variant_id', '=', values['variant_id'])]
            last = self.search(lines, order='sequence desc', limit=1)
            values['sequence'] = last.sequence + 1
        return values

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_no_quantity(vals) for vals in vals_list]
        typed = [self._get_typed(vals) for vals in vals_list]
        clean = [self._with_hold(vals, given) for vals, given in zip(vals_list, typed, strict=True)]
        lines = super().create(clean)
        lines.browse(
            line.id for line, vals in zip(lines, clean, strict=True) if 'cost' in vals
        )._mark_typed_costs()
        for line, given in zip(lines, typed, strict=True):
            line._check_typed(given)
        lines.variant_id._after_line_change()
        return lines

    def _add_precomputed_values(self, vals_list):
        # What a line costs is computed for whoever makes it, and read by the group only.
        return super(DealVariantLine, self.sudo())._add_precomputed_values(vals_list)

    def write(self, vals):
        if self.env.context.get('deal_lines_bulk'):
            return super().write(vals)
        typed = self._get_typed(vals)
        variants = self.variant_id
        if {'product_id', 'uom_id'} & set(vals):
            vals = {'is_cost_typed': False, **vals}
        result = super().write(self._with_hold(vals, typed))
        if 'cost' in vals and 'is_cost_typed' not in vals:
            self._mark_typed_costs()
        for line in self if typed else ():
            line._check_typed(typed)
        self._release_impossible()
        (variants | self.variant_id)._after_line_change()
        return result

    def unlink(self):
        variants = self.variant_id
        result = super().unlink()
        variants.exists()._after_line_change()
        return result

    def action_follow_pricelist(self):
        """Forget what was typed: the lines follow the price list again."""
        self.write({'held': 'pricelist', 'held_value': 0.0})

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

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

    def _get_held_price(self):
        """The price at which the held figure has its value, or a refusal."""
        self.ensure_one()
        return self._get_price_for(self.held, self.held_value)

    def _get_price_for(self, figure, value):
        """The unit price (taxes as in the price) for a figure, or a refusal."""
        price = pricing.price_for(
            figure,
            value,
            cost=self.sudo().cost,
            list_price=self.list_price,
            quantity=self.quantity,
        )
        if figure in ('price', 'discount') or isinstance(price, pricing.Refusal):
            return price
        return self._get_price_from_net(price)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_share(self):
        """What the line adds to its variant: net, gross and profit."""
        if self.display_type or self.is_optional:
            return 0.0, 0.0, 0.0
        return self.price_subtotal, self.price_total, self.sudo().profit

    def _get_amounts(self, price):
        """Net and gross amount of the line at a unit price, rounded as Odoo rounds a line."""
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
        figures = pricing.figures_of(
            price=price,
            list_price=self.list_price,
            subtotal=net,
            cost=self.sudo().cost,
            quantity=self.quantity,
            rounding=self.currency_id.rounding or 0.01,
        )
        if self.held in figures._fields and not self._why_impossible():
            figures = figures._replace(**{self.held: self.held_value})
        return figures

    def _set_figures(self, price, figures, amounts):
        self.price_unit = price
        self.discount, self.markup, self.margin, self.profit = figures
        self.price_subtotal, self.price_total = amounts
        self.price_tax = amounts[1] - amounts[0]

    def _why_impossible(self):
        """The reason why the held figure cannot be held any more, or False."""
        if self.display_type or self.held == 'pricelist':
            return False
        price = self._get_held_price()
        return isinstance(price, pricing.Refusal) and price.reason

    def _release_impossible(self):
        """Where the held figure has become impossible the price stays, and is held."""
        for line in self:
            if line._why_impossible():
                line.update({'held': 'price', 'held_value': line.price_unit})

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

    def _differs_from_product_cost(self):
        return bool(float_compare(self.sudo().cost, self._get_product_cost(), precision_digits=6))

    # Typing

    def _mark_typed_costs(self):
        """Remember which costs were entered by hand, not computed from the product."""
        for line in self.sudo().with_context(deal_lines_bulk=True):
            if line.is_cost_typed != (typed := line._differs_from_product_cost()):
                line.is_cost_typed = typed

    def _hold_typed(self, name):
        """Hold what the user typed into a field, or say why not and leave the line as it was."""
        figure, value = HOLD_OF_FIELD[name], self[name]
        if self._is_computed_value(name, value):
            return None
        price = self._get_price_for(figure, value or 0.0)
        if isinstance(price, pricing.Refusal):
            self._compute_pricing()
            return {
                'warning': {
                    'title': self.env._("This can't be calculated"),
                    'message': self._get_refusal_message(price.reason),
                }
            }
        self.update({'held': figure, 'held_value': value or 0.0})
        return None

    def _is_computed_value(self, name, value):
        """Whether a value is what the line has anyway: it was computed, not typed."""
        price = self._get_pricelist_prices().get(self) if self.held == 'pricelist' else None
        price = self._get_held_price() if price is None else price
        if isinstance(price, pricing.Refusal):
            return False
        if name == 'price_unit':
            return value == price
        figures = self._get_figures(price, self._get_amounts(price)[0])
        return (value or 0.0) == (getattr(figures, name) or 0.0)

    @api.model
    def _with_no_quantity(self, vals):
        """``vals`` of a new section or note without the quantity that lines start with."""
        return {**vals, 'quantity': 0.0} if vals.get('display_type') else vals

    @api.model
    def _get_typed(self, vals):
        """The figures among ``vals``, by what they hold.

        :return: dictionary of figure to value; empty when ``vals`` name what is held
        """
        return {
            figure: vals[name] or 0.0
            for name, figure in HOLD_OF_FIELD.items()
            if name in vals and not vals.get('display_type')
        }

    @api.model
    def _with_hold(self, vals, typed):
        """``vals`` in which what was typed is held, and is not written past the computation."""
        if not typed:
            return vals
        clean = {name: value for name, value in vals.items() if name not in HOLD_OF_FIELD}
        if clean.get('held') == 'pricelist' or 'held_value' in clean:
            return clean
        figure = clean.get('held') if clean.get('held') in typed else next(iter(typed))
        return {**clean, 'held': figure, 'held_value': typed[figure]}

    def _check_typed(self, typed):
        """:raise ValidationError: for a figure that cannot be held, or figures that disagree"""
        self.ensure_one()
        if not typed or self.display_type:
            return
        if reason := self._why_impossible():
            raise ValidationError(self._get_refusal_message(reason))
        for figure, value in typed.items():
            if not self._agrees(figure, value):
                raise ValidationError(
                    self.env._(
                        "The figures of “%(line)s” don't agree: price, discount, markup, margin "
                        "and profit describe one price. Give one of them.",
                        line=self.name or self.product_id.display_name,
                    )
                )

    def _agrees(self, figure, value):
        """Whether a figure describes the line's price, within rounding.

        Either the figures are the same as a user sees them (two decimals, of percent too), or
        the net amounts differ by no more than the currency's smallest unit.
        """
        name = next(name for name, hold in HOLD_OF_FIELD.items() if hold == figure)
        scale = 10000 if figure in ('markup', 'margin') else 100
        if abs((self.sudo()[name] or 0.0) - value) * scale <= 1.0:
            return True
        price = self._get_price_for(figure, value)
        if isinstance(price, pricing.Refusal):
            return False
        rounding = self.currency_id.rounding
        return abs(self._get_amounts(price)[0] - self.price_subtotal) <= rounding * 1.01

    @api.model
    def _get_refusal_message(self, reason):
        return {
            'markup_without_cost': self.env._(
                "A markup needs a cost: this line's cost is 0. Enter the cost first, or type the "
                "unit price."
            ),
            'margin_without_cost': self.env._(
                "A margin can't be held at a cost of 0: any price would have a margin of 100 %. "
                "Enter the cost first, or type the unit price."
            ),
            'margin_of_100': self.env._(
                "A margin of 100 % or more can't be reached by any price. Type less than 100 %."
            ),
            'discount_without_list_price': self.env._(
                "A discount needs a list price: this line's is 0. Type the unit price instead."
            ),
            'discount_above_100': self.env._("A discount can't be more than 100 %."),
            'profit_without_quantity': self.env._(
                "A profit needs a quantity: this line's is 0. Enter the quantity first."
            ),
            'not_a_number': self.env._("Type a number."),
        }[reason]
