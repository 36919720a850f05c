"""Duplicates of merged deals: keys and pairs stay with their deals."""

from odoo import api, models


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    @api.model
    def _get_merge_staying_columns(self):
        return super()._get_merge_staying_columns() | {
            ('deal_match_key', 'lead_id'),
            ('deal_duplicate', 'lead_id'),
            ('deal_duplicate', 'other_id'),
        }
