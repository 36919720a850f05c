from odoo import fields, models


class DealChanges(models.TransientModel):
    _inherit = 'deal.changes'

    deal_number_shown = fields.Selection(related='company_id.deal_number_shown', readonly=False)
    deal_has_two_numbers = fields.Boolean(related='company_id.deal_has_two_numbers')
