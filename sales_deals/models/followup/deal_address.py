"""What is known of an e-mail address, whoever it belongs to."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class DealAddress(models.AbstractModel):
    _name = 'deal.address'
    _description = "Record of an Address"
    _inherit = ['deal.record']

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **self._normalize(vals)} for vals in vals_list])

    def write(self, vals):
        return super().write({**vals, **self._normalize(vals)})

    @api.model
    def _get_kept_fields(self):
        """Keep what one address has said from being turned into what another one has."""
        return super()._get_kept_fields() | {'email', 'company_id'}

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
