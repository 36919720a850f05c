"""What the client said when he declined is proposed as the reason of the loss."""

from odoo import api, models


class CrmLeadLost(models.TransientModel):
    _inherit = 'crm.lead.lost'

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        leads = self.env['crm.lead'].browse(self.env.context.get('active_ids', []))
        declined = leads.offer_ids.filtered(lambda offer: offer.state == 'declined')[:1]
        if len(leads) == 1 and declined:
            values.setdefault('lost_reason_id', declined.lost_reason_id.id)
            if declined.decline_note:
                values.setdefault('lost_feedback', declined.decline_note)
        return values
