"""Everything in the database that points at a deal moves with it, and back."""

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.tools import SQL, mute_logger

#: References that stay with the deal that they point at: what a merge itself says, what a deal is
#: compared by and like whom it is, and XML ids, or the next import would overwrite the survivor.
STAYING = {
    ('crm_lead', 'merged_into_id'),
    ('deal_merge', 'survivor_id'),
    ('deal_match_key', 'lead_id'),
    ('deal_duplicate', 'lead_id'),
    ('deal_duplicate', 'other_id'),
    ('ir_model_data', 'res_id'),
}
#: Links that are the merge's own.
STAYING_LINKS = {'deal_merge_lead_rel'}


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_reference_columns(self):
        """Columns of all models that point at a deal, found in the registry.

        To be extended for columns that no field describes.

        :return: list of tuples (table, column, condition that says which rows point at deals, how
            the column names a deal: 'id' or 'text')
        """
        columns = []
        for model in self.env.registry.values():
            if model._abstract or not model._auto or model._transient:
                continue
            for field in model._fields.values():
                found = self._get_reference_column(model, field)
                if found and (model._table, field.name) not in STAYING:
                    columns.append((model._table, field.name, *found))
        return columns

    @api.model
    def _get_link_columns(self):
        """Relation tables of many2many fields between deals and other models.

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
        return {link for link in links if link[0] not in STAYING_LINKS}

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_reference_column(self, model, field):
        """How a field's column points at deals, or None."""
        if not field.store or not field.column_type:
            return None
        if field.type == 'many2one' and field.comodel_name == 'crm.lead':
            return SQL("TRUE"), 'id'
        if field.type == 'many2one_reference':
            of_model = model._fields[field.model_field]
            if of_model.store and of_model.type in ('char', 'selection'):
                condition = SQL("%s = 'crm.lead'", SQL.identifier(of_model.name))
                return self._without_field_files(model, condition), 'id'
        if field.type == 'reference':
            return SQL("%s LIKE 'crm.lead,%%'", SQL.identifier(field.name)), 'text'
        return None

    def _without_field_files(self, model, condition):
        """A file that holds a field's value stays with the deal whose field it is."""
        if model._name != 'ir.attachment':
            return condition
        return SQL("%s AND res_field IS NULL", condition)

    def _move_references(self, survivor, others):
        """Let everything point at the survivor.

        :return: list of [table, column, kind, [[row, deal before], ...]]
        """
        # References are moved whatever the user may see of them: he may write the deals.
        moves = []
        for table, column, condition, kind in self._get_reference_columns():
            moved = self._move_column(table, column, condition, kind, survivor, others)
            if moved:
                moves.append([table, column, kind, moved])
        return moves

    def _move_column(self, table, column, condition, kind, survivor, others):
        is_text = kind == 'text'
        names = [f'crm.lead,{lead_id}' for lead_id in others.ids] if is_text else others.ids
        new = f'crm.lead,{survivor.id}' if is_text else survivor.id
        rows = SQL(
            "SELECT id, %s AS was FROM %s WHERE %s IN %s AND %s",
            SQL.identifier(column),
            SQL.identifier(table),
            SQL.identifier(column),
            tuple(names),
            condition,
        )
        if table == 'mail_followers':
            rows = self._without_known_followers(rows, survivor)
        query = SQL(
            "WITH old AS (%s) UPDATE %s AS t SET %s = %s FROM old WHERE t.id = old.id"
            " RETURNING t.id, old.was",
            rows,
            SQL.identifier(table),
            SQL.identifier(column),
            new,
        )
        try:
            with self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                return self.env.execute_query(query)
        except UniqueViolation:
            return self._move_one_by_one(table, column, rows, new)

    def _move_one_by_one(self, table, column, rows, new):
        """Where only one row may point at a deal, the others stay with theirs."""
        moved = []
        for row_id, was in self.env.execute_query(rows):
            query = SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(table),
                SQL.identifier(column),
                new,
                row_id,
            )
            try:
                with self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                    self.env.cr.execute(query)
                moved.append((row_id, was))
            except UniqueViolation:
                continue
        return moved

    def _without_known_followers(self, rows, survivor):
        """Who follows the survivor already, or several of the others, is moved once at most."""
        return SQL(
            "SELECT DISTINCT ON (f.partner_id) f.id, f.res_id AS was"
            " FROM mail_followers AS f JOIN (%s) AS found ON found.id = f.id"
            " WHERE NOT EXISTS (SELECT 1 FROM mail_followers AS known WHERE"
            "     known.res_model = 'crm.lead' AND known.res_id = %s"
            "     AND known.partner_id = f.partner_id)"
            " ORDER BY f.partner_id, f.id",
            rows,
            survivor.id,
        )

    def _release_chosen_variants(self, leads, lead_id):
        """Only the variant of the deal that gives the value stays the chosen one.

        :return: ids of those that are no longer chosen
        """
        query = SQL(
            "UPDATE deal_variant SET is_chosen = FALSE"
            " WHERE is_chosen AND lead_id IN %s AND lead_id <> %s RETURNING id",
            leads._ids,
            lead_id,
        )
        return [row[0] for row in self.env.execute_query(query)]

    def _choose_variants(self, ids):
        if ids:
            query = SQL("UPDATE deal_variant SET is_chosen = TRUE WHERE id IN %s", tuple(ids))
            self.env.cr.execute(query)

    def _undo_moves(self, moves):
        for table, column, kind, rows in reversed(moves):
            survivor = self.survivor_id.id
            now = f'crm.lead,{survivor}' if kind == 'text' else survivor
            values = SQL(", ").join(SQL("(%s, %s)", row_id, was) for row_id, was in rows)
            self.env.cr.execute(
                SQL(
                    "UPDATE %s AS t SET %s = old.was FROM (VALUES %s) AS old(id, was)"
                    " WHERE t.id = old.id AND t.%s = %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    values,
                    SQL.identifier(column),
                    now,
                )
            )

    # Links

    def _unite_links(self, survivor, others):
        """Give the survivor what the others are linked with; theirs stay.

        :return: list of [table, column of the deal, column of the other, [ids of others]]
        """
        links = []
        for table, own, other in sorted(self._get_link_columns()):
            query = SQL(
                "INSERT INTO %(table)s (%(own)s, %(other)s)"
                " SELECT DISTINCT %(survivor)s, %(other)s FROM %(table)s WHERE %(own)s IN %(leads)s"
                " ON CONFLICT DO NOTHING RETURNING %(other)s",
                table=SQL.identifier(table),
                own=SQL.identifier(own),
                other=SQL.identifier(other),
                survivor=survivor.id,
                leads=others._ids,
            )
            if added := [row[0] for row in self.env.execute_query(query)]:
                links.append([table, own, other, added])
        return links

    def _undo_links(self, links):
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
