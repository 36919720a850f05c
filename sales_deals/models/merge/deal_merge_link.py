"""Many2many links of merged deals, and files that hold values of their fields."""

from odoo import api, models
from odoo.tools import SQL

from . import deal_merge  # noqa: F401 (extended below)

#: Relation tables of merges themselves.
STAYING_LINKS = {'deal_merge_lead_rel'}


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    @api.model
    def _get_link_columns(self):
        """Return the relation tables of many2many fields between deals and other models.

        :return: set of tuples (table, column of the deal, column of the other)
        """
        links = set()
        for model in self.env.registry.values():
            for field in model._fields.values() if not model._abstract else ():
                if field.type != 'many2many' or not field.store or model._transient:
                    continue
                if model._name == 'crm.lead':
                    links.add((field.relation, field.column1, field.column2))
                if field.comodel_name == 'crm.lead':
                    links.add((field.relation, field.column2, field.column1))
        tables = self._get_tables() - STAYING_LINKS - self._get_model_tables()
        return {link for link in links if link[0] in tables}

    def _get_model_tables(self):
        """Return the tables of models: rows of a relation that is a model move like any row."""
        return {model._table for model in self.env.registry.values() if not model._abstract}

    def _unite_links(self, survivor, others):
        """Link the survivor with what the others are linked with; their links stay.

        :return: list of [table, column of the deal, column of the other, [ids of others]]
        """
        links = []
        own_links = self._get_own_links()
        for table, own, other in sorted(self._get_link_columns()):
            # A deal must not be linked with itself.
            left_out = (survivor | others)._ids if table in own_links else (0,)
            query = SQL(
                "INSERT INTO %(table)s (%(own)s, %(other)s)"
                " SELECT DISTINCT %(survivor)s, %(other)s FROM %(table)s"
                " WHERE %(own)s IN %(leads)s AND %(other)s NOT IN %(left_out)s"
                " ON CONFLICT DO NOTHING RETURNING %(other)s",
                table=SQL.identifier(table),
                own=SQL.identifier(own),
                other=SQL.identifier(other),
                survivor=survivor.id,
                leads=others._ids,
                left_out=left_out,
            )
            if added := [row[0] for row in self.env.execute_query(query)]:
                links.append([table, own, other, added])
        return links

    def _get_own_links(self):
        """Return the tables of links between deals."""
        return {
            field.relation
            for field in self.env['crm.lead']._fields.values()
            if field.type == 'many2many' and field.comodel_name == 'crm.lead' and field.store
        }

    def _undo_links(self, links):
        """Remove the links that the survivor got."""
        for table, own, other, added in links:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE %s = %s AND %s IN %s",
                    SQL.identifier(table),
                    SQL.identifier(own),
                    self.survivor_id.id,
                    SQL.identifier(other),
                    tuple(added),
                )
            )

    # Files that hold values of fields

    def _swap_files(self, survivor, files):
        """Swap the files of fields between the survivor and the deals that give their values.

        :param dict files: id of a deal -> names of the fields whose values it gives
        :return: list of [attachment, deal before, deal after]
        """
        swapped = []
        for lead_id, names in files.items():
            query = SQL(
                "UPDATE ir_attachment SET res_id = %(sum)s - res_id"
                " WHERE res_model = 'crm.lead' AND res_field IN %(names)s"
                " AND res_id IN %(both)s RETURNING id, %(sum)s - res_id, res_id",
                sum=survivor.id + int(lead_id),
                names=tuple(names),
                both=(survivor.id, int(lead_id)),
            )
            swapped += self.env.execute_query(query)
        return swapped

    def _undo_files(self, files):
        """Give files back that are still with the deal that got them."""
        for file_id, was, became in files:
            self.env.cr.execute(
                SQL(
                    "UPDATE ir_attachment SET res_id = %s WHERE id = %s AND res_id = %s",
                    was,
                    file_id,
                    became,
                )
            )
