"""Blacklisted addresses stop cadences."""

from odoo import api, models


class MailBlacklist(models.Model):
    _inherit = 'mail.blacklist'

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env['deal.cadence.run']._heed_people(records.mapped('email'))
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.get('active'):
            self.env['deal.cadence.run']._heed_people(self.mapped('email'))
        return result
