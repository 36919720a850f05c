"""References to merged deals: move to the survivor whatever points at them, and back."""

import json

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.tools import SQL, mute_logger

from . import deal_merge  # noqa: F401 (extended below)

#: Columns with the id of a record of any model, whose names don't tell which column has the model.
MODEL_COLUMNS = {
    ('mail.alias', 'alias_force_thread_id'): 'alias_model_id',
    ('mail.alias', 'alias_parent_thread_id'): 'alias_parent_model_id',
}


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    @api.model
    def _get_merge_staying_columns(self):
        """Return the references that stay with the deal that they point at.

        To be extended for what is said of each deal by itself.

        :return: set of tuples (table, column)
        """
        return {
            ('crm_lead', 'deal_merged_into_id'),
            ('deal_merge', 'survivor_id'),
            # XML ids: the next import would overwrite the survivor.
            ('ir_model_data', 'res_id'),
        }

    @api.model
    def _get_merge_identities(self):
        """Return what tells two rows of a deal apart, for tables in which it has one row each.

        Of several deals' rows with the same identity, the survivor gets one. To be extended.

        :return: dictionary of table to SQL expression, with ``{row}`` for the row's alias
        """
        return {'mail_followers': '{row}.partner_id'}

    @api.model
    def _get_reference_columns(self):
        """Return the columns of all models that point at a deal, found in the registry.

        To be extended for columns that no field describes.

        :return: list of tuples (table, column, condition that says which rows point at deals, how
            the column names a deal: 'id', 'text' or, by company, 'json')
        """
        columns = []
        staying = self._get_merge_staying_columns()
        for model, field in self._get_table_fields():
            found = self._get_reference_column(model, field)
            if found and (model._table, field.name) not in staying:
                columns.append((model._table, field.name, *found))
        return columns

    # Finding

    def _get_tables(self):
        """Return the names of the tables; views of reports, which can't be written, left out."""
        query = SQL(
            "SELECT relname FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND relnamespace = current_schema::regnamespace"
        )
        return {name for (name,) in self.env.execute_query(query)}

    def _get_table_fields(self):
        """Yield each model that has a table, with each of its fields."""
        tables = self._get_tables()
        for model in self.env.registry.values():
            if not model._abstract and not model._transient and model._table in tables:
                for field in model._fields.values():
                    yield model, field

    def _get_reference_column(self, model, field):
        """Return how a field's column points at deals, or None."""
        if not field.store or not field.column_type:
            return None
        if field.type == 'many2one' and field.comodel_name == 'crm.lead':
            return SQL("TRUE"), 'json' if field.company_dependent else 'id'
        if field.type == 'reference':
            return SQL("%s LIKE 'crm.lead,%%'", SQL.identifier(field.name)), 'text'
        condition = self._get_model_condition(model, self._get_model_field(model, field))
        return (self._without_field_files(model, condition), 'id') if condition else None

    def _get_model_field(self, model, field):
        """Return the name of the field that says which model an id is of, or None."""
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
        """Return the condition of rows about deals, by the field that names a model, or None."""
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
        """Leave out files that hold a field's value: they stay with the deal whose field it is."""
        if model._name != 'ir.attachment':
            return condition
        return SQL("%s AND res_field IS NULL", condition)

    # Moving

    def _move_references(self, survivor, others):
        """Let everything point at the survivor.

        References move whatever the user may see of them: rights to write the deals are enough.

        :return: list of [table, column, kind, [[row, deal before], ...]]; for JSON, the rows have
            the cells before and after
        """
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
        """Return the columns that point at one of these deals.

        One query tells which ones do: most columns do not.

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
        """Return the query of the rows that point at the others: id, deal."""
        if table == 'crm_lead':
            # A deal must not come to point at itself.
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
        if table not in self._get_merge_identities():
            return rows
        return self._without_known(table, column, condition, rows, survivor)

    def _move_column(self, table, column, rows, new):
        """Write a new value to the rows of a query.

        :return: list of (row, value before)
        """
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
        """Move each row that may be moved: where a deal may have only one, the others stay."""
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
        """Return the query of rows that move, one of each identity, and none that is known.

        A follower of several deals, for instance, follows the survivor once.
        """
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
        return SQL(self._get_merge_identities()[table].format(row=row))

    def _undo_moves(self, moves):
        """Let rows that still point at the survivor point at their deals again."""
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

    # Deals within JSON: by company, or as the value of a property

    def _move_properties(self, survivor, others):
        """Let properties of any model that are deals point at the survivor.

        :return: see :meth:`_move_references`
        """
        moves = []
        for table, column, names in self._get_property_columns():
            query = SQL(
                "SELECT id, %(column)s FROM %(table)s WHERE %(column)s ?| %(names)s",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                names=list(names),
            )
            if table == 'crm_lead':
                query = SQL("%s AND id NOT IN %s", query, (survivor | others)._ids)
            if moved := self._move_json(table, column, query, names, survivor, others):
                moves.append([table, column, 'json', moved])
        return moves

    def _get_rows_by_company(self, table, column, condition, others):
        """Return the query of rows in which any company's value is one of the deals: id, cell."""
        return SQL(
            "SELECT id, %(column)s FROM %(table)s WHERE %(condition)s AND EXISTS"
            " (SELECT FROM jsonb_each_text(%(column)s) AS e WHERE e.value IN %(ids)s)",
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            condition=condition,
            ids=tuple(map(str, others.ids)),
        )

    def _get_property_columns(self):
        """Return tuples (table, column, names of the properties that are deals)."""
        return [
            (model._table, field.name, names)
            for model, field in self._get_table_fields()
            if (names := self._get_deal_properties(model, field))
        ]

    def _get_deal_properties(self, model, field):
        """Return the names of properties that any record defines as deals."""
        if field.type != 'properties' or not field.store or not field.definition_record:
            return set()
        container = self.env[model._fields[field.definition_record].comodel_name]
        query = SQL(
            "SELECT DISTINCT d->>'name' FROM %(table)s, jsonb_path_query(%(column)s, '$[*]') AS d"
            " WHERE d->>'comodel' = 'crm.lead'",
            table=SQL.identifier(container._table),
            column=SQL.identifier(field.definition_record_field),
        )
        return {name for (name,) in self.env.execute_query(query)}

    def _move_json(self, table, column, query, names, survivor, others):
        """Replace the others by the survivor in cells of JSON.

        :param query: of the rows: id, cell
        :param names: keys whose values are deals; None for all
        :return: list of [row, cell before, cell after]
        """
        moved = []
        for row_id, was in self.env.execute_query(query):
            became = {
                key: self._replace_deals(value, survivor, others)
                if names is None or key in names
                else value
                for key, value in was.items()
            }
            if became != was:
                moved.append([row_id, was, became])
                self._write_row(table, row_id, {column: became})
        return moved

    def _replace_deals(self, value, survivor, others):
        """Return a value, or a list of them, with the survivor in place of the others."""
        if isinstance(value, list):
            new = [self._replace_deals(one, survivor, others) for one in value]
            return list(dict.fromkeys(new)) if new != value else value
        return survivor.id if value in others.ids and value is not True else value

    def _undo_json(self, table, column, rows):
        """Put cells back, except those that have changed since."""
        for row_id, was, became in rows:
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = %(was)s"
                    " WHERE id = %(id)s AND %(column)s = %(became)s",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    id=row_id,
                    was=SQL("%s::jsonb", json.dumps(was)),
                    became=SQL("%s::jsonb", json.dumps(became)),
                )
            )
