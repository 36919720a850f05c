from odoo import models

from . import deal_cost_guard  # noqa: F401 (inherited below)


class SaleReport(models.Model):
    _name = 'sale.report'
    _inherit = ['sale.report', 'deal.cost.guard']

    _deal_cost_fields = ('margin',)
