"""What a company decides about its deals."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    deal_min_margin = fields.Float(
        string="Minimum Margin",
        digits=False,
        help="Calculations below it need a manager's approval before they are offered. 0: off.",
    )

    @api.constrains('deal_min_margin')
    def _check_deal_min_margin(self):
        for company in self:
            if not 0 <= company.deal_min_margin < 1:
                raise ValidationError(
                    self.env._("A minimum margin lies between 0 % (off) and 100 %.")
                )
