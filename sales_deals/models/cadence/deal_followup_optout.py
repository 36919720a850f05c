"""Opting out stops cadences, on whatever deal."""

from odoo import api, models


class DealFollowupOptout(models.Model):
    _inherit = 'deal.followup.optout'

    @api.model_create_multi
    def create(self, vals_list):
        optouts = super().create(vals_list)
        self.env['deal.cadence.run']._heed_people(optouts.mapped('email'))
        return optouts
