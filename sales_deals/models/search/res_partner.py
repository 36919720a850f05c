"""Deals of a company's persons are found by what changes of the company."""

from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def write(self, vals):
        """Have the texts of the persons' deals made anew.

        As dependencies, these fields would have the ORM search the persons, and then their deals,
        once for each field.
        """
        result = super().write(vals)
        if not vals.keys().isdisjoint(self.env['deal.search.text']._get_company_fields()):
            self._renew_texts_of_persons()
        return result

    def _renew_texts_of_persons(self):
        """Mark the deals of other partners of these companies."""
        # Users need not see these deals: only their texts are made anew.
        leads = self.env['crm.lead'].sudo().with_context(active_test=False)
        domain = [('partner_id.commercial_partner_id', 'in', self.ids)]
        found = leads.search([*domain, ('partner_id', 'not in', self.ids)], order='id')
        self.env.add_to_compute(leads._fields['deal_match_key_ids'], found)
