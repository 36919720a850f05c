"""Ask a manager why they refuse a calculation's prices."""

from odoo import fields, models


class DealVariantRefuse(models.TransientModel):
    _name = 'deal.variant.refuse'
    _description = "Refuse Prices"
    _inherit = ['deal.dialogue']

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade')
    reason = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        self.variant_id.action_refuse(self.reason)
        return {'type': 'ir.actions.act_window_close'}
