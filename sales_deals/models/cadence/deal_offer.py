"""Sent offers begin the cadence that their process names."""

from odoo import models


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def write(self, vals):
        result = super().write(vals)
        if vals.get('state') == 'sent':
            self._begin_cadence()
        return result

    def _begin_cadence(self):
        for process, offers in self.grouped(lambda offer: offer.lead_id.deal_process_id).items():
            # What a process begins is no secret of whoever may send the offer.
            cadence = process.sudo().offer_cadence_id
            self.env['deal.cadence.run']._begin_by_event(cadence, offers.lead_id)
