from odoo import fields, models


class DealChanges(models.TransientModel):
    _inherit = 'deal.changes'

    deal_mail_policy = fields.Selection(related='company_id.deal_mail_policy', readonly=False)
