"""Settings of a company for e-mails from clients."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    deal_mail_policy = fields.Selection(
        [
            ('ask', "Ask whether they belong to the open deal"),
            ('new', "Make a new deal, as Odoo does"),
        ],
        string="E-mails From Clients With an Open Deal",
        default='ask',
        required=True,
        help="E-mails that answer none of the deal's messages.",
    )

    @api.model
    def _prepare_odoo_rules(self):
        return {**super()._prepare_odoo_rules(), 'deal_mail_policy': 'new'}
