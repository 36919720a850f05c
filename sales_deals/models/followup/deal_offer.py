"""Follow-ups of an offer."""

from odoo import models


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def action_deal_new_followup(self):
        """Open a draft of a follow-up that leads the client back to the offer."""
        return self.lead_id.action_deal_new_followup(offer_mode='link')
