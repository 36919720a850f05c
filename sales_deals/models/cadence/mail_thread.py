"""Returned mails stop cadences."""

from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Stop, as soon as a message comes back, what writes to its address."""
        super()._routing_handle_bounce(email_message, message_dict)
        self.env['deal.cadence.run']._heed_people([message_dict.get('bounced_email')])
