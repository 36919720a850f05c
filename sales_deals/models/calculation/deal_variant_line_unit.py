"""A line that gets another unit: what was typed for the old one is converted."""

from odoo import api, fields, models
from odoo.tools import float_compare

from ...tools.pricing import precision
from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    is_list_price_typed = fields.Boolean(
        string="List Price Typed", help="The list price was entered by hand, not the product's."
    )
    typed_uom_id = fields.Many2one(
        'uom.uom',
        string="Unit of the Figures",
        compute='_compute_typed_uom_id',
        readonly=False,
        help="The unit for which a form shows list price, cost and price.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_typed_uom_id(self):
        for line in self:
            line.typed_uom_id = line._origin.uom_id

    # ------------------------------------------------------------
    # ONCHANGE
    # ------------------------------------------------------------

    # Named to come before the others: these read prices that may have been another product's.
    @api.onchange('product_id')
    def _onchange_another_product(self):
        line = self.sudo()  # remembered for all, read by the group
        line.update({'is_cost_typed': False, 'is_list_price_typed': False})
        line.typed_uom_id = line.uom_id

    @api.onchange('list_price')
    def _onchange_list_price(self):
        self.is_list_price_typed = self._differs_from_product_list_price()

    @api.onchange('uom_id')
    def _onchange_uom_id(self):
        line = self.sudo()
        # Computed for the new unit before the old one is forgotten.
        line.mapped('list_price')
        line.mapped('cost')
        if line.held == 'price':
            line.held_value = line._in_line_unit(line.held_value, line.typed_uom_id)
        line.typed_uom_id = line.uom_id

    # ------------------------------------------------------------
    # CONVERSION
    # ------------------------------------------------------------

    def _in_line_unit(self, price, unit):
        """Return a price for one ``unit`` as one for the line's."""
        if not unit or not self.uom_id or unit == self.uom_id:
            return price
        return precision.in_unit(price, unit.factor, self.uom_id.factor)

    def _get_typed_list_price(self):
        """Return the list price that was typed, in the unit that a form has now."""
        unit = self.uom_id if self.id else self.typed_uom_id
        return self._in_line_unit(self.list_price, unit)

    def _get_typed_cost(self):
        """Return the cost that was typed, in the unit that a form has now.

        Forms of users who may not see costs know none: there it is the saved one.
        """
        unit = self.uom_id if self.id else self.typed_uom_id
        if not self.id and not self.env.user.has_group(COST_GROUP):
            unit = self._origin.uom_id
        return self._in_line_unit(self.cost, unit)

    def _prepare_unit_change(self, vals, hold):
        """Remember what was typed into lines that get another unit.

        :param dict vals: what is about to be written
        :param hold: what is about to be held, if that was given too
        :return: list of tuples (line, its unit, dictionary of field to amount)
        """
        if 'uom_id' not in vals or self._is_bulk():
            return []
        lines = (
            self.sudo()
            .with_context(deal_lines_bulk=True)
            .filtered(
                lambda line: (
                    line.uom_id.id != vals['uom_id']
                    and line.product_id.id == vals.get('product_id', line.product_id.id)
                )
            )
        )
        return [
            (
                line,
                line.uom_id,
                line._get_typed_amounts({*vals, *(('held_value',) if hold else ())}),
            )
            for line in lines
        ]

    def _get_typed_amounts(self, given):
        """Return what was typed for one unit, but for what is given anew.

        :return: dictionary of field to amount
        """
        typed = {
            'held_value': self.held == 'price',
            'list_price': self.is_list_price_typed,
            'cost': self.is_cost_typed,
        }
        return {name: self[name] for name, is_so in typed.items() if is_so and name not in given}

    @api.model
    def _convert_units(self, changes):
        """Convert what :meth:`_prepare_unit_change` has remembered."""
        for line, unit, amounts in changes:
            if amounts:
                line.write({n: line._in_line_unit(amount, unit) for n, amount in amounts.items()})

    # ------------------------------------------------------------
    # TYPED LIST PRICES
    # ------------------------------------------------------------

    def _differs_from_product_list_price(self):
        if self.display_type or not self.product_id:
            return False
        own = self._get_price_with_taxes(self._get_sales_price())
        return bool(float_compare(self.list_price, own, precision_digits=6))

    def _mark_typed_list_prices(self):
        """Remember which list prices were entered by hand, not computed from the product."""
        for line in self.sudo().with_context(deal_lines_bulk=True):
            if line.is_list_price_typed != (typed := line._differs_from_product_list_price()):
                line.is_list_price_typed = typed
