"""Merged deals that were made of e-mails: a question about one mail stays with its deal."""

from odoo import api, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.model
    def _get_merge_kept_fields(self):
        return super()._get_merge_kept_fields() | {'deal_belongs_to_id'}
