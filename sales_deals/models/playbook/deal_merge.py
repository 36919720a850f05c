"""Ticks of merged deals: none twice."""

from odoo import api, models


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    @api.model
    def _get_merge_identities(self):
        return super()._get_merge_identities() | {'deal_practice_tick': '{row}.practice_id'}
