from odoo import models

from . import deal_cost_guard  # noqa: F401 (inherited below)


class ProductProduct(models.Model):
    _name = 'product.product'
    _inherit = ['product.product', 'deal.cost.guard']

    _deal_cost_fields = ('standard_price', 'avg_cost', 'total_value')

    def _is_cost_public(self):
        return self.product_tmpl_id._is_cost_public()

    def _select_seller(self, *args, **kwargs):
        """Return a vendor whose prices Odoo's purchasing can read, whoever's sale it buys for."""
        # Not for callers from outside: the name is private.
        product = self.sudo() if self._is_denied_costs() else self
        return super(ProductProduct, product)._select_seller(*args, **kwargs)
