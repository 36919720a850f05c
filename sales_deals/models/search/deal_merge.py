"""Texts of merged deals stay with their deals."""

from odoo import api, models


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    @api.model
    def _get_merge_staying_columns(self):
        return super()._get_merge_staying_columns() | {('deal_search_text', 'lead_id')}
