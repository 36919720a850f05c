"""Consents of people to messages of cadences."""

from odoo import fields, models


class DealCadenceConsent(models.Model):
    _name = 'deal.cadence.consent'
    _description = "Consent to Messages"
    _inherit = ['deal.address']
    _order = 'id desc'
    _rec_name = 'email'

    email = fields.Char(string="Address", required=True, index=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    given_on = fields.Date(string="Given", required=True, default=fields.Date.context_today)
    source = fields.Char(
        string="How", required=True, help="Where it can be read: a form, a mail, a call."
    )

    _one_address = models.UniqueIndex(
        "(email, company_id)", "The consent of this address is recorded already."
    )
