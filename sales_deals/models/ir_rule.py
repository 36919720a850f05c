"""What record rules ask: where there is no calculation."""

from odoo import api, models


class IrRule(models.Model):
    _inherit = 'ir.rule'

    @api.model
    def _eval_context(self):
        """Name the companies and processes whose deals are worked without a calculation.

        They are few and mostly none: a condition on none costs a query nothing.
        """
        return {
            **super()._eval_context(),
            'companies_without_calculation': self.env['res.company']._get_without_calculation(),
            'processes_without_calculation': self.env['deal.process']._get_without_calculation(),
        }
