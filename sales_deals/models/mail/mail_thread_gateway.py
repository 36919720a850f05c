"""Reading of every incoming mail of the database, whatever record it is for.

Nothing here knows of deals. Odoo's mail gateway calls these methods for each mail that the database
receives. What Odoo can read, it reads as without us: a mail is bounded or mended only where reading
would take minutes, where Odoo refuses it, or where text would be lost; what can't be read even then
is kept as an attachment. The work is done by :mod:`sales_deals.tools.mail`.
"""

import logging

# Parses nothing here: bytes that Odoo has unpacked are of one of its classes.
import xmlrpc.client  # nosec B411
from email.message import EmailMessage
from functools import partial

import psycopg2

from odoo import api, models

from ...tools.mail import headers, limits, repair
from . import mail_thread_again, mail_thread_fetch  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        """Bound mails that would take minutes to parse, in linear time; lose none to others."""
        raw = message.data if isinstance(message, xmlrpc.client.Binary) else message
        raw = raw.encode() if isinstance(raw, str) else bytes(raw)
        bounded = self._make_substitute_mail(raw).as_bytes() if limits.is_excessive(raw) else raw
        bounded = limits.shorten_headers(bounded, self._get_alias_domains)
        if bounded is not raw:
            message = bounded

        def process(thread):
            return super().message_process(model, message, *args, **kwargs)

        return self._process_undisturbed(partial(self._process_known, process, model))

    @api.model
    def message_parse(self, message, save_original=False):
        """Mend a mail that Odoo can't read without loss; attach it where it still can't be read."""
        if not isinstance(message, EmailMessage):
            return super().message_parse(message, save_original=save_original)
        headers.parse_once(message)
        kept = repair.keep(message)
        parse = super().message_parse
        values = self._parse_unmended(parse, message, save_original)
        if values is None or repair.has_lost(values, kept):
            repair.restore(kept)
            values = self._parse_mended(parse, message, save_original, kept)
        repair.shorten_identifier(values)
        return self._keep_read(message, repair.without_nul(values))

    @api.model
    def _parse_unmended(self, parse, message, save_original):
        """Return what Odoo reads in a mail; None where it would skip text, take minutes or fail.

        :param parse: Odoo's ``message_parse``
        """
        try:
            if repair.must_mend(message):
                return None
            return parse(message, save_original=save_original)
        except psycopg2.Error:
            raise
        except Exception:
            _logger.info("A mail breaks the standards; it is mended", exc_info=True)
            return None

    @api.model
    def _parse_mended(self, parse, message, save_original, kept):
        """Return what Odoo reads in a mended mail, with the original beside it if need be.

        :param parse: Odoo's ``message_parse``
        :param kept: the result of :func:`.repair.keep`
        """
        try:
            original = repair.mend(message)
            values = parse(message, save_original=save_original)
        except psycopg2.Error:
            raise
        except Exception:
            _logger.info("A mail can't be read; it is attached as it came", exc_info=True)
            repair.restore(kept)
            substitute = self._make_substitute_mail(repair.get_bytes(message))
            return parse(substitute)
        if original and not save_original:
            file = self._Attachment('original_email.eml', original, {})
            values['attachments'] = [file, *values['attachments']]
        return values

    @api.model
    def _make_substitute_mail(self, raw):
        text = self.env._("This e-mail could not be read. It is attached as it came.")
        return limits.make_substitute(raw, text, self._get_alias_domains())

    @api.model
    def _get_alias_domains(self):
        """Return the domains of our aliases: their addresses decide where a mail goes.

        :return: set of bytes
        """
        # Every mail that is sent from here shows them.
        domains = self.env['mail.alias.domain'].sudo().search([])
        return {domain.name.lower().encode() for domain in domains if domain.name}
