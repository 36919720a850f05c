"""Duplicates above a form: they are searched for when the form is shown already."""

from odoo import api, models

#: What is shown of duplicates; a form is answered with the values for none.
SHOWN = {'duplicate_lead_count': 0, 'deal_duplicate_hint': {'later': True}}


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.readonly
    def web_read(self, specification):
        """Read a form's deal without the search for duplicates: its widget asks for them then."""
        later = self._get_shown_later(specification)
        asked = {name: spec for name, spec in specification.items() if name not in later}
        return [{**values, **later} for values in super().web_read(asked)]

    def _get_shown_later(self, specification):
        """Return the values of a form's fields that are asked for when it is shown.

        What is being typed is compared at once.

        :param dict specification: fields to read; only forms read the hint
        """
        is_saved = len(self) == 1 and self == self._origin
        is_form = is_saved and 'deal_duplicate_hint' in specification
        if not is_form or not self._uses_deal_rules():
            return {}
        return {name: value for name, value in SHOWN.items() if name in specification}

    def _get_opening_parts(self):
        return {**super()._get_opening_parts(), 'duplicates': self._get_shown_duplicates}

    def _get_shown_duplicates(self):
        return {name: self[name] for name in SHOWN}
