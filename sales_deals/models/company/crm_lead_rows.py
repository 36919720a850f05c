"""Rows that refer to a deal: which kinds a deal has none of is asked once, not kind by kind."""

from odoo import api, models, tools
from odoo.tools import SQL


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.readonly
    def web_read(self, specification):
        """Read a form's deal; most deals have few kinds of the rows that its tabs show."""
        if len(self) == 1 and not specification.keys().isdisjoint(self._get_row_fields()):
            self._remember_missing_rows()
        return super().web_read(specification)

    @api.model
    @tools.ormcache()
    def _get_row_fields(self):
        """Return the addon's fields of rows that refer to a deal: their columns by their names."""
        return {
            name: (self.env[field.comodel_name]._table, field.inverse_name)
            for name, field in self._fields.items()
            if field.type == 'one2many' and not field.compute and self._is_field_of_deals(field)
        }

    def _remember_missing_rows(self):
        """Have the ORM know of which rows this deal has none, by one query.

        Whoever reads the rows that are there is asked for their rights as ever.
        """
        columns = self._get_row_fields()
        for name in columns:
            field = self._fields[name]
            self.env[field.comodel_name].flush_model([field.inverse_name])
        query = SQL("SELECT %s", SQL(", ").join(map(self._get_existence, columns.values())))
        [found] = self.env.execute_query(query)
        for name, is_there in zip(columns, found, strict=True):
            if not is_there:
                self._fields[name]._insert_cache(self, [()])

    def _get_existence(self, column):
        """Return the SQL that tells whether a row of a table refers to this deal."""
        table, name = map(SQL.identifier, column)
        return SQL("EXISTS (SELECT FROM %s WHERE %s = %s)", table, name, self.id)

    def _with_rows(self, name):
        """Return those of these deals that may have rows: of the others it is known already."""
        known = self._fields[name]._get_cache(self.env)
        return self.filtered(lambda lead: known.get(lead.id) != ())
