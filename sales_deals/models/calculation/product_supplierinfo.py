from odoo import models

from . import deal_cost_guard  # noqa: F401 (inherited below)


class ProductSupplierinfo(models.Model):
    _name = 'product.supplierinfo'
    _inherit = ['product.supplierinfo', 'deal.cost.guard']

    _deal_cost_fields = ('price', 'price_discounted', 'discount')
