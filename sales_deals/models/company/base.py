"""What no form lets users enter can't be entered by any other way either."""

from odoo import api, models
from odoo.exceptions import AccessError

ADDON = 'sales_deals'


class Base(models.AbstractModel):
    _inherit = 'base'

    @api.model
    def _check_field_access(self, field, operation):
        super()._check_field_access(field, operation)
        if operation == 'write' and not self.env.su and self._is_closed_by_deals(field):
            raise AccessError(
                self.env._(
                    "“%(field)s” of “%(model)s” can't be entered: it follows from what is done.",
                    field=field._description_string(self.env),
                    model=self.env['ir.model']._get(self._name).name,
                )
            )

    @api.model
    def _is_closed_by_deals(self, field):
        """Return whether a field of the addon is written by its own code alone, as superuser.

        Those are the fields that are read-only for every form. Dialogues are not records: what
        they are given is checked when it is used.
        """
        is_own = self._original_module == ADDON or field._modules[:1] == (ADDON,)
        return is_own and field.readonly and not self._transient
