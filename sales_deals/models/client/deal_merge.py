"""Contacts and competitors of merged deals: none twice, one primary contact, matching status."""

from odoo import api, models
from odoo.tools import SQL

from .deal_client_row import FILLED_IN

#: Changes of competitors' status that fit the state of the merged deal: state -> old -> new.
STATES = {
    'won': {'in_play': 'won_against', 'lost_to': 'won_against'},
    'lost': {'won_against': 'in_play'},
}
#: Changes of competitors' status for a merged deal in any other state: it is open.
REOPENED = {'won_against': 'in_play', 'lost_to': 'in_play'}


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    @api.model
    def _get_merge_identities(self):
        return super()._get_merge_identities() | {
            'deal_contact': '{row}.partner_id',
            'deal_competitor': 'COALESCE({row}.partner_id::text, LOWER({row}.name))',
        }

    def _unite_belongings(self, survivor, others, plan):
        belongings = super()._unite_belongings(survivor, others, plan)
        return {**belongings, 'client_side': self._unite_client_side(survivor, others, plan)}

    def _undo_belongings(self, journal):
        # Merges of earlier versions have no such entry.
        self._undo_computed(journal.get('client_side', {}))
        super()._undo_belongings(journal)

    def _unite_client_side(self, survivor, others, plan):
        """Prepare contacts and competitors for moving to the survivor.

        Of two rows about the same one, the row that stays gets what only the other one has.

        :return: dictionary of table -> id -> column -> values before and after
        """
        state = self.env['crm.lead'].browse(plan['sources']['stage_id']).deal_state
        leads = survivor + others.sorted(lambda lead: (lead.create_date, lead.id), reverse=True)
        changed = {}
        for table in FILLED_IN:
            rows = self._read_rows_of_each(table, leads)
            kept = self._get_kept_rows(rows, survivor)
            new = self._fill_in_rows(table, rows, kept)
            if table == 'deal_contact':
                self._choose_primary(rows, kept, new, leads)
            else:
                self._follow_state_of_deal(kept, new, STATES.get(state, REOPENED))
            changed[table] = self._write_rows(table, rows, new)
        return {table: cells for table, cells in changed.items() if cells}

    def _read_rows_of_each(self, table, leads):
        """Return id -> identity of the row, and its cells as JSON; in the order of ids."""
        query = SQL(
            "SELECT t.id, %s, to_jsonb(t) FROM %s AS t WHERE t.lead_id IN %s ORDER BY t.id",
            self._get_identity(table, 't'),
            SQL.identifier(table),
            leads._ids,
        )
        return {row_id: (identity, row) for row_id, identity, row in self.env.execute_query(query)}

    def _get_kept_rows(self, rows, survivor):
        """Return identity -> row that the survivor will have: its own, or else the first.

        These are the rows that :meth:`_without_known` lets move.
        """
        kept = {}
        for identity, row in rows.values():
            if identity not in kept or (row['lead_id'] == survivor.id != kept[identity]['lead_id']):
                kept[identity] = row
        return kept

    def _fill_in_rows(self, table, rows, kept):
        """Return the values that rows get from others: id -> column -> value."""
        new = {}
        for identity, row in rows.values():
            own = kept[identity]
            values = new.setdefault(own['id'], {})
            for columns in FILLED_IN[table]:
                if not own[columns[0]] and columns[0] not in values and row[columns[0]]:
                    values.update({column: row[column] for column in columns})
        return new

    def _choose_primary(self, rows, kept, new, leads):
        """Keep one primary contact: the survivor's, or else that of the newest other deal."""
        primary = {row['lead_id']: who for who, row in rows.values() if row['is_primary']}
        chosen = next((primary[lead.id] for lead in leads if lead.id in primary), None)
        if chosen is None:
            return
        for identity, row in rows.values():
            is_chosen = identity == chosen and row is kept[identity]
            if row['is_primary'] != is_chosen:
                new.setdefault(row['id'], {})['is_primary'] = is_chosen

    def _follow_state_of_deal(self, kept, new, states):
        """Change the status of competitors that does not fit the merged deal."""
        for row in kept.values():
            if row['state'] in states:
                new.setdefault(row['id'], {})['state'] = states[row['state']]

    def _write_rows(self, table, rows, new):
        """Write new values to rows.

        :return: dictionary of id -> column -> values before and after
        """
        changed = {row_id: values for row_id, values in new.items() if values}
        # First unmark the old primary contact, then mark the new one: a deal may have one only.
        for row_id in sorted(changed, key=lambda row_id: changed[row_id].get('is_primary', False)):
            self._write_row(table, row_id, changed[row_id])
        return {
            str(row_id): {
                column: [rows[row_id][1][column], value] for column, value in values.items()
            }
            for row_id, values in changed.items()
        }
