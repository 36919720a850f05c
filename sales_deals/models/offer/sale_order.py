"""Orders of accepted offers: they stay as they were signed, and win the deal when confirmed."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _action_confirm(self):
        """Win the deals whose accepted offers became these orders."""
        result = super()._action_confirm()
        offers = self._get_accepted_offers()
        offers.lead_id.filtered(lambda lead: lead.won_status != 'won').action_set_won()
        return result

    def _can_be_edited_on_portal(self):
        """Keep what was signed: the options of an accepted offer were chosen on its page."""
        return super()._can_be_edited_on_portal() and not self._get_accepted_offers()

    def _get_accepted_offers(self):
        """Return the offers that became these orders, as superuser."""
        # Whoever opens or confirms an order, the client too, need not see the deal.
        return self.env['deal.offer'].sudo().search([('sale_order_id', 'in', self.ids)])
