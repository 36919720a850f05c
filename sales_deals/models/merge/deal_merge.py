"""Merges of deals: move everything to the oldest one, keep a journal, undo."""

import json
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

#: Columns of a deal that a merge's journal leaves out: the ORM's record of the last change.
LOG_COLUMNS = {'write_date', 'write_uid'}
#: Number of merges that one step of the purging job removes.
PURGE_BATCH = 500


class DealMerge(models.Model):
    _name = 'deal.merge'
    _description = "Merge of Deals"
    _inherit = ['deal.record']
    _order = 'id desc'
    _rec_name = 'survivor_id'

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

    def action_undo(self):
        """Put everything back to where it was before the merge.

        What was changed of the survivor since then stays as it is now, and is named in the note
        on it.

        :return: the action that opens the survivor
        :raise UserError: if it was undone already, or a later merge must be undone first
        """
        self.ensure_one()
        self._check_may_be_undone()
        leads = self.survivor_id | self.merged_ids
        leads._lock_for_merge()
        journal = self.sudo().journal
        self._undo_links(journal['links'])
        self._undo_moves(journal['moves'])
        self._undo_files(journal['files'])
        self._undo_belongings(journal)
        self._undo_computed(journal['computed'])
        self._restore_activities(journal.get('activities', ()))
        kept = self._undo_cells(journal['cells'])
        self.env.invalidate_all()
        # Only this method writes the state of a merge.
        self.sudo().state = 'undone'
        leads._after_merge()
        self.survivor_id.message_post(body=self._get_undo_note(kept))
        return self.survivor_id.get_formview_action()

    def action_undo_all(self):
        """Undo these merges, the last one first; see :meth:`action_undo`.

        :return: the action that opens the survivor, if it is one
        """
        actions = [merge.action_undo() for merge in self.sorted('id', reverse=True)]
        return actions[0] if len(self) == 1 else None

    @api.model
    def _merge(self, survivor, others, plan, reason=''):
        """Merge deals and record what changed.

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
        belongings = self._unite_belongings(survivor, others, plan)
        moves = self._move_references(survivor, others)
        links = self._unite_links(survivor, others)
        self.env.invalidate_all()
        computed = self._recompute(survivor, others, plan, moves)
        computed = self._assign(survivor, plan['assigned'], computed)
        journal = {
            **belongings,
            'cells': self._compare_cells(before, self._read_cells(leads)),
            'moves': moves,
            'links': links,
            'files': files,
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

    def _unite_belongings(self, survivor, others, plan):
        """Prepare records of the deals, which are about to move, for having one deal.

        To be extended for records of which a deal can't simply have those of several deals; see
        also :meth:`_get_merge_identities`.

        :param dict plan: see :meth:`crm.lead._prepare_merge_plan`
        :return: dictionary of entries for the journal, which :meth:`_undo_belongings` reads
        """
        return {}

    def _undo_belongings(self, journal):
        """Undo what :meth:`_unite_belongings` did; the records are back with their deals.

        To be extended, the last extension first.
        """

    def _check_may_be_undone(self):
        """Check that the user may undo the merge, and that it can be undone.

        :raise UserError: if it was undone already, or a later merge must be undone first
        """
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
        """Return the note that names the parted deals and the fields that kept their values."""
        names = ", ".join(self.merged_ids.mapped('display_name'))
        note = self.env._("The merge was undone. These are deals of their own again: %s.", names)
        if kept:
            described = self.survivor_id.fields_get(kept, ['string'])
            labels = ", ".join(sorted(field['string'] for field in described.values()))
            note += " " + self.env._("Changed since then and kept: %s.", labels)
        return note

    # Cells

    def _read_cells(self, leads):
        """Return the rows of deals as in the database: id -> column -> value, as JSON."""
        query = SQL(
            "SELECT id, to_jsonb(crm_lead) FROM crm_lead WHERE id IN %s ORDER BY id", leads._ids
        )
        return {str(lead_id): row for lead_id, row in self.env.execute_query(query)}

    def _compare_cells(self, before, after):
        """Return what changed: id -> column -> values before and after."""
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

        In SQL: a value that only changes its place must not cause a note in the chatter, nor
        change what Odoo has learned from won and lost deals.
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
        """Put cells back, except those of the survivor that were changed since.

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

    # Open activities

    @api.model
    def _cancel_activities(self, survivor, others):
        """Cancel the open activities of the others, if the company does not let them move.

        A note on the survivor names them.

        :return: their rows, as JSON
        """
        if survivor._get_deciding_company().deal_activities_merged != 'cancel':
            return []
        activities = others._get_open_activities()
        if not activities:
            return []
        self.env.flush_all()
        query = SQL(
            "SELECT to_jsonb(a) FROM mail_activity AS a WHERE id IN %s ORDER BY id", activities._ids
        )
        rows = [row for (row,) in self.env.execute_query(query)]
        survivor._message_log(body=survivor._get_cancel_note(activities))
        activities.unlink()
        return rows

    def _restore_activities(self, rows):
        """Put cancelled activities back, except those whose user, type or meeting is gone."""
        for row in rows:
            query = SQL(
                "INSERT INTO mail_activity"
                " SELECT * FROM jsonb_populate_record(NULL::mail_activity, %s::jsonb)",
                json.dumps(row),
            )
            try:
                with self.env.cr.savepoint(flush=False), mute_logger('odoo.sql_db'):
                    self.env.cr.execute(query)
            except IntegrityError:
                continue

    # Purging

    @api.model
    def _cron_purge(self):
        """Remove the records of merges that are too old to be undone.

        What was merged stays as it is: the others archived, and leading to the survivor.
        """
        domain = self._get_purge_domain()
        while merges := self.search(domain, order='id', limit=PURGE_BATCH):
            merges.unlink()
            remaining = self.search_count(domain)
            if not self.env['ir.cron']._commit_progress(len(merges), remaining=remaining):
                break

    @api.model
    def _get_purge_domain(self):
        """Return the domain of merges that are older than their company keeps them.

        Merges of deals without a company are kept as long as any company keeps its own.
        """
        companies = self.env['res.company'].search([])
        days = {company: company.deal_merge_keep_days for company in companies}
        old = [
            Domain('company_id', '=', company.id) & self._get_older_domain(kept)
            for company, kept in days.items()
            if kept
        ]
        if all(days.values()):
            old.append(
                Domain('company_id', '=', False) & self._get_older_domain(max(days.values()))
            )
        return Domain.OR(old)

    @api.model
    def _get_older_domain(self, days):
        return Domain('create_date', '<', fields.Datetime.now() - timedelta(days=days))
