"""Ask how activities ended, where a button marks them as done that has no room to ask."""

from odoo import api, fields, models


class DealActivityDone(models.TransientModel):
    _name = 'deal.activity.done'
    _description = "Mark Activities as Done"

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    activity_ids = fields.Many2many('mail.activity', string="Activities", required=True)
    outcome_ids = fields.Many2many(
        'deal.activity.outcome', string="Possible Outcomes", compute='_compute_outcome_ids'
    )
    outcome_id = fields.Many2one(
        'deal.activity.outcome',
        domain="[('id', 'in', outcome_ids)]",
        help="Of those activities that can end so.",
    )
    feedback = fields.Text()

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('activity_ids')
    def _compute_outcome_ids(self):
        for wizard in self:
            wizard.outcome_ids = wizard.activity_ids._get_possible_outcomes()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Note the outcome, mark as done, and offer what follows.

        :return: the client action that offers the next steps, or that closes the dialogue
        """
        self.ensure_one()
        activities = self.activity_ids.filtered('active')
        activities._end_with(self.outcome_id)
        leads = self.env['crm.lead'].browse(activities._get_open_on_deals().mapped('res_id'))
        activities.action_feedback(feedback=self.feedback)
        return leads._get_offer_action() or {'type': 'ir.actions.act_window_close'}
