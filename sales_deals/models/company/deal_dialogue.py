"""What dialogues of the addon have in common: they are about what their user may read."""

from odoo import api, models


class DealDialogue(models.AbstractModel):
    """Refuse deals, and what belongs to them, that the user may not read.

    Odoo tells the name of whatever record a dialogue is given, and a form computes with it.
    """

    _name = 'deal.dialogue'
    _description = "Dialogue of Sales Deals"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_given(vals)
        return super().write(vals)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        self._check_given(values)
        return values

    def onchange(self, values, field_names, fields_spec):
        self._check_given(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_given(self, vals):
        """Check that the user may read the records that values name.

        :raise AccessError: for one that they may not read
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if field and field.relational and _is_of_deals(field.comodel_name):
                ids = _get_ids(value) if value else ()
                self.env[field.comodel_name].browse(ids).check_access('read')


def _is_of_deals(model):
    return model == 'crm.lead' or model.startswith('deal.')


def _get_ids(value):
    """Return the ids that a value names: of one record, of many, or within commands."""
    if isinstance(value, models.BaseModel):
        return value.ids
    if isinstance(value, bool) or not isinstance(value, int | list | tuple):
        return []
    values = [value] if isinstance(value, int) else value
    ids = [entry for entry in values if isinstance(entry, int)]
    for command in values:
        if isinstance(command, list | tuple) and len(command) > 1:
            ids += [part for part in command[1:2] if isinstance(part, int)]
            ids += _get_ids(command[2]) if command[0] == 6 and len(command) > 2 else []
    return [number for number in ids if number]
