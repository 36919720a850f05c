"""Planned meetings stop cadences."""

from odoo import api, models


class CalendarEvent(models.Model):
    _inherit = 'calendar.event'

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        self.env['deal.cadence.run']._heed_leads(events.opportunity_id)
        return events
