"""Value of deals from before the addon."""

from odoo import models
from odoo.tools import SQL


class DealProcess(models.Model):
    _inherit = 'deal.process'

    def _get_filled_columns(self):
        # Costs are not known yet, so that the whole value is profit.
        return {
            **super()._get_filled_columns(),
            'deal_profit': (SQL("numeric"), SQL("COALESCE(expected_revenue, 0)")),
            'deal_margin': (SQL("numeric"), SQL("CASE WHEN expected_revenue <> 0 THEN 1 END")),
        }
