from odoo import models

from . import deal_cost_guard  # noqa: F401 (inherited below)


class ProductProduct(models.Model):
    _name = 'product.product'
    _inherit = ['product.product', 'deal.cost.guard']

    _deal_cost_fields = ('standard_price', 'avg_cost', 'total_value')

    def _is_cost_public(self):
        return self.product_tmpl_id._is_cost_public()
