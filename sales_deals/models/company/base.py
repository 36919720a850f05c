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
        return field.readonly and not self._transient and self._is_field_of_deals(field)

    @api.model
    def _is_field_of_deals(self, field):
        """Return whether the addon has made a field: on models of others its name says so, too."""
        is_named = ADDON in field._modules and 'deal' in field.name
        return is_named or self._original_module == ADDON
