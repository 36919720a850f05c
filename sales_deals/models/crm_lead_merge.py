"""Merging deals into the oldest of them: which value wins, and what becomes of the others."""

import json

from odoo import api, fields, models
from odoo.addons.crm.models.crm_lead import PARTNER_ADDRESS_FIELDS_TO_SYNC
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty

#: What the survivor keeps, whatever the others say.
KEPT_FIELDS = {
    'id',
    'name',
    'deal_number',
    'create_date',
    'create_uid',
    'write_date',
    'write_uid',
    'merged_into_id',
    'message_main_attachment_id',
}
#: What says how a deal stands: it comes from one deal as a whole.
STATE_FIELDS = (
    'active',
    'process_id',
    'stage_id',
    'probability',
    'automated_probability',
    'lost_reason_id',
    'is_suspended',
    'suspended_until',
    'suspended_reason',
    'date_closed',
    'date_deadline',
    'date_last_stage_update',
    'recurring_revenue',
    'recurring_plan',
)
#: States of deals, the least alive first.
MERGE_ORDER = ('lost', 'archived', 'suspended', 'open', 'won')
#: What a chosen variant gives, or was entered by hand.
VALUE_FIELDS = ('expected_revenue', 'deal_cost')


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    merged_into_id = fields.Many2one(
        'crm.lead', index='btree_not_null', readonly=True, copy=False, ondelete='set null'
    )
    merge_ids = fields.One2many('deal.merge', 'survivor_id', string="Merges")
    last_merge_id = fields.Many2one('deal.merge', compute='_compute_last_merge_id')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('merge_ids.state')
    def _compute_last_merge_id(self):
        for lead in self:
            done = lead.merge_ids.filtered(lambda merge: merge.state == 'done')
            lead.last_merge_id = done.sorted('id', reverse=True)[:1]

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def unlink(self):
        """Merged deals stay: Odoo's own ways delete what they believe to be left over."""
        if self.env.su or self.env.context.get('deal_keep_merged'):
            self -= self.filtered('merged_into_id')
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_merged(self):
        for lead in self.filtered('merged_into_id'):
            raise UserError(
                self.env._(
                    "“%(deal)s” was merged into “%(survivor)s”. Undo the merge to have it back.",
                    deal=lead.display_name,
                    survivor=lead.merged_into_id.display_name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_undo_merge(self):
        """Undo the last merge into this deal; see :meth:`deal.merge.action_undo`."""
        self.ensure_one()
        if not self.last_merge_id:
            raise UserError(self.env._("Nothing was merged into “%s”.", self.display_name))
        return self.last_merge_id.action_undo()

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Where archived deals are looked for, merged ones are left out: lost ones, counts, what
        Odoo learns from. Who asks for their ids or for what they were merged into gets them."""
        domain = Domain(domain)
        if self._leaves_out_merged(domain):
            domain &= Domain('merged_into_id', '=', False)
        return super()._search(domain, *args, **kwargs)

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        """Merge into the oldest deal, unless the company keeps Odoo's own way."""
        if any(lead._get_merge_company().deal_merge_policy == 'odoo' for lead in self):
            return super()._merge_opportunity(user_id, team_id, auto_unlink, max_length)
        survivor = self._merge_into_oldest(with_won=self.env.context.get('deal_merge_won'))
        given = {'user_id': user_id, 'team_id': team_id}
        changed = {n: v for n, v in given.items() if v and survivor[n].id != v}
        if changed:
            survivor.write(changed)
        return survivor

    def _get_duration_from_tracking(self, trackings):
        """Changes of merged deals lie between this one's own: in order of time, no stage is left
        before it was entered."""
        in_time = sorted(trackings, key=lambda tracking: tracking['create_date'])
        return super()._get_duration_from_tracking(in_time)

    def get_formview_action(self, access_uid=None):
        """Old links lead to the deal that there is now."""
        survivor = self._get_survivor()
        return super(CrmLead, survivor).get_formview_action(access_uid=access_uid)

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        found = super()._get_lead_duplicates(partner, email, include_lost)
        return found.filtered(lambda lead: not lead.merged_into_id)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _merge_into_oldest(self, choices=None, reason='', with_won=False):
        """Merge these deals into the one that was created first; see :class:`DealMerge`.

        The user must be allowed to write all of them. What points at the others moves, also what
        the user may not see; the others are archived.

        :param dict choices: field name to id of the deal whose value shall win
        :param bool with_won: whether several won deals may become one
        :return: the survivor
        :raise UserError: for fewer than two deals, deals of different companies, won ones
        """
        leads = self._check_may_be_merged(with_won)
        leads._lock_for_merge()
        survivor = leads._get_oldest()
        others = leads - survivor
        plan = leads._prepare_merge_plan(survivor, choices or {})
        self.env['deal.merge']._merge(survivor, others, plan, reason)
        leads._refresh_duplicates()
        survivor.message_post(
            body=self.env._("Merged into this deal: %s.", ", ".join(others.mapped('display_name')))
        )
        return survivor

    def _prepare_merge_plan(self, survivor, choices):
        """Which values the survivor gets, and from where.

        How the deal stands comes from the most alive one, the most advanced of these; its value
        from the first in this order that is calculated. What the survivor lacks is filled in from
        the others, newest first, an address as a whole. Texts are added to each other, properties
        united.

        :param dict choices: field name to id of the deal whose value shall win
        :return: dictionary of ``cells`` (id of the deal that gives them: columns), ``values``
            (column: new value, as JSON) and ``variants_of`` (id of the deal whose variant stays
            the chosen one)
        """
        ranked = self.sorted(lambda lead: lead._get_merge_rank(), reverse=True)
        calculated = ranked.sudo().filtered('chosen_variant_id')[:1] or ranked[:1]
        sources = dict.fromkeys(STATE_FIELDS, ranked[0].id)
        sources.update(dict.fromkeys(VALUE_FIELDS, calculated.id))
        newest = (self - survivor).sorted(lambda lead: (lead.create_date, lead.id), reverse=True)
        sources.update(survivor._get_merge_address_sources(newest))
        for name in self._get_merge_field_names():
            sources.setdefault(name, survivor._get_merge_source(name, newest))
        sources.update(choices)
        cells = {}
        for name, source in sources.items():
            if source != survivor.id and name not in KEPT_FIELDS:
                cells.setdefault(source, []).append(name)
        values = survivor._prepare_merge_values(newest, choices)
        return {'cells': cells, 'values': values, 'variants_of': calculated.id}

    def _prepare_merge_values(self, newest, choices):
        """What is made of the values of several deals, by column."""
        leads = self | newest
        values = {}
        # Written only where it changes: Odoo would give the deal another team for it.
        if self.type == 'lead' and any(lead.type == 'opportunity' for lead in leads):
            values['type'] = 'opportunity'
        values['priority'] = max(lead.priority or '0' for lead in leads)
        for name, field in self._fields.items():
            if field.store and field.column_type and field.type in ('html', 'text'):
                if text := self._get_merged_text(name, newest):
                    values[name] = text
            elif field.type == 'properties':
                values.update(self._get_merged_properties(name, leads))
        return {name: value for name, value in values.items() if name not in choices}

    @api.model
    def _get_merge_field_names(self):
        """The fields whose values are taken over: all that are stored, of any module, but those
        that Odoo computes from others, keeps for itself, or that are made of several."""
        made = ('html', 'text', 'properties', 'one2many', 'many2many')
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and field.type not in made
            and name not in KEPT_FIELDS
            and not (field.compute and field.readonly)
            and not field.related
        ]

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _leaves_out_merged(self, domain):
        if self.env.context.get('deal_with_merged'):
            return False
        names = {condition.field_expr for condition in domain.iter_conditions()}
        finds_archived = 'active' in names or not self.env.context.get('active_test', True)
        return finds_archived and not names & {'id', 'merged_into_id'}

    def _get_survivor(self):
        """The deal that this one was merged into, through any number of merges, or itself."""
        seen = lead = self
        while lead.sudo().merged_into_id and lead.sudo().merged_into_id not in seen - self:
            lead = lead.sudo().merged_into_id.sudo(self.env.su)
            seen |= lead
        return lead

    def _get_oldest(self):
        return self.sorted(lambda lead: (lead.create_date, lead.id))[:1]

    def _get_merge_company(self):
        return self.company_id or self.env.company

    def _check_may_be_merged(self, with_won):
        """:raise UserError: when these deals can't become one"""
        leads = self.exists().filtered(lambda lead: not lead.merged_into_id)
        if len(leads) < 2:
            raise UserError(self.env._("Select at least two deals to merge."))
        leads.check_access('write')
        if len(leads.company_id) > 1:
            raise UserError(
                self.env._(
                    "Deals of different companies can't be merged: %s.",
                    ", ".join(
                        f'{lead.display_name} ({lead.company_id.name})'
                        for lead in leads
                        if lead.company_id
                    ),
                )
            )
        won = leads.filtered(lambda lead: lead.won_status == 'won')
        if len(won) > 1 and not with_won:
            raise UserError(
                self.env._(
                    "Several of these deals are won: %s. Merge them only if they are one sale.",
                    ", ".join(won.mapped('display_name')),
                )
            )
        return leads

    def _lock_for_merge(self):
        """:raise UserError: when somebody else is merging or changing one of these deals"""
        self.env.flush_all()
        query = SQL("SELECT id FROM crm_lead WHERE id IN %s ORDER BY id FOR UPDATE", self._ids)
        self.env.cr.execute(query)

    def _get_merge_rank(self):
        """The most alive first (won, open, suspended, archived, lost), then the most advanced, the
        oldest."""
        pending = 'archived' if not self.active else self.deal_state
        state = self.deal_state if self.deal_state in ('won', 'lost') else pending
        life = MERGE_ORDER.index(state)
        stage = self.stage_id
        return life, stage.is_won, stage.sequence, -self.create_date.timestamp(), -self.id

    def _get_merge_source(self, name, newest):
        """The deal that gives a field's value: the survivor, or the newest that has one."""
        if not self._is_merge_empty(name):
            return self.id
        return next((lead.id for lead in newest if not lead._is_merge_empty(name)), self.id)

    def _get_merge_address_sources(self, newest):
        """An address is taken as a whole: the survivor's, or that of the newest that has one."""
        names = PARTNER_ADDRESS_FIELDS_TO_SYNC
        having = (
            lead for lead in self | newest if not all(lead._is_merge_empty(name) for name in names)
        )
        return dict.fromkeys(names, next(having, self).id)

    def _is_merge_empty(self, name):
        # Values are compared of deals that the user may write, of all their fields.
        return not self.sudo()[name]

    def _get_merged_text(self, name, newest):
        """The survivor's text with those of the others behind it; None where nothing is added."""
        own = self.sudo()[name] or ''
        is_html = self._fields[name].type == 'html'
        texts = [lead.sudo()[name] or '' for lead in newest]
        added = [
            text for text in dict.fromkeys(texts) if text not in own and not is_html_empty(text)
        ]
        if not added:
            return None
        kept = [] if is_html_empty(own) else [own]
        return ("<br/><br/>" if is_html else "\n\n").join(map(str, kept + added))

    def _get_merged_properties(self, name, leads):
        """The properties of all deals by name of the field, key by key, the survivor's first."""
        column = SQL.identifier(name)
        query = SQL("SELECT id, %s FROM crm_lead WHERE id IN %s", column, leads._ids)
        found = {lead_id: values or {} for lead_id, values in self.env.execute_query(query)}
        merged = {}
        for lead in leads:
            values = found[lead.id]
            values = json.loads(values) if isinstance(values, str) else values
            merged.update({k: v for k, v in values.items() if k not in merged or not merged[k]})
        return {name: merged} if merged != found[self.id] else {}
