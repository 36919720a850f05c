"""One group of duplicates in the preview before merging."""

from odoo import fields, models


class DealDuplicateMergeLine(models.TransientModel):
    _name = 'deal.duplicate.merge.line'
    _description = "Group of Duplicates to Merge"
    _order = 'id'

    wizard_id = fields.Many2one('deal.duplicate.merge', required=True, ondelete='cascade')
    is_included = fields.Boolean(string="Merge")
    survivor_id = fields.Many2one(
        'crm.lead', string="Deal That Stays", readonly=True, ondelete='cascade'
    )
    lead_ids = fields.Many2many('crm.lead', string="Deals", readonly=True)
    reason = fields.Text(readonly=True)
    problem = fields.Text(string="Note", readonly=True)
