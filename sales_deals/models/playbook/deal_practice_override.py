"""Practices that a deal went past: who, when, why, and in which way."""

from odoo import fields, models


class DealPracticeOverride(models.Model):
    _name = 'deal.practice.override'
    _description = "Override of a Practice"
    _inherit = ['deal.record']
    _order = 'date desc, id desc'
    _rec_name = 'practice_id'
    _deal_kept_fields = frozenset(('lead_id', 'practice_id'))

    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        readonly=True,
        ondelete='cascade',
        index=True,
        context={'active_test': False},
    )
    practice_id = fields.Many2one(
        'deal.practice',
        required=True,
        readonly=True,
        ondelete='restrict',
        index=True,
        context={'active_test': False},
    )
    target_stage_id = fields.Many2one(
        'crm.stage', string="Went To", readonly=True, ondelete='set null'
    )
    requirement = fields.Selection(
        [('ask', "Asked For"), ('must', "Needed")], required=True, readonly=True
    )
    way = fields.Selection(
        [
            ('reason', "With a reason"),
            ('import', "By an import"),
            ('rpc', "By another program"),
            ('server', "By the client, a mail or a job"),
            ('team', "With another team or process"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one('res.users', string="By", readonly=True)
    date = fields.Datetime(string="On", readonly=True, default=lambda self: fields.Datetime.now())
    reason = fields.Text(readonly=True)
