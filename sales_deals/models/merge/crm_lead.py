"""Merge deals into the oldest of them; the others are archived."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..company.lagging_replica import empty_if_missing

#: States of deals, the least alive first.
MERGE_ORDER = ('lost', 'archived', 'suspended', 'open', 'won')


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    deal_merged_into_id = fields.Many2one(
        'crm.lead',
        string="Merged Into",
        index='btree_not_null',
        readonly=True,
        copy=False,
        ondelete='set null',
    )
    # By the numbers of merged deals, the survivor is found.
    deal_merged_ids = fields.One2many(
        'crm.lead',
        'deal_merged_into_id',
        string="Merged Deals",
        readonly=True,
        context={'active_test': False, 'deal_with_merged': True},
    )
    deal_merge_ids = fields.One2many('deal.merge', 'survivor_id', string="Merges", readonly=True)
    deal_last_merge_id = fields.Many2one(
        'deal.merge', string="Last Merge", compute='_compute_deal_last_merge_id'
    )

    @api.depends('deal_merge_ids.state')
    def _compute_deal_last_merge_id(self):
        for lead in self:
            done = lead.deal_merge_ids.filtered(lambda merge: merge.state == 'done')
            lead.deal_last_merge_id = done.sorted('id', reverse=True)[:1]

    @api.constrains('active')
    def _check_merged_stay_archived(self):
        """Check that merged deals come back by undoing the merge, which brings all they had."""
        self.filtered('active')._check_not_merged()

    def unlink(self):
        """Keep merged deals when Odoo deletes what it believes to be left over."""
        if self.env.su or self.env.context.get('deal_keep_merged'):
            self -= self.filtered('deal_merged_into_id')
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_merged(self):
        self._check_not_merged()

    @api.readonly
    @empty_if_missing(bool)
    def get_deal_has_merge_to_undo(self):
        """Return whether the user can undo a merge into this deal; its menu asks when it opens."""
        self.ensure_one()
        self.check_access('read')
        merge = self.deal_last_merge_id
        leads = merge.survivor_id | merge.merged_ids
        return bool(merge and not self.deal_merged_into_id and leads.has_access('write'))

    def action_deal_undo_merge(self):
        """Undo the last merge into this deal; see :meth:`deal.merge.action_undo`."""
        self.ensure_one()
        if not self.deal_last_merge_id:
            raise UserError(self._get_no_undo_message())
        return self.deal_last_merge_id.action_undo()

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Exclude merged deals from searches that include archived ones.

        Unless they are filtered by id or by what they were merged into.
        """
        domain = Domain(domain)
        if self._leaves_out_merged(domain):
            domain &= Domain('deal_merged_into_id', '=', False)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_action_conditions(self):
        return {
            **super()._get_action_conditions(),
            'sales_deals.deal_process_change_action': (["not deal_merged_into_id"], True),
        }

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        """Merge into the oldest deal, unless the company keeps Odoo's own way."""
        if self._merges_as_odoo():
            return super()._merge_opportunity(user_id, team_id, auto_unlink, max_length)
        return self._merge_into_oldest(
            choices=self.env.context.get('deal_merge_choices'),
            with_won=self.env.context.get('deal_merge_won'),
            assigned={'user_id': user_id, 'team_id': team_id},
        )

    def _merges_as_odoo(self):
        """Return whether a company of these deals keeps Odoo's own way of merging."""
        return any(
            lead._get_deciding_company().deal_merge_policy == 'odoo' for lead in self or [self]
        )

    def _get_duration_from_tracking(self, trackings):
        """Sort the changes by time: those of merged deals lie between this deal's own.

        Else a stage would be left before it was entered.
        """
        in_time = sorted(trackings, key=lambda tracking: tracking['create_date'])
        return super()._get_duration_from_tracking(in_time)

    def get_formview_action(self, access_uid=None):
        """Open the deal that this one was merged into: links to it may be old."""
        survivor = self._get_survivor()
        return super(CrmLead, survivor).get_formview_action(access_uid=access_uid)

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        found = super()._get_lead_duplicates(partner, email, include_lost)
        return found.filtered(lambda lead: not lead.deal_merged_into_id)

    def _merge_into_oldest(self, choices=None, reason='', with_won=False, assigned=None):
        """Merge these deals into the one that was created first; see :class:`DealMerge`.

        The user must be allowed to write all of them. What points at the others moves, also what
        the user may not see; the others are archived.

        :param dict choices: field name to id of the deal whose value shall win
        :param bool with_won: whether several won deals may become one
        :param dict assigned: salesperson and team that the survivor is given, if any
        :return: the survivor
        :raise UserError: for fewer than two deals, deals of different companies, won ones, and
            choices of something else than a field or a deal that is compared
        """
        leads = self._check_may_be_merged(with_won)
        choices = leads._check_merge_choices(choices or {})
        leads._lock_for_merge()
        survivor = leads._get_oldest()
        others = leads - survivor
        plan = leads._prepare_merge_plan(survivor, choices, assigned)
        self.env['deal.merge']._merge(survivor, others, plan, reason)
        leads._after_merge()
        survivor.message_post(body=survivor._get_merge_note(others, plan['foreign']))
        return survivor

    def _after_merge(self):
        """Do what follows when these deals were merged, or a merge of them was undone.

        To be extended.
        """

    def _prepare_assigned(self, given):
        """Return the values to assign the deal as chosen; its team stays unless another is chosen.

        :param dict given: salesperson and team, or nothing
        """
        changed = {n: v for n, v in given.items() if v and self[n].id != v}
        return {'team_id': self.team_id.id, **changed} if changed else {}

    @api.model
    def _leaves_out_merged(self, domain):
        if self.env.context.get('deal_with_merged'):
            return False
        names = {condition.field_expr for condition in domain.iter_conditions()}
        finds_archived = 'active' in names or not self.env.context.get('active_test', True)
        return finds_archived and not names & {'id', 'deal_merged_into_id'}

    def _offer_undo_of_merge(self):
        """Return what an action needs to say what was merged, and to offer to undo it."""
        if not self.deal_last_merge_id:
            return {}
        message = self.env._("Merged into %s.", self._get_names())
        return self.env['deal.undo']._prepare_effect(
            message, self.deal_last_merge_id, 'action_undo_all'
        )

    def _get_merge_note(self, others, properties):
        """Return the note that names the merged deals, and properties of their teams alone."""
        names = ", ".join(others.mapped('display_name'))
        note = Markup("<p>%s</p>") % self.env._("Merged into this deal: %s.", names)
        if properties:
            note += Markup("<p>%s</p>") % self.env._(
                "The team of this deal has no such properties: %s.", "; ".join(properties)
            )
        return note

    def _get_no_undo_message(self):
        archived = self.with_context(active_test=False)
        if archived.search_count([('deal_merged_into_id', '=', self.id)], limit=1):
            return self.env._(
                "The merges into “%s” are too old to be undone.",
                self.display_name,
            )
        return self.env._("Nothing was merged into “%s”.", self.display_name)

    def _get_survivor(self):
        """Return the deal that this one was merged into, by any number of merges, or itself."""
        seen = lead = self
        while (
            lead.sudo().deal_merged_into_id and lead.sudo().deal_merged_into_id not in seen - self
        ):
            lead = lead.sudo().deal_merged_into_id.sudo(self.env.su)
            seen |= lead
        return lead

    def _get_oldest(self):
        return self.sorted(lambda lead: (lead.create_date, lead.id))[:1]

    def _check_may_be_merged(self, with_won):
        """Check that these deals can become one.

        :return: those of them that exist
        :raise UserError: if they can't
        """
        leads = self.exists()
        leads._check_not_merged_yet()
        if len(leads) < 2:
            raise UserError(self.env._("Select at least two deals to merge."))
        leads.check_access('write')
        leads._check_one_company()
        won = leads.filtered(lambda lead: lead.won_status == 'won')
        if len(won) > 1 and not with_won:
            raise UserError(
                self.env._(
                    "Several of these deals are won: %s. Merge them only if they are one sale.",
                    ", ".join(won.mapped('display_name')),
                )
            )
        return leads

    def _check_not_merged(self):
        for lead in self.filtered('deal_merged_into_id'):
            raise UserError(
                self.env._(
                    "“%(deal)s” was merged into “%(survivor)s”. Undo the merge to have it back.",
                    deal=lead.display_name,
                    survivor=lead.deal_merged_into_id.display_name,
                )
            )

    def _check_not_merged_yet(self):
        """Check that nobody else has merged one of these deals meanwhile.

        :raise UserError: if somebody has
        """
        merged = self.filtered('deal_merged_into_id')
        if not merged:
            return
        # Whoever may read a deal may know what it was merged into.
        merged.check_access('read')
        pairs = (
            f'{lead.display_name} → {lead._get_survivor().sudo().display_name}' for lead in merged
        )
        raise UserError(
            self.env._(
                "Some of these deals have been merged meanwhile: %s. Nothing was changed now."
                " Reload the page, and select again.",
                ", ".join(pairs),
            )
        )

    def _check_one_company(self):
        """Check that these deals are of one company, and their values in one currency.

        :raise UserError: if not
        """
        if len(self.company_id) > 1:
            raise UserError(
                self.env._(
                    "Deals of different companies can't be merged: %s.",
                    ", ".join(
                        f'{lead.display_name} ({lead.company_id.name})'
                        for lead in self
                        if lead.company_id
                    ),
                )
            )
        if len(self.company_currency) > 1:
            raise UserError(
                self.env._(
                    "Deals whose values are in different currencies can't be merged: %s. Set their"
                    " company first.",
                    ", ".join(
                        f'{lead.display_name} ({lead.company_currency.name})' for lead in self
                    ),
                )
            )

    def _lock_for_merge(self):
        """Lock these deals, and wait for other transactions that merge or change one of them.

        If such a transaction has changed one, the database refuses, and Odoo tries the request
        again with the new values.
        """
        self.env.flush_all()
        query = SQL("SELECT id FROM crm_lead WHERE id IN %s ORDER BY id FOR UPDATE", self._ids)
        self.env.cr.execute(query)

    def _get_merge_rank(self):
        """Return a sort key, the greatest for the deal that says how the merged one stands.

        The most alive (won, open, suspended, archived, lost), of these the most advanced, of these
        the oldest.
        """
        pending = 'archived' if not self.active else self.deal_state
        state = self.deal_state if self.deal_state in ('won', 'lost') else pending
        life = MERGE_ORDER.index(state)
        stage = self.stage_id
        return life, stage.is_won, stage.sequence, -self.create_date.timestamp(), -self.id
