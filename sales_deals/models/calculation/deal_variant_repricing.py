"""Another currency, price list or date: amounts keep their worth, or are priced anew."""

from odoo import models

from . import deal_variant  # noqa: F401 (extended below)

# What decides on how costs are converted.
RATES = {'currency_id', 'pricelist_id', 'company_id', 'date'}


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        """Amounts that were typed keep their worth when the currency changes."""
        before = {variant: variant.currency_id for variant in self}
        if RATES & set(vals):
            self.line_ids._release_profits()
        result = super().write(vals)
        if {'currency_id', 'pricelist_id', 'company_id'} & set(vals):
            for variant, currency in before.items():
                if currency != variant.currency_id:
                    variant._convert_typed_amounts(currency)
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def reprice(self, values, keep):
        """Change price list, currency or date.

        :param dict values: of ``pricelist_id``, ``currency_id``, ``date``
        :param bool keep: keep the prices (converted to another currency); else every line
            follows the price list, whatever was typed
        """
        self.ensure_one()
        self.check_access('write')
        lines = self.line_ids.filtered(lambda line: not line.display_type)
        if keep:
            for line in lines.filtered(lambda line: line.held == 'pricelist'):
                line._hold_price(line.price_unit)
        self.write(values)
        if not keep:
            lines.action_follow_pricelist()

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _convert_typed_amounts(self, currency):
        """Convert what was typed in ``currency``: held prices and profits, and costs."""
        lines = self.line_ids.sudo().with_context(deal_lines_bulk=True)
        for line in lines.filtered(lambda line: line.held in ('price', 'profit')):
            line.held_value = self._convert(line.held_value, currency)
        for line in lines.filtered('is_cost_typed'):
            line.cost = self._convert(line.cost, currency)
        self._after_line_change()
