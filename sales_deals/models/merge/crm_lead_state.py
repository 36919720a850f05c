"""State of merged deals."""

from odoo import models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _filtered_independent(self):
        """Leave out deals that were merged into others: nothing follows from their state."""
        leads = super()._filtered_independent()
        return leads.filtered(lambda lead: not lead.deal_merged_into_id)
