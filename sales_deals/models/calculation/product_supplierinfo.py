from odoo import models

from . import deal_cost_guard  # noqa: F401 (inherited below)


class ProductSupplierinfo(models.Model):
    _name = 'product.supplierinfo'
    _inherit = ['product.supplierinfo', 'deal.cost.guard']

    _deal_cost_fields = ('price', 'price_discounted', 'discount')

    def _order_to_sql(self, order, query, alias=None, reverse=False):
        """Sort as Odoo does, by price too, also for users who may not see it."""
        is_own = not order or order == self._order
        model = self.sudo() if is_own and self._is_denied_costs() else self
        return super(ProductSupplierinfo, model)._order_to_sql(order, query, alias, reverse)
