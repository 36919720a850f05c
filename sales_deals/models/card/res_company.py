"""Last offers in the list of deals, when a company switches the calculation on or off."""

from odoo import models


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _after_calculation_switch(self):
        super()._after_calculation_switch()
        self.env['crm.lead']._refresh_offer_states([('company_id', 'in', [*self.ids, False])])
