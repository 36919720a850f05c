"""Planned meetings stop cadences."""

from odoo import api, models


class CalendarEvent(models.Model):
    _inherit = 'calendar.event'

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        runs = self.env['deal.cadence.run']
        if runs._is_used():
            runs._heed_leads(events.opportunity_id)
            runs._heed_people(events.partner_ids.mapped('email_normalized'))
        return events
