"""Deals whose customer Odoo merges with another are compared by the one that stays."""

from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Renew the keys of deals that got another customer, which Odoo writes by SQL."""
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        # Users have no access to keys; whoever may merge contacts changes their deals' customer.
        keys = self.env['deal.match.key'].sudo()
        keys.search([('lead_id.partner_id', 'child_of', dst_partner.ids)]).lead_id._renew_derived()
        return result
