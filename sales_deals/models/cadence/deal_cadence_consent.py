"""Consents of people to messages of cadences."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class DealCadenceConsent(models.Model):
    _name = 'deal.cadence.consent'
    _description = "Consent to Messages"
    _inherit = ['deal.record']
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

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **self._normalize(vals)} for vals in vals_list])

    def write(self, vals):
        return super().write({**vals, **self._normalize(vals)})

    @api.model
    def _normalize(self, vals):
        """Normalize the address, so that it can be compared.

        :raise UserError: when it is no e-mail address
        """
        if 'email' not in vals:
            return {}
        address = email_normalize(vals['email'])
        if not address:
            raise UserError(self.env._("“%s” is not an e-mail address.", vals['email']))
        return {'email': address}
