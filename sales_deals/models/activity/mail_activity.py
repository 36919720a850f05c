"""Outcome of activities on deals, and the next steps suggested when they are done."""

from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    deal_outcome_id = fields.Many2one(
        'deal.activity.outcome', string="Outcome", ondelete='restrict', index='btree_not_null'
    )
    deal_team_id = fields.Many2one(
        'crm.team',
        string="Sales Team",
        compute='_compute_deal_team_id',
        search='_search_deal_team_id',
        help="The sales team of the lead or deal on which the activity is planned.",
    )

    @api.depends('res_model', 'res_id')
    def _compute_deal_team_id(self):
        on_leads = self.filtered(lambda activity: activity.res_model == 'crm.lead')
        leads = self.env['crm.lead'].browse(on_leads.mapped('res_id')).exists()
        teams = {lead.id: lead.team_id for lead in leads._filtered_access('read')}
        for activity in self:
            activity.deal_team_id = activity in on_leads and teams.get(activity.res_id)

    @api.model
    def _search_deal_team_id(self, operator, value):
        """Search the leads and deals that the user sees, without archived ones."""
        leads = self.env['crm.lead']._search(Domain('team_id', operator, value))
        return Domain('res_model', '=', 'crm.lead') & Domain('res_id', 'in', leads)

    @api.onchange('activity_type_id')
    def _onchange_activity_type_id(self):
        """Take date and user from the suggestion, if its type is chosen."""
        result = super()._onchange_activity_type_id()
        suggestion = self._get_suggestion_in_context()
        if suggestion and suggestion.type_id == self.activity_type_id:
            self.update(suggestion._prepare_activity())
        return result

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        if suggestion := self._get_suggestion_in_context():
            suggestion._take_by(activities)
        return activities

    def action_done(self):
        """Ask for the outcome, and offer the next steps, if the button's context says so."""
        if question := self._get_outcome_question():
            return question
        leads = self.env['crm.lead'].browse(self._get_open_on_deals().mapped('res_id'))
        result = super().action_done()
        if self.env.context.get('deal_offer_next_steps'):
            return leads._get_offer_action() or result
        return result

    def action_feedback_schedule_next(self, feedback=False, attachment_ids=None):
        """Open the form with the first suggestion."""
        action = super().action_feedback_schedule_next(feedback, attachment_ids)
        suggestion = self.env['deal.activity.suggestion']
        if action and suggestion.has_access('read'):
            domain = [('activity_id', 'in', self.ids), ('state', '=', 'open')]
            suggestion = suggestion.search(domain, limit=1)
        if action and suggestion:
            action['context'] = {**action['context'], **suggestion._prepare_form_context()}
        return action

    def _action_done(self, feedback=False, attachment_ids=None):
        # Whoever may do an activity need not see its deal, on which the next steps are suggested.
        followed = self._get_open_on_deals().sudo().filtered(lambda act: act._has_next_step())
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if followed:
            # Odoo deletes those whose deal is gone.
            followed.exists()._suggest_next_steps()
        return result

    def _prepare_next_activity_values(self):
        """Assign activities that Odoo triggers on deals to the user that the type names."""
        values = super()._prepare_next_activity_values()
        if self.res_model == 'crm.lead':
            kind = self.env['mail.activity.type'].browse(values.get('activity_type_id'))
            values['user_id'] = self._get_triggered_responsible(kind).id
        return values

    def _end_with(self, outcome):
        """Set the outcome of those of these activities that can have it and have none yet."""
        ended = self._get_without_outcome().filtered(
            lambda activity: outcome <= activity.activity_type_id.deal_outcome_ids
        )
        ended.write({'deal_outcome_id': outcome.id})

    def _suggest_next_steps(self):
        """Suggest on the deals what may follow on these activities, which are done now.

        Earlier suggestions on these deals are dismissed.

        :return: the suggestions
        """
        suggestions = self.env['deal.activity.suggestion']
        leads = self.env['crm.lead'].browse(self.mapped('res_id')).exists()
        values = self._prepare_suggestions(leads)
        changed = {suggestion['lead_id'] for suggestion in values}
        suggestions.search([('lead_id', 'in', changed), ('state', '=', 'open')])._dismiss()
        return suggestions.create(values)

    def _get_outcome_question(self):
        """Return the dialogue that asks for the outcome; None if there is nothing to ask."""
        if not self.env.context.get('deal_ask_outcome') or not self._get_possible_outcomes():
            return None
        action = self.env['ir.actions.act_window']._for_xml_id(
            'sales_deals.deal_activity_done_action'
        )
        context = {'dialog_size': 'medium', 'default_activity_ids': self.filtered('active').ids}
        return {**action, 'context': context}

    def _get_possible_outcomes(self):
        """Return the possible outcomes of activities on deals that have none yet."""
        return self._get_without_outcome().activity_type_id.deal_outcome_ids.sorted()

    def _get_without_outcome(self):
        return self._get_open_on_deals().filtered(lambda activity: not activity.deal_outcome_id)

    @api.model
    def _get_suggestion_in_context(self):
        """Return the open suggestion that the form was opened for, if the user may see it."""
        suggestion = self.env['deal.activity.suggestion']
        suggestion_id = self.env.context.get('deal_suggestion_id')
        if not suggestion_id or not suggestion.has_access('read'):
            return suggestion
        return suggestion.search([('id', '=', suggestion_id), ('state', '=', 'open')])

    def _get_open_on_deals(self):
        return self.filtered(lambda activity: activity.active and activity.res_model == 'crm.lead')

    def _has_next_step(self):
        kind = self.activity_type_id
        return bool(kind.deal_step_ids or kind.suggested_next_type_ids)

    def _prepare_suggestions(self, leads):
        """Return the values of what these done activities suggest on the deals that still exist."""
        suggested = self._count_suggested(leads)
        by_id = {lead.id: lead for lead in leads}
        return [
            values
            for activity in self
            if activity.res_id in by_id
            for values in activity._prepare_suggestions_on(by_id[activity.res_id], suggested)
        ]

    def _prepare_suggestions_on(self, lead, suggested):
        """Return the values of suggestions: each type once, by the first step that fits.

        :param Counter suggested: (deal, step) -> how often it was suggested before
        """
        self.ensure_one()
        kind = self.activity_type_id
        if not kind.deal_step_ids:
            types = kind._get_suggested_types() if lead._is_in_progress() else ()
            return [self._prepare_odoo_suggestion(lead, suggestion) for suggestion in types]
        fitting = {}
        for step in kind.deal_step_ids.sorted():
            if step._fits(self, lead, suggested[lead.id, step.id]):
                fitting.setdefault(step.next_type_id, step)
        return [step._prepare_suggestion(self, lead) for step in fitting.values()]

    def _prepare_odoo_suggestion(self, lead, kind):
        """Return what Odoo's form would fill in for a type, except the user."""
        dated = kind.with_context(activity_previous_deadline=self.date_deadline)
        return {
            'lead_id': lead.id,
            'activity_id': self.id,
            'type_id': kind.id,
            'date_deadline': dated._get_date_deadline(),
            'user_id': lead._get_first_employee(kind.default_user_id, self.user_id).id,
        }

    def _count_suggested(self, leads):
        """Count how often each step with a limit was suggested on each deal."""
        limited = self.activity_type_id.deal_step_ids.filtered('max_count')
        if not limited:
            return Counter()
        groups = self.env['deal.activity.suggestion']._read_group(
            [('lead_id', 'in', leads.ids), ('step_id', 'in', limited.ids)],
            ['lead_id', 'step_id'],
            ['__count'],
        )
        return Counter({(lead.id, step.id): count for lead, step, count in groups})

    def _get_triggered_responsible(self, kind):
        """Return the user of the triggered type, else the one that this activity's type names."""
        # Of the deal nothing but its salesperson is used.
        lead = self.env['crm.lead'].sudo().browse(self.res_id).exists()
        users = [lead.user_id, self.user_id]
        if self.activity_type_id.deal_triggered_responsible == 'previous':
            users.reverse()
        return lead._get_first_employee(kind.default_user_id, *users)

    def _get_meeting_action(self):
        """Return the action that opens Odoo's calendar for a meeting; False for others."""
        self.ensure_one()
        if self.activity_category != 'meeting':
            return False
        context = {'default_res_model': self.res_model, 'default_res_id': self.res_id}
        return self.with_context(**context).action_create_calendar_event()
