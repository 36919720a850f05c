"""Properties of merged deals that the team of the deal they became does not have."""

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, html2plaintext


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # Odoo shows the values that the team describes, and drops all others when one is changed.
    deal_merged_properties = fields.Text(
        string="Properties of Merged Deals",
        readonly=True,
        copy=False,
        help="Values of properties that this deal's team does not have.",
    )

    def _prepare_merged_properties(self, source_id=None):
        """Return the values of the text above, the survivor being the first of these deals.

        :param int source_id: the deal that gives the team; the survivor by default
        """
        source = self.browse(source_id or self[:1].id)
        found = source._get_foreign_properties(self - source)
        known = [lead.deal_merged_properties or '' for lead in self]
        text = self._join_texts([*known, '\n'.join(found)], False)
        return {'deal_merged_properties': text} if text else {}

    def _get_foreign_properties(self, others):
        """Return label and value of each property of others that this deal's team lacks."""
        found = []
        for name, field in self._fields.items():
            if field.type == 'properties' and self._has_field_access(field, 'read'):
                described_by = (self | others)._read_described_properties(name)
                own = {described['name'] for described in described_by[self.id]}
                for described in (p for lead in others for p in described_by[lead.id]):
                    shown = self._get_merge_property_text(described)
                    if described['name'] not in own and shown:
                        found.append(f'{described.get("string")}: {shown}')
        return list(dict.fromkeys(found))

    @api.model
    def _get_merge_property_text(self, described):
        """Return a property's value as a person reads it; '' without one.

        :param dict described: the property with its value, as Odoo reads it
        """
        value, kind = described.get('value'), described.get('type')
        if value and kind == 'boolean':
            return self.env._("Yes")
        if value and kind == 'date':
            return format_date(self.env, value)
        if value and kind == 'datetime':
            return format_datetime(self.env, value)
        if value and kind == 'html':
            return html2plaintext(value).strip()
        return str(self._get_merge_shown_property(described) or '')
