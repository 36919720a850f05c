"""What is known of an e-mail address, whoever it belongs to."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize


class DealAddress(models.AbstractModel):
    _name = 'deal.address'
    _description = "Record of an Address"
    _inherit = ['deal.record']

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **self._normalize(vals)} for vals in vals_list])

    def write(self, vals):
        vals = {**vals, **self._normalize(vals)}
        self._check_same(vals)
        return super().write(vals)

    def _check_same(self, vals):
        """Check that what one address has said is not turned into what another one has.

        :raise AccessError: for whoever is not the superuser
        """
        kept = () if self.env.su else {'email', 'company_id'} & vals.keys()
        for record in self if kept else ():
            for name in kept:
                if record._would_change(name, vals[name]):
                    raise AccessError(
                        self.env._(
                            "“%(field)s” of “%(record)s” is kept: make a new one where it belongs.",
                            field=self._fields[name]._description_string(self.env),
                            record=record.display_name,
                        )
                    )

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
