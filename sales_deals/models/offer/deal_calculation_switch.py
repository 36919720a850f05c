"""Count the offers that a switch of the calculation concerns."""

from odoo import api, fields, models


class DealCalculationSwitch(models.TransientModel):
    _inherit = 'deal.calculation.switch'

    offer_count = fields.Integer(string="Offers with Clients", compute='_compute_offer_count')

    @api.depends('company_id')
    def _compute_offer_count(self):
        for switch in self:
            # The number of the whole company, for whoever decides for it; of what is switched
            # off nobody could count anything.
            switch.offer_count = (
                self.env['deal.offer']
                .sudo()
                .search_count(
                    [
                        ('company_id', '=', switch.company_id.id),
                        ('kind', '=', 'calculation'),
                        ('state', 'in', ('sent', 'opened')),
                    ]
                )
            )
