"""Everything in the database that points at a deal moves with it, and back."""

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.tools import SQL, mute_logger

from . import deal_merge  # noqa: F401 (extended below)

#: References that stay with the deal that they point at: what a merge itself says, what a deal is
#: compared by and like whom it is, and XML ids, or the next import would overwrite the survivor.
STAYING = {
    ('crm_lead', 'deal_merged_into_id'),
    ('deal_merge', 'survivor_id'),
    ('deal_match_key', 'lead_id'),
    ('deal_duplicate', 'lead_id'),
    ('deal_duplicate', 'other_id'),
    ('ir_model_data', 'res_id'),
}
#: Columns with the id of a record of any model whose names don't tell which column has the model.
MODEL_COLUMNS = {
    ('mail.alias', 'alias_force_thread_id'): 'alias_model_id',
    ('mail.alias', 'alias_parent_thread_id'): 'alias_parent_model_id',
}
#: Of what a deal has one row each: table -> what tells two rows apart.
ONE_EACH = {
    'mail_followers': '{row}.partner_id',
    'deal_contact': '{row}.partner_id',
    'deal_competitor': 'COALESCE({row}.partner_id::text, LOWER({row}.name))',
}


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
            the column names a deal: 'id', 'text' or, by company, 'json')
        """
        columns = []
        tables = self._get_tables()
        for model in self.env.registry.values():
            if model._abstract or model._transient or model._table not in tables:
                continue
            for field in model._fields.values():
                found = self._get_reference_column(model, field)
                if found and (model._table, field.name) not in STAYING:
                    columns.append((model._table, field.name, *found))
        return columns

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    # Finding

    def _get_tables(self):
        """Names of what can be written: views of reports are models too."""
        query = SQL(
            "SELECT relname FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND relnamespace = current_schema::regnamespace"
        )
        return {name for (name,) in self.env.execute_query(query)}

    def _get_reference_column(self, model, field):
        """How a field's column points at deals, or None."""
        if not field.store or not field.column_type:
            return None
        if field.type == 'many2one' and field.comodel_name == 'crm.lead':
            return SQL("TRUE"), 'json' if field.company_dependent else 'id'
        if field.type == 'reference':
            return SQL("%s LIKE 'crm.lead,%%'", SQL.identifier(field.name)), 'text'
        condition = self._get_model_condition(model, self._get_model_field(model, field))
        return (self._without_field_files(model, condition), 'id') if condition else None

    def _get_model_field(self, model, field):
        """Name of the field that names the model whose record a field's id is of, or None."""
        if field.type == 'many2one_reference':
            return field.model_field
        if field.type != 'integer':
            return None
        if name := MODEL_COLUMNS.get((model._name, field.name)):
            return name
        prefix, found, rest = field.name.rpartition('res_id')
        names = (f'{prefix}res_model', f'{prefix}model') if found and not rest else ()
        return next((name for name in names if name in model._fields), None)

    def _get_model_condition(self, model, name):
        """Which rows are about deals, by the field that names a model; None where none says so."""
        field = model._fields.get(name)
        if field is None:
            return None
        if not field.store:
            root = (field.related or '').partition('.')[0]
            return self._get_model_condition(model, root) if root else None
        if field.type in ('char', 'selection'):
            return SQL("%s = 'crm.lead'", SQL.identifier(name))
        if field.type == 'many2one' and field.comodel_name == 'ir.model':
            return SQL("%s = %s", SQL.identifier(name), self.env['ir.model']._get_id('crm.lead'))
        return None

    def _without_field_files(self, model, condition):
        """A file that holds a field's value stays with the deal whose field it is."""
        if model._name != 'ir.attachment':
            return condition
        return SQL("%s AND res_field IS NULL", condition)

    # Moving

    def _move_references(self, survivor, others):
        """Let everything point at the survivor.

        :return: list of [table, column, kind, [[row, deal before], ...]]; of JSON, the rows have
            the cells before and after
        """
        # References are moved whatever the user may see of them: he may write the deals.
        moves = []
        for table, column, kind, rows in self._get_used_columns(survivor, others):
            if kind == 'json':
                moved = self._move_json(table, column, rows, None, survivor, others)
            else:
                new = f'crm.lead,{survivor.id}' if kind == 'text' else survivor.id
                moved = self._move_column(table, column, rows, new)
            if moved:
                moves.append([table, column, kind, moved])
        return moves + self._move_properties(survivor, others)

    def _get_used_columns(self, survivor, others):
        """Most columns point at none of these deals: one query tells which ones do.

        :return: list of tuples (table, column, kind, query of the rows that move)
        """
        columns = [
            (
                table,
                column,
                kind,
                self._get_moving_rows(table, column, where, kind, survivor, others),
            )
            for table, column, where, kind in self._get_reference_columns()
        ]
        queries = [SQL("SELECT %s WHERE EXISTS (%s)", i, row[3]) for i, row in enumerate(columns)]
        used = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        return [columns[i] for (i,) in sorted(used)]

    def _get_moving_rows(self, table, column, condition, kind, survivor, others):
        """The query of the rows that point at the others: id, deal."""
        if table == 'crm_lead':
            # The deals don't come to point at themselves.
            condition = SQL("%s AND id NOT IN %s", condition, (survivor | others)._ids)
        if kind == 'json':
            return self._get_rows_by_company(table, column, condition, others)
        names = [f'crm.lead,{lead_id}' for lead_id in others.ids] if kind == 'text' else others.ids
        rows = SQL(
            "SELECT id, %s AS was FROM %s WHERE %s IN %s AND %s",
            SQL.identifier(column),
            SQL.identifier(table),
            SQL.identifier(column),
            tuple(names),
            condition,
        )
        if table not in ONE_EACH:
            return rows
        return self._without_known(table, column, condition, rows, survivor)

    def _move_column(self, table, column, rows, new):
        query = SQL(
            "WITH old AS (%s) UPDATE %s AS t SET %s = %s FROM old WHERE t.id = old.id"
            " RETURNING t.id, old.was",
            rows,
            SQL.identifier(table),
            SQL.identifier(column),
            new,
        )
        try:
            with self.env.cr.savepoint(flush=False), mute_logger('odoo.sql_db'):
                return self.env.execute_query(query)
        except IntegrityError:
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
                with self.env.cr.savepoint(flush=False), mute_logger('odoo.sql_db'):
                    self.env.cr.execute(query)
                moved.append((row_id, was))
            except IntegrityError:
                continue
        return moved

    def _without_known(self, table, column, condition, rows, survivor):
        """Who follows the survivor already, or several of the others, is moved once at most; so
        are its contacts and competitors."""
        return SQL(
            "SELECT DISTINCT ON (%(identity)s) t.id, t.%(column)s AS was"
            " FROM %(table)s AS t JOIN (%(rows)s) AS found ON found.id = t.id"
            " WHERE NOT EXISTS (SELECT 1 FROM %(table)s AS known WHERE"
            "     known.%(column)s = %(survivor)s AND %(condition)s"
            "     AND %(known)s = %(identity)s)"
            " ORDER BY %(identity)s, t.id",
            identity=self._get_identity(table, 't'),
            column=SQL.identifier(column),
            table=SQL.identifier(table),
            rows=rows,
            survivor=survivor.id,
            condition=condition,
            known=self._get_identity(table, 'known'),
        )

    def _get_identity(self, table, row):
        return SQL(ONE_EACH[table].format(row=row))

    def _undo_moves(self, moves):
        for table, column, kind, rows in reversed(moves):
            if kind == 'json':
                self._undo_json(table, column, rows)
                continue
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

    # Chosen variants

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
