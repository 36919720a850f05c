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
        undo, leads = self.env['deal.undo'], self.lead_ids
        before = undo._read_before(leads)
        leads._suspend(self.until, self.reason)
        message = self.env._(
            "%(deals)s: suspended until %(day)s.",
            deals=leads._describe(),
            day=leads._format_day(self.until),
        )
        return {'type': 'ir.actions.act_window_close', **undo._offer(leads, before, message)}
