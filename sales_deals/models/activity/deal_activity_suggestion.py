"""Next steps suggested on a deal, until they are taken or dismissed."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.constants import GC_UNLINK_LIMIT

#: Days after which suggestions that were taken or dismissed are removed.
KEPT_DAYS = 90


class DealActivitySuggestion(models.Model):
    """Next step that is suggested on a deal when an activity is done, on any screen or none."""

    _name = 'deal.activity.suggestion'
    _description = "Suggested Next Step"
    _inherit = ['deal.record']
    _order = 'id'
    _rec_name = 'type_id'

    lead_id = fields.Many2one(
        'crm.lead', string="Deal", required=True, readonly=True, ondelete='cascade', index=True
    )
    activity_id = fields.Many2one(
        'mail.activity',
        string="Done Activity",
        readonly=True,
        ondelete='set null',
        index='btree_not_null',
    )
    step_id = fields.Many2one(
        'deal.activity.step', readonly=True, ondelete='set null', index='btree_not_null'
    )
    type_id = fields.Many2one(
        'mail.activity.type',
        string="Activity Type",
        required=True,
        readonly=True,
        ondelete='cascade',
        index=True,
    )
    date_deadline = fields.Date(string="Due Date", readonly=True)
    user_id = fields.Many2one(
        'res.users',
        string="Assigned to",
        readonly=True,
        ondelete='set null',
        index='btree_not_null',
    )
    state = fields.Selection(
        [('open', "Open"), ('taken', "Scheduled"), ('dismissed', "Dismissed")],
        default='open',
        required=True,
        readonly=True,
    )
    taken_activity_id = fields.Many2one(
        'mail.activity',
        string="Scheduled Activity",
        readonly=True,
        ondelete='set null',
        index='btree_not_null',
    )

    def action_take(self):
        """Schedule the suggested activity; only once, even if two windows ask for it.

        :return: the action that opens Odoo's calendar for a meeting, else False
        """
        self.ensure_one()
        if self.state != 'open':
            return False
        activity = self.lead_id.activity_schedule(**self._prepare_activity())
        self._take_by(activity)
        return activity._get_meeting_action()

    def action_dismiss(self):
        """Dismiss the suggestion."""
        self.lead_id.check_access('write')
        # Nobody has rights to write suggestions: those to write the deal are enough.
        self.sudo()._dismiss()

    def _take_by(self, activities):
        """Mark the suggestion as scheduled if one of these activities is what it suggests."""
        self.ensure_one()
        for activity in activities:
            of_deal = (activity.res_model, activity.res_id) == ('crm.lead', self.lead_id.id)
            if of_deal and activity.activity_type_id == self.type_id:
                # Nobody has rights to write suggestions; the activity was just scheduled.
                self.sudo().write({'state': 'taken', 'taken_activity_id': activity.id})
                break

    def _dismiss(self):
        self.filtered(lambda suggestion: suggestion.state == 'open').state = 'dismissed'

    @api.autovacuum
    def _gc_handled(self):
        """Remove suggestions that were taken or dismissed long ago.

        :return: how many were removed, and whether there are more
        """
        suggestions = self.search(self._get_handled_domain(), limit=GC_UNLINK_LIMIT)
        suggestions.unlink()
        return len(suggestions), len(suggestions) == GC_UNLINK_LIMIT

    @api.model
    def _get_handled_domain(self):
        """Return the domain of old suggestions that may be removed.

        Those of steps with a limit stay: it counts them, and there are never more than it allows.
        """
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        uncounted = Domain('step_id', '=', False) | Domain('step_id.max_count', '=', 0)
        return Domain('state', '!=', 'open') & Domain('write_date', '<', before) & uncounted

    def _is_current(self):
        """Return whether the suggestion is open and still fits the state of its deal."""
        self.ensure_one()
        if self.state != 'open':
            return False
        if self.step_id:
            return self.step_id._fits_state(self.lead_id)
        return self.lead_id._is_in_progress()

    def _get_summary(self):
        return self.step_id.summary or self.type_id.summary or self.type_id.name

    def _get_date_deadline(self):
        """Return the due date, or today if it has passed."""
        today = fields.Date.context_today(self)
        return max(self.date_deadline or today, today)

    def _prepare_activity(self):
        """Return the values of the activity that is suggested."""
        user = self.user_id
        return {
            'activity_type_id': self.type_id.id,
            'automated': False,
            'date_deadline': self._get_date_deadline(),
            'previous_activity_type_id': self.activity_id.sudo().activity_type_id.id,
            # In the language of the assigned user, who reads it.
            'summary': self.with_context(lang=user.sudo().lang or self.env.lang)._get_summary(),
            'user_id': user.id,
        }

    def _prepare_form_context(self):
        """Return the context of Odoo's form for a new activity."""
        return {'deal_suggestion_id': self.id, 'default_activity_type_id': self.type_id.id}

    def _prepare_dialogue_context(self):
        """Return the context of Odoo's dialogue for a new activity, with the suggestion in it."""
        values = self._prepare_activity()
        return {
            **self._prepare_form_context(),
            'default_date_deadline': fields.Date.to_string(values['date_deadline']),
            'default_summary': values['summary'],
            'default_activity_user_id': values['user_id'],
        }

    def _prepare_hint(self):
        """Return what a button shows of the suggestion, as JSON."""
        return {
            'id': self.id,
            'type_id': self.type_id.id,
            'name': self._get_summary(),
            'icon': self.type_id.icon or 'fa-tasks',
            'date': fields.Date.to_string(self._get_date_deadline()),
            # Colleagues of other companies can't be read; their names are no secret.
            'user': self.user_id.sudo().name or '',
        }
