"""Recompute what depends on merged deals and on the records that moved."""

from odoo import models
from odoo.tools import SQL

from . import deal_merge  # noqa: F401 (extended below)


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    def _recompute(self, survivor, others, plan, moves):
        """Recompute stored values that depend on the survivor or on records that moved.

        For instance totals, or the salesperson of an offer's deal. Values of the plan stay, also
        where Odoo would fill them in from the contact; so do values that users can change, such
        as the price list of a calculation.

        :return: dictionary of table -> id -> column -> values before and after, without the deals
        """
        self._mark_for_computing(survivor, plan, moves)
        self._keep_editable()
        pending = self._get_pending_columns(survivor | others)
        before = self._read_columns(pending)
        self._rename_activities(survivor)
        return self._compute_pending(pending, before)

    def _assign(self, survivor, given, computed):
        """Assign the survivor as was chosen, and note what of other records follows.

        :param dict given: salesperson and team, or nothing
        :param dict computed: what has changed before, see :meth:`_recompute`
        :return: the same with what changes now
        """
        values = survivor._prepare_assigned(given)
        if not values:
            return computed
        survivor.modified(list(values))
        pending = self._get_pending_columns(survivor)
        before = self._read_columns(pending)
        survivor.write(values)
        changed = self._compute_pending(pending, before)
        return self._chain_changes(computed, changed)

    def _compute_pending(self, pending, before):
        """Compute what is pending.

        :return: what has changed, see :meth:`_recompute`
        """
        self.env.flush_all()
        after = self._read_columns(pending)
        return {
            table: changed
            for table, rows in before.items()
            if (changed := self._compare_cells(rows, after[table]))
        }

    def _chain_changes(self, first, then):
        """Return changes of which some follow on others: from the first value to the last."""
        chained = {table: dict(rows) for table, rows in first.items()}
        for table, rows in then.items():
            for row_id, cells in rows.items():
                old = chained.setdefault(table, {}).get(row_id, {})
                new = {
                    column: [old[column][0] if column in old else was, became]
                    for column, (was, became) in cells.items()
                }
                chained[table][row_id] = {**old, **new}
        return chained

    def _mark_for_computing(self, survivor, plan, moves):
        """Let the ORM know what has changed in SQL, except for the fields of the plan."""
        lead_fields = survivor._fields
        columns = {column for names in plan['cells'].values() for column in names}
        related = [name for name, field in lead_fields.items() if field.type == 'one2many']
        changed = [*(columns & set(lead_fields)), *plan['values'], *related]
        planned = {*plan['sources'], *survivor._get_united_field_names()} & set(lead_fields)
        with self.env.protecting([lead_fields[name] for name in planned], survivor):
            survivor.modified(changed)
            for table, column, _kind, rows in moves:
                for model in self._get_models_of_table(table):
                    if column in model._fields:
                        model.browse([row[0] for row in rows]).modified([column])

    def _get_models_of_table(self, table):
        """Return an empty recordset of each model that a table is of."""
        return [
            self.env[model._name]
            for model in self.env.registry.values()
            if model._table == table and not model._abstract and model._auto
        ]

    def _keep_editable(self):
        """Leave values that users can change as they are."""
        for field in list(self.env.fields_to_compute()):
            if not field.readonly:
                self.env.remove_to_compute(field, self.env.records_to_compute(field))

    def _rename_activities(self, survivor):
        """Give activities the survivor's name.

        One statement for any number of them, where Odoo takes one for each hundred.
        """
        field = self.env['mail.activity']._fields['res_name']
        query = SQL(
            "UPDATE mail_activity SET res_name = %s"
            " WHERE res_model = 'crm.lead' AND res_id = %s AND id = ANY(%s) RETURNING id",
            survivor.sudo().display_name,
            survivor.id,
            self.env.records_to_compute(field).ids,
        )
        renamed = self.env['mail.activity'].browse(row[0] for row in self.env.execute_query(query))
        self.env.remove_to_compute(field, renamed)
        renamed.invalidate_recordset([field.name], flush=False)

    def _get_pending_columns(self, leads):
        """Return what is about to be computed: table -> columns and ids.

        Without the merged deals: their rows are compared as a whole.
        """
        pending = {}
        for field in self.env.fields_to_compute():
            records = self.env.records_to_compute(field)
            if records._name == 'crm.lead':
                records -= leads
            if field.store and field.column_type and records:
                columns, ids = pending.setdefault(records._table, (set(), set()))
                columns.add(field.name)
                ids.update(records.ids)
        return pending

    def _read_columns(self, pending):
        """Return cells: table -> id -> column -> value, as JSON."""
        tables = {}
        for table, (columns, ids) in pending.items():
            query = SQL(
                "SELECT id, to_jsonb(t) FROM %s AS t WHERE id IN %s",
                SQL.identifier(table),
                tuple(ids),
            )
            tables[table] = {
                str(row_id): {column: row[column] for column in columns}
                for row_id, row in self.env.execute_query(query)
            }
        return tables

    def _undo_computed(self, computed):
        """Put computed values back, except those that have changed since."""
        pending = {
            table: ({column for cells in rows.values() for column in cells}, set(map(int, rows)))
            for table, rows in computed.items()
        }
        now = self._read_columns(pending)
        for table, rows in computed.items():
            for row_id, cells in rows.items():
                values = {
                    column: was
                    for column, (was, became) in cells.items()
                    if row_id in now[table] and now[table][row_id][column] == became
                }
                if values:
                    self._write_row(table, int(row_id), values)
