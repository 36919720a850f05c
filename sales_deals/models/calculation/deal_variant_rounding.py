"""A line "Rounding": what prices that can be shown leave of a total that was set."""

from odoo import Command, models

from . import deal_variant, deal_variant_line  # noqa: F401 (extended below)


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    def _get_rounding_lines(self):
        """Return the lines that take what other lines can't; one at most, if nobody adds more."""
        # A company's product is no secret, though some may not read products.
        product = self.company_id.sudo().deal_rounding_product_id
        return self._get_priced_lines().filtered(
            lambda line: line.product_id == product and line.quantity == 1.0 and not line.is_locked
        )

    def _get_rounding(self):
        """Return the price of the line "Rounding"; 0 where there is none."""
        return sum(self._get_rounding_lines().mapped('price_unit'))

    def _set_rounding(self, price):
        """Let there be one line "Rounding" of this price, or none at 0."""
        self.ensure_one()
        self.check_access('write')
        lines = self._get_rounding_lines()
        line = (lines[:1] or self._make_rounding_line()) if price else lines.browse()
        (lines - line).sudo().unlink()
        for kept in line:
            kept._hold_price(price)

    def _make_rounding_line(self):
        """Create a line "Rounding" at a price of 0, behind the lines that count."""
        self.ensure_one()
        priced = self._get_priced_lines()
        line = self._add_lines([self._prepare_rounding_line()])
        line.sudo()._move_behind(priced)
        return line

    def _prepare_rounding_line(self):
        """Prepare the values of a line "Rounding"; it is taxed as the largest line is."""
        product = self.company_id._get_deal_rounding_product()
        lang = self.partner_id.lang or self.env.lang
        return {
            'product_id': product.id,
            'name': self.with_context(lang=lang).env._("Rounding"),
            'tax_ids': [Command.set(self._get_rounding_taxes().ids)],
            'held': 'price',
            'held_value': 0.0,
        }

    def _get_rounding_taxes(self):
        """Return the taxes of the largest line, but for those of fixed amounts."""
        largest = max(self._get_priced_lines(), key=lambda line: abs(line.price_subtotal))
        taxes = largest.tax_ids
        return taxes.filtered(
            lambda tax: 'fixed' not in tax.flatten_taxes_hierarchy().mapped('amount_type')
        )
