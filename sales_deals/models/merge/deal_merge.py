"""Deals that were merged into the oldest of them: what changed, so that it can be undone."""

import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Cells of a deal that say who wrote it last: not part of what a merge changes.
LOG_COLUMNS = {'write_date', 'write_uid'}


class DealMerge(models.Model):
    _name = 'deal.merge'
    _description = "Merge of Deals"
    _order = 'id desc'
    _rec_name = 'survivor_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    survivor_id = fields.Many2one(
        'crm.lead', string="Deal", required=True, ondelete='cascade', index=True, readonly=True
    )
    merged_ids = fields.Many2many(
        'crm.lead',
        'deal_merge_lead_rel',
        string="Merged Deals",
        readonly=True,
        context={'active_test': False, 'deal_with_merged': True},
    )
    company_id = fields.Many2one(related='survivor_id.company_id', store=True)
    user_id = fields.Many2one(
        'res.users', string="Merged By", readonly=True, default=lambda self: self.env.uid
    )
    reason = fields.Char(readonly=True)
    state = fields.Selection(
        [('done', "Merged"), ('undone', "Undone")], default='done', required=True, readonly=True
    )
    # Cells, references and links as they were; costs of deals may be among them.
    journal = fields.Json(readonly=True, groups='base.group_system')

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_undo(self):
        """Put everything back to where it was before the merge.

        What was changed of the survivor since then stays as it is now, and is named in the note
        on it.

        :return: the action that opens the survivor
        :raise UserError: when it was undone, or a later merge must be undone first
        """
        self.ensure_one()
        self._check_may_be_undone()
        leads = self.survivor_id | self.merged_ids
        leads._lock_for_merge()
        journal = self.sudo().journal
        self._undo_links(journal['links'])
        self._undo_moves(journal['moves'])
        self._undo_files(journal['files'])
        self._undo_computed(journal.get('client_side', {}))
        self._choose_variants(journal['chosen_variants'])
        self._undo_computed(journal['computed'])
        self._restore_activities(journal.get('activities', ()))
        kept = self._undo_cells(journal['cells'])
        self.env.invalidate_all()
        # Only this method writes the state of a merge.
        self.sudo().state = 'undone'
        leads._refresh_duplicates()
        self.survivor_id.message_post(body=self._get_undo_note(kept))
        return self.survivor_id.get_formview_action()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _merge(self, survivor, others, plan, reason=''):
        """Merge deals and remember how it was.

        :param survivor: the ``crm.lead`` that stays
        :param others: the ``crm.lead`` that are merged into it
        :param dict plan: see :meth:`crm.lead._prepare_merge_plan`
        :return: the new ``deal.merge``
        """
        leads = survivor | others
        activities = self._cancel_activities(survivor, others)
        self.env.flush_all()
        before = self._read_cells(leads)
        self._write_plan(survivor, others, plan)
        files = self._swap_files(survivor, plan['files'])
        marks = self._release_chosen_variants(leads, plan['variants_of'])
        client_side = self._unite_client_side(survivor, others, plan)
        moves = self._move_references(survivor, others)
        links = self._unite_links(survivor, others)
        self.env.invalidate_all()
        computed = self._recompute(survivor, others, plan, moves)
        journal = {
            'cells': self._compare_cells(before, self._read_cells(leads)),
            'moves': moves,
            'links': links,
            'files': files,
            'chosen_variants': marks,
            'client_side': client_side,
            'computed': computed,
            'activities': activities,
        }
        # Whoever merged may not write records of merges.
        return self.sudo().create(
            {
                'survivor_id': survivor.id,
                'merged_ids': [fields.Command.set(others.ids)],
                'reason': reason,
                'user_id': self.env.uid,
                'journal': journal,
            }
        )

    def _check_may_be_undone(self):
        """:raise UserError: when it was undone, or a later merge must be undone first"""
        (self.survivor_id | self.merged_ids).check_access('write')
        if self.state != 'done':
            raise UserError(self.env._("This merge was undone."))
        leads = self.survivor_id | self.merged_ids
        later = self.sudo().search(
            [
                ('id', '>', self.id),
                ('state', '=', 'done'),
                '|',
                ('survivor_id', 'in', leads.ids),
                ('merged_ids', 'in', leads.ids),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "Undo the later merge into “%s” first: merges are undone in order.",
                    later.survivor_id.display_name,
                )
            )

    def _get_undo_note(self, kept):
        names = ", ".join(self.merged_ids.mapped('display_name'))
        note = self.env._("The merge was undone. These are deals of their own again: %s.", names)
        if kept:
            described = self.survivor_id.fields_get(kept, ['string'])
            labels = ", ".join(sorted(field['string'] for field in described.values()))
            note += " " + self.env._("Changed since then and kept: %s.", labels)
        return note

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    # Cells

    def _read_cells(self, leads):
        """The rows of deals as the database has them: id -> column -> value, as JSON."""
        query = SQL(
            "SELECT id, to_jsonb(crm_lead) FROM crm_lead WHERE id IN %s ORDER BY id", leads._ids
        )
        return {str(lead_id): row for lead_id, row in self.env.execute_query(query)}

    def _compare_cells(self, before, after):
        """What changed: id -> column -> values before and after."""
        return {
            lead_id: {
                column: [value, after[lead_id][column]]
                for column, value in row.items()
                if value != after[lead_id][column] and column not in LOG_COLUMNS
            }
            for lead_id, row in before.items()
        }

    def _write_plan(self, survivor, others, plan):
        """Copy the winning cells, and take the others out of the pipeline.

        In SQL: nothing follows from a value that only changes its place, neither a note in the
        chatter nor a change of what Odoo has learned of won and lost deals.
        """
        for source_id, columns in plan['cells'].items():
            names = [SQL.identifier(column) for column in columns]
            sources = [SQL("source.%s", name) for name in names]
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET %s FROM crm_lead AS source"
                    " WHERE source.id = %s AND crm_lead.id = %s",
                    SQL(", ").join(
                        SQL("%s = %s", name, source)
                        for name, source in zip(names, sources, strict=True)
                    ),
                    int(source_id),
                    survivor.id,
                )
            )
        if plan['values']:
            self._write_row('crm_lead', survivor.id, plan['values'])
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET active = FALSE, deal_merged_into_id = %s WHERE id IN %s",
                survivor.id,
                others._ids,
            )
        )

    def _write_row(self, table, row_id, values):
        """Write cells of a row that are given as JSON."""
        columns = [SQL.identifier(column) for column in values]
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s AS t SET (%(columns)s) = ROW(%(new)s)"
                " FROM jsonb_populate_record(NULL::%(table)s, %(values)s::jsonb) AS new"
                " WHERE t.id = %(id)s",
                table=SQL.identifier(table),
                columns=SQL(", ").join(columns),
                new=SQL(", ").join(SQL("new.%s", column) for column in columns),
                values=json.dumps(values),
                id=row_id,
            )
        )

    def _undo_cells(self, cells):
        """Put cells back, but for those of the survivor that were changed since.

        :return: names of the columns that were kept
        """
        survivor = str(self.survivor_id.id)
        now = self._read_cells(self.survivor_id)[survivor]
        changed = cells.get(survivor, {})
        kept = [column for column, (_was, became) in changed.items() if now[column] != became]
        for lead_id, columns in cells.items():
            values = {
                column: was
                for column, (was, _became) in columns.items()
                if lead_id != survivor or column not in kept
            }
            if values:
                self._write_row('crm_lead', int(lead_id), values)
        return kept
