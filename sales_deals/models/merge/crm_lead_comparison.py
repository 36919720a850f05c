"""Compare deals before they are merged: the values that differ, as far as the user may see them."""

import json

from odoo import api, models
from odoo.tools import is_html_empty

#: Types of properties whose values the web client formats.
PLAIN_PROPERTIES = ('boolean', 'integer', 'float', 'monetary', 'date', 'datetime')


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _get_merge_comparable(self):
        """Return what can be chosen among these deals.

        :return: dictionary of name of a field, or of a property behind its field and a dot, to its
            description
        """
        return self._get_merge_compared_fields() | self._get_merge_compared_properties()

    def _prepare_merge_rows(self, compared):
        """Return the values that differ, as JSON for the web client, which formats them.

        :param dict compared: see :meth:`_get_merge_comparable`
        :return: dictionary of name and row: ``name``, ``label``, ``type``, ``cells`` (a value for
            each deal)
        """
        rows = {}
        for name, described in compared.items():
            is_property = '.' in name
            rows[name] = (
                self._prepare_merge_property_row(name, described)
                if is_property
                else self._prepare_merge_field_row(name, described)
            )
        return {name: row for name, row in rows.items() if row}

    def _get_merge_united_labels(self):
        """Return the labels of texts and links that the first deal gets from the others."""
        names = [
            name
            for name in self._get_united_field_names()
            if self._fields[name].type not in ('one2many', 'properties')
            and self._has_field_access(self._fields[name], 'read')
            and self._is_merge_united(name)
        ]
        # Asked for no field, Odoo describes all of them.
        described = self.fields_get(names, ['string']) if names else {}
        return sorted(field['string'] for field in described.values())

    @api.model
    def _differ(self, values):
        return any(value != values[0] for value in values)

    def _prepare_merge_field_row(self, name, described):
        """Return the row of a field; None if all deals have the same value."""
        if not self._differ([lead[name] or None for lead in self]):
            return None
        field = self._fields[name]
        row = {
            'name': name,
            'label': described['string'],
            'type': field.type,
            'cells': [lead._get_merge_shown_value(name) for lead in self],
        }
        if field.type == 'monetary':
            currency = field.get_currency_field(self)
            row['currencies'] = [lead[currency].id for lead in self]
        if described.get('digits'):
            row['digits'] = described['digits']
        return row

    def _get_merge_shown_value(self, name):
        """Return a value as JSON: text, or what the web client formats."""
        field, value = self._fields[name], self[name]
        if isinstance(value, models.BaseModel):
            # As in Odoo's own forms, whoever sees the deal sees the name of what it points at.
            return value.sudo().display_name or ''
        if field.type == 'selection':
            return dict(field._description_selection(self.env)).get(value, value or '')
        if field.type == 'many2one_reference':
            return self._get_merge_reference_name(self[field.model_field], value)
        if field.type in ('date', 'datetime'):
            return field.to_string(value) or ''
        if field.type == 'binary':
            size = self.with_context(bin_size=True)[name]
            return size.decode() if isinstance(size, bytes) else size or ''
        if field.type == 'json':
            return json.dumps(value, ensure_ascii=False) if value else ''
        return value if field.type in ('boolean', 'integer', 'float', 'monetary') else value or ''

    def _get_merge_reference_name(self, model, record_id):
        if not record_id or model not in self.env:
            return record_id or ''
        # As for a many2one: whoever sees the deal sees the name of what it points at.
        return self.env[model].sudo().browse(record_id).exists().display_name or ''

    def _read_described_properties(self, name):
        """Return properties with their descriptions, by id of the deal; one query for all deals."""
        return {values['id']: values[name] for values in self.read([name])}

    def _prepare_merge_property_row(self, name, described):
        """Return the row of a property; None if all deals show the same value."""
        name_of_field, _dot, key = name.partition('.')
        described_by = self._read_described_properties(name_of_field)
        found = [next((p for p in described_by[lead.id] if p['name'] == key), {}) for lead in self]
        cells = [self._get_merge_shown_property(one) for one in found]
        # What is not filled in is no other value than that of a team without the property.
        if not self._differ([cell or '' for cell in cells]):
            return None
        row = {
            'name': name,
            'label': described.get('string') or key,
            'type': described['type'] if described['type'] in PLAIN_PROPERTIES else 'char',
            'cells': cells,
        }
        if row['type'] == 'monetary':
            pairs = zip(self, found, strict=True)
            row['currencies'] = [lead._get_property_currency(one).id for lead, one in pairs]
        return row

    @api.model
    def _get_merge_shown_property(self, described):
        """Return a property's value as text, or as what the web client formats."""
        value = (described or {}).get('value')
        kind = (described or {}).get('type')
        if kind == 'selection':
            return dict(described.get('selection') or ()).get(value) or ''
        if kind == 'tags':
            labels = {tag[0]: tag[1] for tag in described.get('tags') or ()}
            return ', '.join(labels[tag] for tag in value or () if tag in labels)
        if kind == 'many2one':
            return (value and value[1]) or ''
        if kind == 'many2many':
            return ', '.join(name or '' for _id, name in value or ())
        if kind in ('boolean', 'integer', 'float', 'monetary'):
            return value or 0
        return value or ''

    def _is_merge_united(self, name):
        """Return whether the first deal gets something from the others."""
        own, others = self[:1], self[1:]
        if self._fields[name].type == 'many2many':
            return bool(others[name] - own[name])
        if self._fields[name].type == 'html':
            return any(
                lead[name] and not is_html_empty(lead[name]) and lead[name] != own[name]
                for lead in others
            )
        return any(lead[name] and lead[name] != own[name] for lead in others)
