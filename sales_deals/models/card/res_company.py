"""What a company's lists of deals show above the deals, and of their last offers."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    deal_shows_start = fields.Boolean(
        string="List “Get Started”",
        copy=False,
        help="Sales managers see above the deals what is missing for the first offer.",
    )

    def _after_calculation_switch(self):
        super()._after_calculation_switch()
        self.env['crm.lead']._refresh_offer_states([('company_id', 'in', [*self.ids, False])])
