"""How a line's price comes about, step by step."""

from odoo import api, models

from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    def action_show_waterfall(self):
        """Open the dialogue that draws :meth:`get_waterfall`."""
        self.ensure_one()
        params = {'line_id': self.id}
        return {'type': 'ir.actions.client', 'tag': 'deal_waterfall', 'params': params}

    @api.readonly
    def get_waterfall(self):
        """The steps from list price to profit, for one unit.

        :return: dictionary of ``name``, ``currency_id`` and ``steps``: dictionaries of ``key``,
            ``amount`` (in the variant's currency), and ``is_total`` where the step is a level,
            not a change; cost and profit for those who may see them
        """
        self.ensure_one()
        listed = self._get_pricelist_prices().get(self, self.list_price)
        steps = [
            self._prepare_step('list_price', self.list_price, True),
            self._prepare_step('pricelist', listed - self.list_price),
            self._prepare_step('discount', self.price_unit - listed),
            self._prepare_step('price_unit', self.price_unit, True),
        ]
        steps += self._get_net_steps()
        return {
            'name': self.product_id.display_name or self.name,
            'currency_id': self.currency_id.id,
            'steps': [step for step in steps if step['is_total'] or abs(step['amount']) > 1e-9],
        }

    def _get_net_steps(self):
        """From the unit price to the profit of one unit, without tax."""
        net = self.price_subtotal / self.quantity if self.quantity else self.price_unit
        included = net - self.price_unit
        if abs(included) < self.currency_id.rounding:
            included = 0.0  # no tax: the subtotal is rounded, the unit price is not
        steps = [self._prepare_step('tax', included)]
        if self.env.user.has_group(COST_GROUP):
            steps += [
                self._prepare_step('cost', -self.cost),
                self._prepare_step('profit', self.price_unit + included - self.cost, True),
            ]
        return steps

    @api.model
    def _prepare_step(self, key, amount, is_total=False):
        return {'key': key, 'amount': amount, 'is_total': is_total}
