"""Suggested next steps, and deals without a planned activity."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..company.lagging_replica import empty_if_missing


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    deal_suggestion_ids = fields.One2many(
        'deal.activity.suggestion',
        'lead_id',
        string="Suggested Next Steps",
        readonly=True,
        groups='sales_team.group_sale_salesman',
    )
    deal_next_steps = fields.Json(
        compute='_compute_deal_next_steps', groups='sales_team.group_sale_salesman'
    )
    deal_is_without_next_step = fields.Boolean(
        string="No Next Step",
        compute='_compute_deal_is_without_next_step',
        search='_search_deal_is_without_next_step',
        groups='base.group_user',
        help="The deal is open, and no activity is planned on it.",
    )

    @api.depends('deal_suggestion_ids.state', 'active', 'won_status')
    @api.depends_context('lang')
    def _compute_deal_next_steps(self):
        for lead in self:
            current = lead._get_current_suggestions()
            lead.deal_next_steps = [step._prepare_hint() for step in current]

    @api.depends('active', 'type', 'deal_state', 'activity_ids.active')
    def _compute_deal_is_without_next_step(self):
        idle = self.filtered(lambda lead: not any(lead.activity_ids.mapped('active')))
        idle = idle.filtered_domain(self._get_next_step_domain())
        for lead in self:
            lead.deal_is_without_next_step = lead in idle

    @api.model
    def _search_deal_is_without_next_step(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = self._get_without_next_step_domain()
        return Domain.OR([domain if wanted else ~domain for wanted in value])

    @api.readonly
    @empty_if_missing(list)
    def get_deal_next_steps(self):
        """Return the next steps that the web client offers after an activity was done.

        :return: list of dicts (id, name, steps), of deals that the user may see and on which
            something is suggested
        """
        if not self.env.user.has_group('sales_team.group_sale_salesman'):
            return []
        leads = self._filtered_access('read')
        return [
            {'id': lead.id, 'name': lead.display_name, 'steps': lead.deal_next_steps}
            for lead in leads
            if lead.deal_next_steps
        ]

    def action_deal_plan(self):
        """Open Odoo's dialogue for a new activity, with what is suggested first filled in."""
        self.ensure_one()
        suggestion = self.env['deal.activity.suggestion']
        if suggestion.has_access('read'):
            suggestion = self._get_current_suggestions()[:1]
        context = {
            'active_model': self._name,
            'active_id': self.id,
            'active_ids': self.ids,
            'dialog_size': 'large',
        }
        if suggestion:
            context.update(suggestion._prepare_dialogue_context())
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Schedule Activity"),
            'res_model': 'mail.activity.schedule',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': context,
        }

    def _get_current_suggestions(self):
        """Return what is suggested on the deal and was neither taken nor dismissed."""
        return self.deal_suggestion_ids.filtered(lambda step: step._is_current())

    @api.model
    def _get_next_step_domain(self):
        """Return the domain of deals that need a planned activity: suspended ones don't."""
        return self._get_open_deals_domain()

    @api.model
    def _get_without_next_step_domain(self):
        planned = Domain('active', '=', True)
        return self._get_next_step_domain() & Domain('activity_ids', 'not any', planned)

    def _get_first_employee(self, *users):
        """Return the first active employee of the users, the salesperson and the current user."""
        for user in (*users, self.user_id):
            if user.active and not user.share:
                return user
        return self.env.user

    def _get_offer_action(self):
        """Return the client action that offers the next steps of these deals; falsy without any."""
        offers = self.exists().get_deal_next_steps()
        return offers and {
            'type': 'ir.actions.client',
            'tag': 'deal_next_steps',
            'params': {'offers': offers, 'next': {'type': 'ir.actions.act_window_close'}},
        }
