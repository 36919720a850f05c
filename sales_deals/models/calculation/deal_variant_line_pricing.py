"""Prices of calculation lines, and the figures that follow from them."""

from collections import defaultdict

from odoo import api, models

from ...tools.pricing import arithmetic, precision
from . import deal_variant_line  # noqa: F401 (extended below)

#: Figures that are shown as they were typed, though the price is rounded. Profits are summed up.
RATIOS = ('discount', 'markup', 'margin')


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'product_id',
        'product_no_variant_attribute_value_ids',
        'combo_item_id',
        'linked_line_id',
        'uom_id',
        'currency_id',
        'variant_id.date',
        # Its taxes may be included in the price.
        'variant_id.fiscal_position_id',
    )
    def _compute_list_price(self):
        for line in self:
            line.list_price = (
                line._get_typed_list_price()
                if line.is_list_price_typed
                else line._get_price_with_taxes(line._get_sales_price())
            )

    @api.depends('product_id', 'uom_id', 'currency_id', 'variant_id.date')
    def _compute_cost(self):
        for line in self:
            line.cost = line._get_typed_cost() if line.is_cost_typed else line._get_product_cost()

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

    # ------------------------------------------------------------
    # SALES PRICE AND COST
    # ------------------------------------------------------------

    def _get_sales_price(self):
        """Return the price of one unit without a price list, in the variant's currency.

        A combo has none; that of an item is its part of the combo's.
        """
        self.ensure_one()
        if self._is_combo():
            return 0.0
        if self._is_item():
            return self._get_item_price(self.linked_line_id._get_own_sales_price())
        return self._get_own_sales_price()

    def _get_own_sales_price(self):
        """Return what one unit of the line's product costs without a price list."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        if not product:
            return 0.0
        price = self._get_sales_price_of_product()
        if self.uom_id:
            price = product.uom_id._compute_price(price, self.uom_id)
        return self.variant_id._convert(price, product.currency_id)

    def _get_sales_price_of_product(self):
        """Return the same in the product's own currency and unit, as the product is configured."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        return product.lst_price + self._get_price_extra()

    def _get_product_cost(self):
        """Return what the product costs, in the variant's currency and the line's unit."""
        # Computed for everybody, and read by the group only.
        product = self.product_id.sudo().with_company(self.company_id)
        if not product or self._is_combo():
            return 0.0
        cost = product.standard_price
        if self.uom_id:
            cost = product.uom_id._compute_price(cost, self.uom_id)
        return self.variant_id._convert(cost, product.cost_currency_id)

    # ------------------------------------------------------------
    # PRICE LIST
    # ------------------------------------------------------------

    def _get_pricelist_prices(self):
        """Return what the price list asks for each line, quantity breaks included.

        :return: dictionary of line to unit price, in the variant's currency, with the taxes that
            its prices include
        """
        prices = self._get_rule_prices_with_combos()
        return {line: line._get_price_with_taxes(price) for line, price in prices.items()}

    def _get_rule_prices(self):
        """Return what the rules of the price list say of the products, before taxes.

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
                date=variant._get_moment(),
            )
            prices.update((line, rules[line.product_id.id][0]) for line in lines)
        return prices

    # ------------------------------------------------------------
    # FIGURES
    # ------------------------------------------------------------

    def _get_price_for(self, figure, value):
        """Return the unit price (taxes as in the price) for a figure, or a refusal.

        One that follows from the cost is made to what can be shown. Of a discount it is exact, as
        list price and discount are what an order shows.
        """
        price = arithmetic.price_for(
            figure,
            value,
            cost=self.sudo().cost,
            list_price=self.list_price,
            quantity=self.quantity,
        )
        if figure in ('price', 'discount') or isinstance(price, arithmetic.Refusal):
            return price
        return self._make_price(self._get_price_from_net(price))

    def _make_price(self, price):
        """Round a price that follows from another figure to what can be shown."""
        return precision.made_price(price, self._get_price_decimals())

    def _get_price_decimals(self):
        """Return the decimals of prices in the variant's currency."""
        precision_get = self.env['decimal.precision'].precision_get
        return precision.price_decimals(
            self.variant_id.currency_id.decimal_places, precision_get('Product Price')
        )

    def _get_figures(self, price, net):
        """Return the figures of a price; a ratio that is held shows what was typed."""
        figures = arithmetic.figures_of(
            price=price,
            list_price=self.list_price,
            subtotal=net,
            cost=self.sudo().cost,
            quantity=self.quantity,
            rounding=self.currency_id.rounding or 0.01,
        )
        if self.held in RATIOS and not self._why_impossible():
            figures = figures._replace(**{self.held: self.sudo().held_value})
        return figures

    def _set_figures(self, price, figures, amounts):
        self.price_unit = price
        self.discount, self.markup, self.margin, self.profit = figures
        self.price_subtotal, self.price_total = amounts
        self.price_tax = amounts[1] - amounts[0]

    # ------------------------------------------------------------
    # TAXES
    # ------------------------------------------------------------

    def _prepare_base_line(self, **values):
        """Return this line as Odoo's tax engine takes it; ``values`` replace the line's own."""
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
                **self._prepare_global_discount(),
                **values,
            },
        )

    def _get_amounts(self, price):
        """Return net and gross amount at a unit price, rounded as Odoo rounds a line."""
        if not self.variant_id:
            return 0.0, 0.0
        taxes = self.env['account.tax']
        base_line = self._prepare_base_line(price_unit=price)
        company = self.company_id._or_current()
        taxes._add_tax_details_in_base_line(base_line, company)
        taxes._round_base_lines_tax_details([base_line], company)
        details = base_line['tax_details']
        return details['total_excluded_currency'], details['total_included_currency']

    def _get_price_from_net(self, net):
        """Return the unit price that leaves ``net`` without tax: the included taxes are added."""
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
        """Return a product's price as the fiscal position's taxes include it, as in an order."""
        product = self.product_id
        if not product:
            return price
        return product._get_tax_included_unit_price_from_price(
            price,
            product.taxes_id._filter_taxes_by_company(self.company_id),
            fiscal_position=self.variant_id.fiscal_position_id,
        )
