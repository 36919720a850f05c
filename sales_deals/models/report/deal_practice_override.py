"""Overrides by process, stage, team and salesperson."""

from odoo import api, fields, models

from ..company.lagging_replica import empty_if_missing


class DealPracticeOverride(models.Model):
    _inherit = 'deal.practice.override'

    deal_process_id = fields.Many2one(related='lead_id.deal_process_id')
    stage_id = fields.Many2one(related='practice_id.stage_id', string="Stage of the Practice")
    team_id = fields.Many2one(related='lead_id.team_id')
    salesperson_id = fields.Many2one(related='lead_id.user_id', string="Salesperson")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    @empty_if_missing(bool)
    def action_open_deal(self):
        """Open the deal of a row."""
        self.ensure_one()
        return self.lead_id.get_formview_action()
