"""Move deals to another sales process, onto a stage that the user chooses there."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DealProcessChange(models.TransientModel):
    _name = 'deal.process.change'
    _description = "Change Sales Process"
    _inherit = ['deal.dialogue']

    lead_ids = fields.Many2many(
        'crm.lead', string="Deals", required=True, context={'active_test': False}
    )
    deal_process_id = fields.Many2one('deal.process', string="New Process", required=True)
    stage_id = fields.Many2one(
        'crm.stage',
        string="Stage There",
        compute='_compute_stage_id',
        store=True,
        readonly=False,
        required=True,
        domain="[('deal_process_id', 'in', [False, deal_process_id])]",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('deal_process_id')
    def _compute_stage_id(self):
        """Propose the stage at the same point: a won one for a won one."""
        for change in self:
            stages = (
                change.deal_process_id._get_stages() if change.deal_process_id else change.stage_id
            )
            if change.stage_id not in stages:
                current = change.lead_ids[:1].stage_id
                change.stage_id = current._get_counterpart(stages) if current else stages[:1]

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('deal_process_id', 'stage_id')
    def _check_stage(self):
        table = self.env['deal.process']._get_process_table()
        for change in self:
            if not table.has_stage(change.deal_process_id.id, change.stage_id.id):
                raise ValidationError(
                    self.env._(
                        "“%(stage)s” is not a stage of “%(process)s”. Choose one of its stages.",
                        stage=change.stage_id.name,
                        process=change.deal_process_id.name,
                    )
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Move the deals; their numbers stay."""
        self.ensure_one()
        self.lead_ids.write(
            {'deal_process_id': self.deal_process_id.id, 'stage_id': self.stage_id.id}
        )
        return {'type': 'ir.actions.act_window_close'}
