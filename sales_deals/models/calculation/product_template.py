from odoo import models

from . import deal_cost_guard  # noqa: F401 (inherited below)


class ProductTemplate(models.Model):
    _name = 'product.template'
    _inherit = ['product.template', 'deal.cost.guard']

    _deal_cost_fields = ('standard_price',)

    def _is_cost_public(self):
        """Return whether these are kinds of expenses: everybody claims them at their cost."""
        return (
            bool(self) and 'can_be_expensed' in self._fields and all(self.mapped('can_be_expensed'))
        )
