"""Reading and answering of every incoming mail of the database, whatever record it is for.

Nothing here knows of deals. Odoo's mail gateway calls these methods for each mail that the
database receives: mails are bounded and mended before they are parsed, a mail that can't be
parsed is kept as an attachment, reports of delivery do not mark addresses as bounced, and
automatic mails are not answered. The work is done by :mod:`sales_deals.tools.mail`.
"""

import logging
import xmlrpc.client

import psycopg2

from odoo import api, models

from ...tools.mail import automatic, limits, repair

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        """Bound mails that would take too long to parse, in linear time."""
        if isinstance(message, xmlrpc.client.Binary):
            message = message.data
        if isinstance(message, str):
            message = message.encode()
        message = bytes(message)
        if limits.is_excessive(message):
            message = self._make_substitute_mail(message).as_bytes()
        message = limits.shorten_headers(message)
        return super().message_process(model, message, *args, **kwargs)

    @api.model
    def message_parse(self, message, save_original=False):
        """Mend a mail before it is parsed; attach the original where it still can't be read."""
        headers = repair.get_headers(message)
        try:
            repair.hold_content_headers(message)
            original = repair.mend(message, headers)
            repair.hold_headers(message)
            values = super().message_parse(message, save_original=save_original)
        except psycopg2.Error:
            raise
        except Exception:
            _logger.info("A mail can't be read; it is attached as it came", exc_info=True)
            original = b''
            repair.put_headers(headers)
            message = self._make_substitute_mail(repair.get_bytes(message))
            values = super().message_parse(message)
        if original and not save_original:
            values['attachments'] = [
                self._Attachment('original_email.eml', original, {}),
                *values['attachments'],
            ]
        return repair.without_nul(values)

    @api.model
    def _message_parse_extract_bounce(self, email_message, message_dict):
        """Keep addresses valid whose mails are reported as read or delayed, not as failed."""
        values = super()._message_parse_extract_bounce(email_message, message_dict)
        if values['is_bounce'] and self._is_good_report(email_message):
            values.update(bounced_email=False, bounced_partner=self.env['res.partner'].sudo())
        return values

    @api.model
    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        """Skip the answer to a refused mail that a program has sent: it might answer, too."""
        if automatic.automatic_kind(message):
            _logger.info("An automatic mail from %s is not answered", email_from)
            return None
        return super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)

    @api.model
    def _make_substitute_mail(self, raw):
        text = self.env._("This e-mail could not be read. It is attached as it came.")
        return limits.make_substitute(raw, text)

    @api.model
    def _is_good_report(self, message):
        """Return whether a mail is a report of delivery or reading that tells of no failure."""
        return automatic.is_report(message) and not automatic.has_failed(message)
