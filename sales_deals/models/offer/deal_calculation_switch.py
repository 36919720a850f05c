"""Count the offers that a switch of the calculation concerns."""

from odoo import api, fields, models
from odoo.fields import Domain


class DealCalculationSwitch(models.TransientModel):
    _inherit = 'deal.calculation.switch'

    offer_count = fields.Integer(string="Offers with Clients", compute='_compute_offer_count')

    @api.depends('company_id')
    def _compute_offer_count(self):
        for switch in self:
            # The number of the whole company, for whoever decides for it; of what is switched
            # off nobody could count anything.
            offers = self.env['deal.offer'].sudo()
            switch.offer_count = offers.search_count(
                offers._get_open_domain()
                & Domain('company_id', '=', switch.company_id.id)
                & Domain('kind', '=', 'calculation')
            )
