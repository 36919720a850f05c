"""Number and value of the deals in progress of a process."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class DealProcess(models.Model):
    _inherit = 'deal.process'

    deal_count = fields.Integer(string="Open Deals", compute='_compute_deals')
    deal_revenue = fields.Monetary(
        string="Expected Revenue", compute='_compute_deals', currency_field='currency_id'
    )

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_deals(self):
        groups = self.env['crm.lead']._read_group(
            Domain('deal_process_id', 'in', self.ids)
            & Domain('type', '=', 'opportunity')
            & self.env['crm.lead']._get_in_progress_domain(),
            ['deal_process_id'],
            ['__count', 'expected_revenue:sum'],
        )
        figures = {process: (count, revenue) for process, count, revenue in groups}
        for process in self:
            process.deal_count, process.deal_revenue = figures.get(process, (0, 0.0))

    def _get_filled_columns(self):
        value = SQL("CASE WHEN won_status IN ('won', 'lost') THEN won_status ELSE 'open' END")
        return {**super()._get_filled_columns(), 'deal_state': (SQL("varchar"), value)}
