"""Taking back what was done to deals a moment ago, by a button in the message that tells of it."""

import json
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

#: How long something can be taken back.
KEPT = timedelta(hours=12)
#: The most deals of which it is noted how they were.
MOST = 1000
#: Columns that change with everything.
LOG_COLUMNS = {'write_date', 'write_uid'}
#: Columns that say how a deal stands: what is undone must not undo what came after.
STATE_COLUMNS = (
    'active',
    'probability',
    'stage_id',
    'lost_reason_id',
    'deal_is_suspended',
    'deal_suspended_until',
    'deal_suspended_reason',
)


class DealUndo(models.Model):
    """How deals, and what belongs to them, were before and after something was done."""

    _name = 'deal.undo'
    _description = "What Can Be Undone"
    _inherit = ['deal.record']

    # Table -> id -> row before and after; only of what has changed.
    journal = fields.Json(readonly=True, required=True, groups=fields.NO_ACCESS)

    def action_undo(self):
        """Put the deals back to how they were, if nobody has changed them since.

        :raise AccessError: for what somebody else has done
        :raise UserError: if it was undone, is too long ago, or a deal was changed since
        """
        self.ensure_one()
        # Nobody has rights to these records; whose it is, is checked next.
        undo = self.sudo().exists()
        undo._check_may_be_undone(self.env.uid)
        leads = self._get_leads(undo.journal)
        undo._check_unchanged(leads)
        current = self._read_rows(leads)
        leads._take_back(self._get_state_values(undo.journal))
        self.env.flush_all()
        undo._restore_rows(current)
        self.env.invalidate_all()
        leads._message_log_batch(
            {lead.id: self.env._("Undone: the deal stands as it did before.") for lead in leads}
        )
        undo.unlink()

    @api.model
    def _read_before(self, leads):
        """Return the rows of deals before something is done to them; None for too many."""
        return self._read_rows(leads) if len(leads) <= MOST else None

    @api.model
    def _offer(self, leads, before, message):
        """Return what an action needs to say what was done, and to offer to undo it.

        :param dict before: see :meth:`_read_before`
        :param str message: what was done
        :return: dictionary of an effect, to be added to an action; empty for too many deals
        """
        changed = before and self._compare(before, self._read_rows(leads))
        if not changed or not changed.get('crm_lead'):
            return {}
        # Nobody has rights to these records: the user has just changed these deals.
        undo = self.sudo().create({'journal': changed})
        return self._prepare_effect(message, undo, 'action_undo')

    @api.model
    def _prepare_effect(self, message, records, method):
        """Return the effect that offers to undo something by a method of records."""
        undo = {'model': records._name, 'method': method, 'ids': records.ids}
        return {'effect': {'type': 'deal_undo', 'message': message, 'undo': undo}}

    @api.model
    def _get_conditions(self, leads):
        """Return which rows change with the state of deals: model -> condition in SQL.

        To be extended.
        """
        return {
            'crm.lead': SQL("id = ANY(%s)", leads.ids),
            'mail.activity': SQL("res_model = 'crm.lead' AND res_id = ANY(%s)", leads.ids),
        }

    @api.autovacuum
    def _gc_undo(self):
        self.search([('create_date', '<', self.env.cr.now() - KEPT)]).unlink()

    def _check_may_be_undone(self, user_id):
        if not self or self.create_date < self.env.cr.now() - KEPT:
            raise UserError(self.env._("This was undone already, or it is too long ago."))
        if self.create_uid.id != user_id:
            raise AccessError(self.env._("Only who has done this can undo it."))

    @api.model
    def _get_leads(self, journal):
        """Return the deals of a journal, locked until the end of the transaction.

        :raise AccessError: if the user may not write one of them
        :raise UserError: if one of them is gone
        """
        leads = self.env['crm.lead'].browse(int(lead_id) for lead_id in journal['crm_lead'])
        self.env.flush_all()
        query = SQL("SELECT id FROM crm_lead WHERE id = ANY(%s) ORDER BY id FOR UPDATE", leads.ids)
        if len(self.env.execute_query(query)) != len(leads):
            raise UserError(self.env._("Some of these deals were deleted: nothing was undone."))
        leads.check_access('write')
        return leads

    def _check_unchanged(self, leads):
        """Check that the deals stand as they did after what is to be undone.

        :raise UserError: if not
        """
        tables = self._read_rows(leads)
        rows = tables['crm_lead']
        moved = self._get_moved_since(leads) | self._get_ended_since(tables)
        changed = leads.filtered(
            lambda lead: (
                lead.id in moved
                or any(
                    column in STATE_COLUMNS and rows[str(lead.id)][column] != became
                    for column, (_was, became) in self.journal['crm_lead'][str(lead.id)].items()
                )
            )
        )
        if changed:
            raise UserError(
                self.env._(
                    "These deals have been changed since, so nothing was undone: %s.",
                    changed._get_names(),
                )
            )

    def _get_moved_since(self, leads):
        """Return the ids of deals whose state has changed later: there and back again, too."""
        known = self.env['ir.model.fields']._get_ids('crm.lead')
        query = SQL(
            """SELECT message.res_id
                 FROM mail_tracking_value AS value
                 JOIN mail_message AS message ON message.id = value.mail_message_id
                WHERE message.model = 'crm.lead' AND message.res_id = ANY(%s)
                      AND value.field_id = ANY(%s) AND value.create_date > %s""",
            leads.ids,
            [known[name] for name in STATE_COLUMNS],
            self.create_date,
        )
        return {lead_id for (lead_id,) in self.env.execute_query(query)}

    def _get_ended_since(self, tables):
        """Return the ids of deals of which a record that came then is gone, or no longer the same.

        Activities may be done meanwhile.

        :param dict tables: rows as they are
        """
        return {
            cells[''][1]['lead_id']
            for table, rows in self.journal.items()
            if table != self.env['mail.activity']._table
            for row_id, cells in rows.items()
            if '' in cells and cells[''][0] is None
            if _without_log(tables[table].get(row_id)) != _without_log(cells[''][1])
        }

    @api.model
    def _get_state_values(self, journal):
        """Return what to write on each deal: id -> values."""
        return {
            int(lead_id): {
                # An empty probability is none for Odoo; the cell itself is restored later.
                column: was or False
                for column, (was, _became) in row.items()
                if column in STATE_COLUMNS
            }
            for lead_id, row in journal['crm_lead'].items()
        }

    # Rows

    @api.model
    def _read_rows(self, leads):
        """Return rows as in the database: table -> id -> column -> value, as JSON."""
        self.env.flush_all()
        rows = {}
        for name, condition in self._get_conditions(leads).items():
            table = self.env[name]._table
            query = "SELECT id, to_jsonb(t) FROM %s AS t WHERE %s"
            found = self.env.execute_query(SQL(query, SQL.identifier(table), condition))
            rows[table] = {str(row_id): row for row_id, row in found}
        return rows

    @api.model
    def _compare(self, before, after):
        """Return what has changed: table -> id -> column -> values before and after.

        Of a row that came or went, the whole one stands under the column ''.
        """
        return {table: self._compare_rows(rows, after[table]) for table, rows in before.items()}

    @api.model
    def _compare_rows(self, before, after):
        changed = {}
        for row_id in before.keys() | after.keys():
            was, became = before.get(row_id), after.get(row_id)
            if was is None or became is None:
                changed[row_id] = {'': [was, became]}
            elif cells := {
                column: [value, became[column]]
                for column, value in was.items()
                if value != became[column] and column not in LOG_COLUMNS
            }:
                changed[row_id] = cells
        return changed

    def _restore_rows(self, current):
        """Put rows back that are now as they became then.

        :param dict current: rows before the deals were written
        """
        for name in self._get_conditions(self.env['crm.lead']):
            table = self.env[name]._table
            for row_id, cells in self.journal.get(table, {}).items():
                if '' in cells:
                    self._restore_row(name, int(row_id), cells[''][0])
                elif row := current[table].get(row_id):
                    self._restore_cells(table, int(row_id), cells, row)

    def _restore_row(self, name, row_id, row):
        """Insert a row that went, unless what it refers to is gone; delete one that came."""
        if row is None:
            self.env[name].browse(row_id).exists().unlink()
            return
        query = (
            "INSERT INTO %(table)s SELECT * FROM jsonb_populate_record(NULL::%(table)s, %(row)s)"
        )
        table = SQL.identifier(self.env[name]._table)
        try:
            with self.env.cr.savepoint(flush=False), mute_logger('odoo.sql_db'):
                self.env.cr.execute(SQL(query, table=table, row=json.dumps(row)))
        except IntegrityError:
            return

    def _restore_cells(self, table, row_id, cells, row):
        values = {column: was for column, (was, became) in cells.items() if row[column] == became}
        if not values:
            return
        columns = SQL(", ").join(map(SQL.identifier, values))
        new = SQL(", ").join(SQL("new.%s", SQL.identifier(column)) for column in values)
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s AS t SET (%(columns)s) = ROW(%(new)s)"
                " FROM jsonb_populate_record(NULL::%(table)s, %(values)s) AS new"
                " WHERE t.id = %(id)s",
                table=SQL.identifier(table),
                columns=columns,
                new=new,
                values=json.dumps(values),
                id=row_id,
            )
        )


def _without_log(row):
    return row and {name: row[name] for name in row.keys() - LOG_COLUMNS}
