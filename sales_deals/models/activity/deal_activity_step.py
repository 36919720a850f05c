"""Rules for the next steps that are suggested on a deal after an activity."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class DealActivityStep(models.Model):
    _name = 'deal.activity.step'
    _description = "Next Step"
    _inherit = ['deal.record']
    _order = 'sequence, id'
    _rec_name = 'next_type_id'

    type_id = fields.Many2one(
        'mail.activity.type', string="After", required=True, ondelete='cascade', index=True
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    outcome_id = fields.Many2one(
        'deal.activity.outcome',
        ondelete='restrict',
        help="Suggested only after this outcome. Empty: after any outcome.",
    )
    stage_ids = fields.Many2many(
        'crm.stage', string="Stages", help="Suggested only on these stages. Empty: on all stages."
    )
    deal_state = fields.Selection(
        [('open', "Open"), ('won', "Won"), ('lost', "Lost")],
        string="Deal Is",
        default='open',
        help="Suggested only on deals with this status. Empty: on all deals.",
    )
    max_count = fields.Integer(
        string="At Most", help="How often the step is suggested on one deal. 0: no limit."
    )
    next_type_id = fields.Many2one(
        'mail.activity.type',
        string="Next Step",
        required=True,
        ondelete='cascade',
        index=True,
        domain="[('res_model', 'in', [False, 'crm.lead'])]",
    )
    delay_count = fields.Integer(
        string="Due After", help="Counted from the day on which the activity is done."
    )
    delay_unit = fields.Selection(
        [('days', "days"), ('weeks', "weeks"), ('months', "months")],
        string="Unit",
        default='days',
        required=True,
    )
    summary = fields.Char(translate=True)
    responsible = fields.Selection(
        [
            ('deal', "Salesperson of the deal"),
            ('previous', "User of the done activity"),
            ('doer', "User who marked it as done"),
            ('user', "Specific user"),
        ],
        default='deal',
        required=True,
        help="The user to whom the next activity is assigned.",
    )
    user_id = fields.Many2one(
        'res.users', domain="[('share', '=', False)]", ondelete='set null', index='btree_not_null'
    )

    _max_count_positive = models.Constraint(
        'CHECK (max_count >= 0)', "The number of suggestions can't be negative."
    )
    _delay_count_positive = models.Constraint(
        'CHECK (delay_count >= 0)', "A next step can't be due before the activity is done."
    )

    @api.model
    def _yield_to_own_chains(self):
        """Archive, on installation, the steps of types for which users have set what follows."""
        steps = self.search([]).filtered(lambda step: step.type_id._is_of_own_chain())
        steps.active = False

    def _fits(self, activity, lead, suggested):
        """Return whether the step is to be suggested.

        :param suggested: how often it was suggested on the deal before
        """
        self.ensure_one()
        return (
            self.next_type_id._fits_deals()
            and self.outcome_id in (self.outcome_id.browse(), activity.deal_outcome_id)
            and (not self.stage_ids or lead.stage_id in self.stage_ids)
            and self._fits_state(lead)
            and (not self.max_count or suggested < self.max_count)
        )

    def _fits_state(self, lead):
        if self.deal_state == 'open':
            return lead._is_in_progress()
        return not self.deal_state or self.deal_state == lead.deal_state

    def _get_date_deadline(self):
        """Return the due date of a next step that is suggested today."""
        self.ensure_one()
        delay = relativedelta(**{self.delay_unit: self.delay_count})
        return fields.Date.context_today(self) + delay

    def _get_responsible(self, activity, lead):
        """Return the user whom the step names, or the next best one if there is none."""
        users = {
            'deal': lead.user_id,
            'previous': activity.user_id,
            'doer': self.env.user,
            'user': self.user_id,
        }
        return lead._get_first_employee(users[self.responsible], activity.user_id)

    def _prepare_suggestion(self, activity, lead):
        """Return the values of a suggestion that follows on a done activity."""
        self.ensure_one()
        return {
            'lead_id': lead.id,
            'activity_id': activity.id,
            'step_id': self.id,
            'type_id': self.next_type_id.id,
            'date_deadline': self._get_date_deadline(),
            'user_id': self._get_responsible(activity, lead).id,
        }
