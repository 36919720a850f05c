"""The minimum margin of lines and of whole calculations, with options and discounts."""

import math

from odoo import api, fields, models
from odoo.tools import float_compare

from ...tools.pricing import arithmetic, precision
from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    is_below_minimum = fields.Boolean(
        string="Below the Minimum Margin",
        compute='_compute_is_below_minimum',
        compute_sudo=True,
        groups=COST_GROUP,
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'margin',
        'line_ids.is_below_minimum',
        'line_ids.is_optional',
        'line_ids.price_subtotal',
        'company_id.deal_min_margin',
    )
    def _compute_is_below_minimum(self):
        asking = self.filtered(lambda variant: variant.company_id._asks_for_min_margin())
        (self - asking).is_below_minimum = False
        for variant in asking:
            lines = variant._get_priced_lines()
            minimum = lines and variant.company_id.deal_min_margin
            variant.is_below_minimum = variant._has_line_below_minimum() or _is_below(
                minimum,
                variant.amount_untaxed + lines._get_rounding(),
                variant.cost_total + lines._get_understated_cost(),
            )

    def _has_line_below_minimum(self):
        """Return whether a line is sold below its minimum, also an option that may be chosen."""
        return any(line._is_sold_below(left) for line, left in self._get_shares().items())

    def _get_shares(self):
        """Return what is left of each line's amount: lines of less than nothing are a discount.

        It is one on all others, each by its share.

        :return: dictionary of line to a share, 0.9 at 10 % discount
        """
        lines = self.line_ids.filtered(lambda line: not line.display_type)
        required = self._get_priced_lines()
        taken = sum(min(line.price_subtotal, 0.0) for line in lines)
        # What only makes up for rounded prices is no discount.
        discount = min(taken + required._get_rounding(), 0.0)
        gross = sum(max(line.price_subtotal, 0.0) for line in required)
        shares = {}
        for line in lines:
            base = gross if line in required else gross + line.price_subtotal
            shares[line] = max(1 + discount / base, 0.0) if base > 0 else 1.0
        return shares

    def _get_judged_prices(self):
        """Return the lowest price of each product that has a minimum margin.

        :return: dictionary of ``product.product`` id to the untaxed price of one unit, with its
            share of discounts, in the company's currency
        """
        prices = {}
        for line, left in self.sudo()._get_shares().items():
            quantity = line.uom_id._compute_quantity(line.quantity, line.product_id.uom_id)
            if line._get_min_margin() and quantity > 0:
                amount = self._get_company_amount(line.price_subtotal * left)
                product_id = line.product_id.id
                prices[product_id] = min(amount / quantity, prices.get(product_id, math.inf))
        return prices


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    is_below_minimum = fields.Boolean(
        string="Below the Minimum Margin",
        compute='_compute_is_below_minimum',
        compute_sudo=True,
        groups=COST_GROUP,
    )

    @api.depends('margin', 'price_subtotal', 'cost', 'product_id', 'company_id')
    def _compute_is_below_minimum(self):
        asking = self.filtered(lambda line: line.company_id._asks_for_min_margin())
        (self - asking).is_below_minimum = False
        for line in asking:
            line.is_below_minimum = line._is_sold_below()

    def _is_sold_below(self, left=1.0):
        """Return whether the line is sold below its minimum margin.

        :param float left: share of its amount that other lines leave; 0.9 at 10 % discount
        """
        self.ensure_one()
        cost = self.price_subtotal - self.profit + self._get_understated_cost()
        net = self.price_subtotal * left + self._get_rounding()
        return _is_below(self._get_min_margin(), net, cost)

    def _get_rounding(self):
        """Return what rounding may have taken of the amounts of these lines.

        A price that is the very minimum, as finely as prices are made, is none below it.
        """
        return sum(
            max(
                line.currency_id.rounding / 2,
                abs(line.quantity) * precision.slack(line.price_unit, line._get_price_decimals()),
            )
            for line in self
        )

    def _get_understated_cost(self):
        """Return by how much typed costs of these lines are below those of the products.

        Whoever types a lower cost does not lower the minimum price by it.
        """
        return sum(
            max(line._get_product_cost() - line.cost, 0.0) * max(line.quantity, 0.0)
            for line in self
            if line.is_cost_typed
        )

    def _get_min_margin(self):
        """Return the minimum of the product's category, else of the company; 0 if none."""
        self.ensure_one()
        if self.display_type or not self.product_id or self._is_combo():
            return 0.0
        category = self.product_id.categ_id.with_company(self.company_id)
        own = category._get_min_margin() if category else 0.0
        return own or self.company_id.deal_min_margin


def _is_below(minimum, net, cost):
    """Return whether an amount leaves less than the minimum margin; never without a minimum."""
    if not minimum or net <= 0 or cost <= 0:
        # A share of nothing, or of less, says nothing: what costs something is sold at a loss.
        return bool(minimum) and cost > max(net, 0)
    return float_compare(arithmetic.margin_of(net, cost), minimum, precision_digits=6) < 0
