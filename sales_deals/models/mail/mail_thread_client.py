"""Whom a mail is from where it says itself that answers go to somebody else.

A form on a website sends all its mails from one address, and names the visitor in Reply-To: by the
sender, all visitors would be one client.
"""

from odoo import api, models
from odoo.tools.mail import (
    decode_message_header,
    email_normalize_all,
    email_split_and_format,
)

#: Lists have answers sent to themselves.
OF_LISTS = ('List-Id', 'List-Post')


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model
    def _get_client(self, message, message_dict):
        """Return the address, with its name, of the client whom a mail names in Reply-To.

        Anybody can name anybody there: it is where the answer goes, and identifies nobody.

        :return: None where the sender is the client
        """
        replies = email_split_and_format(decode_message_header(message, 'Reply-To', separator=','))
        if len(replies) != 1 or any(header in message for header in OF_LISTS):
            return None
        addresses = email_normalize_all(replies[0])
        if len(addresses) != 1 or addresses == email_normalize_all(message_dict['email_from']):
            return None
        # A sender has no access rights; only whose address it is, is asked.
        if self.env['mail.alias.domain'].sudo()._find_aliases(addresses):
            return None
        return replies[0]
