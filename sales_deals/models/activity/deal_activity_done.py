"""Dialogue that asks for the outcome of activities, for buttons without room to ask."""

from odoo import api, fields, models


class DealActivityDone(models.TransientModel):
    _name = 'deal.activity.done'
    _description = "Mark Activities as Done"
    _inherit = ['deal.dialogue']

    activity_ids = fields.Many2many('mail.activity', string="Activities", required=True)
    outcome_ids = fields.Many2many(
        'deal.activity.outcome', string="Possible Outcomes", compute='_compute_outcome_ids'
    )
    outcome_id = fields.Many2one(
        'deal.activity.outcome',
        domain="[('id', 'in', outcome_ids)]",
        help="Set on the activities that can have this outcome.",
    )
    feedback = fields.Text()

    @api.depends('activity_ids')
    def _compute_outcome_ids(self):
        for wizard in self:
            wizard.outcome_ids = wizard.activity_ids._get_possible_outcomes()

    def action_apply(self):
        """Set the outcome, mark the activities as done, and offer the next steps.

        :return: the client action that offers the next steps, or that closes the dialogue
        """
        self.ensure_one()
        activities = self.activity_ids.filtered('active')
        activities._end_with(self.outcome_id)
        leads = self.env['crm.lead'].browse(activities._get_open_on_deals().mapped('res_id'))
        activities.action_feedback(feedback=self.feedback)
        return leads._get_offer_action() or {'type': 'ir.actions.act_window_close'}
