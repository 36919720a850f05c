"""Outcomes of activities with clients, such as reached, no answer, refused."""

from odoo import fields, models


class DealActivityOutcome(models.Model):
    _name = 'deal.activity.outcome'
    _description = "Activity Outcome"
    _inherit = ['deal.record']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    type_ids = fields.Many2many(
        'mail.activity.type',
        'deal_activity_outcome_type_rel',
        'outcome_id',
        'type_id',
        string="Activity Types",
        domain="[('res_model', 'in', [False, 'crm.lead'])]",
        help="The types of activities for which this outcome can be chosen.",
    )
