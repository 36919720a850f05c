"""What contacts and competitors of a deal have in common: a row for each."""

from odoo import api, models

#: Columns that a row gets, if it lacks them, from another row about the same contact or competitor:
#: table -> groups of columns that make no sense apart.
FILLED_IN = {
    'deal_contact': (('role',), ('attitude',), ('note',)),
    'deal_competitor': (('price', 'currency_id'), ('strengths',), ('weaknesses',), ('note',)),
}


class DealClientRow(models.AbstractModel):
    _name = 'deal.client.row'
    _description = "Row about a Contact or Competitor of a Deal"
    _inherit = ['deal.record']

    @api.model
    def _unite_partners(self, merged, kept):
        """Leave one row on each deal of the rows about contacts that become one.

        It gets what only the others have.

        :param merged: ``res.partner`` records that go
        :param kept: the ``res.partner`` that they become
        """
        rows = self.search([('partner_id', 'in', (merged | kept).ids)], order='id')
        for same in rows.grouped('lead_id').values():
            own = same.filtered(lambda row: row.partner_id == kept)[:1] or same[:1]
            own._take_over(same - own)

    def _take_over(self, others):
        """Add to this row what the others have, which go."""
        for other in others:
            values = self._prepare_union(other)
            note = values.get('note', self.note) or ''
            words = [text for text in self._describe_unlike(other) if text not in note]
            if words:
                values['note'] = "; ".join(filter(None, [note, *words]))
            other.unlink()
            self.write(values)

    def _describe_unlike(self, other):
        """Return what another row has of which a row has only one, and not this one's, in words.

        To be extended.
        """
        return []

    def _describe_value(self, name):
        """Return a field's label and value, as users read it."""
        field = self._fields[name]
        value = self[name]
        if field.type == 'selection':
            value = dict(field._description_selection(self.env))[value]
        elif field.type == 'monetary':
            value = self[field.get_currency_field(self)]._format_deal_amount(value)
        return f'{field._description_string(self.env)}: {value}'

    def _prepare_union(self, other):
        """Return what this row lacks and another one has, as values for ``write``; texts joined."""
        values = {
            name: f'{self[name]}; {other[name]}'
            for [name, *_rest] in FILLED_IN[self._table]
            if self._fields[name].type == 'char' and self[name] and other[name]
            if other[name] not in self[name]
        }
        return values | {
            name: other[name].id if self._fields[name].relational else other[name]
            for group in FILLED_IN[self._table]
            if other[group[0]] and not self[group[0]]
            for name in group
        }
