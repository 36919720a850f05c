"""Win a deal when the order of its accepted offer is confirmed."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _action_confirm(self):
        """Win the deals whose accepted offers became these orders."""
        result = super()._action_confirm()
        # Whoever confirms an order, the client too, need not see the deal.
        offers = self.env['deal.offer'].sudo().search([('sale_order_id', 'in', self.ids)])
        offers.lead_id.filtered(lambda lead: lead.won_status != 'won').action_set_won()
        return result
