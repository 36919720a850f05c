"""Customers who have an offer that they can still accept."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = 'res.partner'

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        """Keep customers who may still accept an offer, as Odoo keeps those of quotations."""
        offers = self.env['deal.offer']
        domain = offers._get_open_domain() & Domain('partner_id', 'in', self.ids)
        # Whoever may delete a contact may not see all offers to it.
        if customers := offers.sudo().search(domain).partner_id & self:
            raise UserError(
                self.env._(
                    "Clients who can still accept an offer can't be deleted: %s."
                    " Archive them instead.",
                    ", ".join(customers.mapped('display_name')),
                )
            )
