"""Settings of cadences, by company."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    deal_cadence_cap = fields.Integer(
        string="Messages a Mailbox and Day",
        default=200,
        help="Messages of cadences above it wait for another day. 0: no limit.",
    )

    @api.constrains('deal_cadence_cap')
    def _check_deal_cadence_cap(self):
        if self.filtered(lambda company: company.deal_cadence_cap < 0):
            raise ValidationError(self.env._("The number of messages a day can't be negative."))
