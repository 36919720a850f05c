"""Properties of merged deals that the team of the deal they became does not have."""

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext

from ...tools.language import persian


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # Odoo shows the values that the team describes, and drops all others when one is changed.
    deal_merged_properties = fields.Text(
        string="Properties of Merged Deals",
        readonly=True,
        copy=False,
        help="Values of properties that this deal's team does not have.",
    )

    def _prepare_merged_properties(self, found):
        """Return the values of the text above, the survivor being the first of these deals.

        :param found: see :meth:`_get_foreign_properties`
        """
        own = self[:1].deal_merged_properties or ''
        text = own
        for added in [*(lead.deal_merged_properties or '' for lead in self[1:]), *found]:
            known = text.splitlines()
            lines = [line for line in added.splitlines() if ': ' not in line or line not in known]
            if any(line.strip() and line not in known for line in lines):
                text = '\n'.join([*filter(None, [text]), *lines])
        return {'deal_merged_properties': text} if text != own else {}

    def _get_foreign_properties(self, sources, assigned):
        """Return label and value of each property that no longer belongs to one when merged.

        Its team, or what else describes such properties, is then another one.

        :param dict sources: see :meth:`_prepare_merge_plan`
        :param dict assigned: values that the merged deal is given
        """
        found = []
        for name, field in self._fields.items():
            if field.type == 'properties' and self._has_field_access(field, 'read'):
                container = self._get_merge_container(field.definition_record, sources, assigned)
                definition = container.sudo()[field.definition_record_field]
                own = {described['name'] for described in definition or ()}
                for lead_id, properties in self._read_described_properties(name).items():
                    lead = self.browse(lead_id)
                    found += [
                        f'{described.get("string")}: {shown}'
                        for described in properties
                        if described['name'] not in own
                        and (shown := lead._get_merge_property_text(described))
                    ]
        return list(dict.fromkeys(found))

    def _get_merge_container(self, name, sources, assigned):
        """Return the record that describes properties of the deal that these ones become.

        :param str name: the field of deals that refers to it
        """
        source = self.browse(sources.get(name, self[:1].id))
        return source[name].browse(assigned[name]) if assigned.get(name) else source[name]

    def _get_merge_property_text(self, described):
        """Return a property's value as a person reads it; '' without one.

        :param dict described: the property with its value, as Odoo reads it
        """
        value = described.get('value')
        write = {
            'boolean': lambda: self.env._("Yes"),
            'date': lambda: self._format_day(fields.Date.to_date(value)),
            'datetime': lambda: self._format_moment(value),
            'html': lambda: html2plaintext(value).strip(),
            'monetary': lambda: self._format_property_amount(described),
        }.get(described.get('type'))
        return write() if value and write else str(self._get_merge_shown_property(described) or '')

    def _format_property_amount(self, described):
        """Return an amount with its currency, if the property tells which field has it."""
        currency = self._get_property_currency(described)
        amount = described['value']
        return currency._format_deal_amount(amount) if currency else str(amount)

    def _get_property_currency(self, described):
        """Return the currency of a property that is an amount, of no currency if none is told."""
        field = self._fields.get(described.get('currency_field'))
        is_currency = field and field.type == 'many2one' and field.comodel_name == 'res.currency'
        return self[field.name] if is_currency else self.env['res.currency']

    @api.model
    def _format_moment(self, moment):
        """Format a time as users write it: by the Persian calendar for Persian users."""
        if not persian.is_persian(self.env.lang):
            return format_datetime(self.env, moment)
        value = fields.Datetime.to_datetime(moment)
        return persian.moment(fields.Datetime.context_timestamp(self, value))
