"""Dialogue to merge deals: shows which one stays, and lets users choose values that differ."""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmMergeOpportunity(models.TransientModel):
    _inherit = 'crm.merge.opportunity'

    deal_survivor_id = fields.Many2one(
        'crm.lead', string="Deal That Stays", compute='_compute_deal_survivor_id'
    )
    deal_has_several_won = fields.Boolean(
        string="Has Several Won", compute='_compute_deal_survivor_id'
    )
    deal_with_won = fields.Boolean(
        string="These won deals are one sale",
        help="Several of these deals are won: they are merged only if you confirm this.",
    )
    # Name of a field -> id of the deal whose value shall win.
    deal_choices = fields.Json(string="Choices")
    deal_comparison = fields.Json(string="Comparison", compute='_compute_deal_comparison')
    # Of what the user has seen: nothing else may be written.
    deal_comparison_digest = fields.Char(
        string="Comparison Digest",
        compute='_compute_deal_comparison_digest',
        store=True,
        readonly=False,
        compute_sudo=False,
    )

    @api.depends('opportunity_ids')
    def _compute_deal_survivor_id(self):
        for wizard in self:
            leads = wizard.opportunity_ids._origin
            is_ours = wizard._is_into_oldest()
            wizard.deal_survivor_id = leads._get_oldest() if is_ours else False
            won = leads.filtered(lambda lead: lead.won_status == 'won')
            wizard.deal_has_several_won = is_ours and len(won) > 1

    @api.depends('opportunity_ids', 'deal_choices', 'user_id', 'team_id')
    @api.depends_context('uid', 'lang')
    def _compute_deal_comparison(self):
        for wizard in self:
            leads = wizard.opportunity_ids._origin
            shown = wizard._is_into_oldest() and len(leads) > 1
            wizard.deal_comparison = wizard._prepare_comparison(leads) if shown else False

    @api.depends('deal_comparison')
    def _compute_deal_comparison_digest(self):
        for wizard in self:
            wizard.deal_comparison_digest = wizard._get_comparison_digest()

    @api.onchange('opportunity_ids')
    def _onchange_opportunity_ids(self):
        """Drop choices of deals that are no longer to be merged."""
        self.deal_choices = self._get_valid_choices()

    @api.model
    def default_get(self, fields_list):
        """Take all selected deals, won ones too, which Odoo would drop without a word."""
        values = super().default_get(fields_list)
        selected = self.env['crm.lead'].browse(self.env.context.get('active_ids', []))
        if 'opportunity_ids' in values and self._is_into_oldest(selected):
            values['opportunity_ids'] = [fields.Command.set(selected.ids)]
        return values

    def action_merge(self):
        """Merge as shown, with the user's choices.

        :raise UserError: for several won deals, unless confirmed, and if a value has changed
        """
        if self.deal_has_several_won and not self.deal_with_won:
            raise UserError(
                self.env._(
                    "Several of these deals are won. Confirm that they are one sale, or remove"
                    " them."
                )
            )
        self._check_as_shown()
        context = {
            'deal_merge_won': self.deal_with_won,
            'deal_merge_choices': self.deal_choices or {},
        }
        survivor = self.deal_survivor_id
        action = super(CrmMergeOpportunity, self.with_context(**context)).action_merge()
        return {**action, **survivor._offer_undo_of_merge()}

    def _is_into_oldest(self, leads=None):
        leads = self.opportunity_ids._origin if leads is None else leads
        return not leads._merges_as_odoo()

    def _check_as_shown(self):
        """Check that those values win which the user has seen.

        :raise UserError: if others would
        """
        self.invalidate_recordset(['deal_comparison'])
        if self.deal_comparison_digest != self._get_comparison_digest():
            raise UserError(
                self.env._(
                    "These deals have been changed in the meantime. Close this window and open it"
                    " again to see their values."
                )
            )

    def _get_comparison_digest(self):
        shown = json.dumps(self.deal_comparison or None, sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()

    def _get_valid_choices(self):
        """Return the choices of deals that are still selected, and of what the user may compare."""
        leads = self.opportunity_ids._origin
        given = self.deal_choices if isinstance(self.deal_choices, dict) else {}
        compared = leads._get_merge_comparable()
        return {n: i for n, i in given.items() if n in compared and i in leads.ids}

    def _get_assigned_fields(self):
        """Return the fields of deals that this dialogue itself gives a value."""
        return {name for name in ('user_id', 'team_id') if self[name]}

    def _prepare_comparison(self, leads):
        """Return the comparison: fields that differ as rows, deals as columns.

        :return: dictionary of ``deals`` (columns), ``groups`` (rows that one deal gives as a
            whole, and its id as ``winner``) and ``united`` (labels of combined values)
        """
        survivor = leads._get_oldest()
        leads = leads.sorted(lambda lead: (lead.create_date, lead.id))
        sources = leads._prepare_merge_plan(survivor, self._get_valid_choices())['sources']
        rows = leads._prepare_merge_rows(leads._get_merge_comparable())
        rows = {name: row for name, row in rows.items() if name not in self._get_assigned_fields()}
        return {
            'deals': [self._prepare_comparison_deal(lead, lead == survivor) for lead in leads],
            'groups': self._group_comparison(leads, rows, sources),
            'united': leads._get_merge_united_labels(),
        }

    @api.model
    def _group_comparison(self, leads, rows, sources):
        """Return groups of rows that come from one deal as a whole, then the single rows."""
        groups = []
        rest = dict(rows)
        for names, _deciding in leads._get_merge_groups():
            members = [rest.pop(name) for name in names if name in rest]
            if members:
                groups.append(members)
        groups += [[row] for row in rest.values()]
        return [
            {
                'name': members[0]['name'],
                'winner': sources.get(members[0]['name'], leads[:1].id),
                'rows': members,
            }
            for members in groups
        ]

    @api.model
    def _prepare_comparison_deal(self, lead, stays):
        return {
            'id': lead.id,
            'number': lead.deal_number or '',
            'name': lead.name,
            # Whoever sees the deal sees its salesperson's name, as in Odoo's lists.
            'salesperson': lead.user_id.sudo().display_name or '',
            'created': fields.Datetime.to_string(lead.create_date),
            'stays': stays,
        }
