"""Ask until when deals are suspended, and why."""

from odoo import fields, models


class DealSuspend(models.TransientModel):
    _name = 'deal.suspend'
    _description = "Suspend Deals"
    _inherit = ['deal.dialogue']

    lead_ids = fields.Many2many(
        'crm.lead', string="Deals", required=True, context={'active_test': False}
    )
    until = fields.Date(required=True, help="On this day, the deal comes back with an activity.")
    reason = fields.Char()

    def action_apply(self):
        """Suspend the deals."""
        self.ensure_one()
        self.lead_ids._suspend(self.until, self.reason)
        return {'type': 'ir.actions.act_window_close'}
