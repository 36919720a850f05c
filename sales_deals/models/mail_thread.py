"""A mail with a fault is read as far as it can be, instead of being refused."""

from odoo import api, models

from ..tools import mails


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model
    def message_parse(self, message, save_original=False):
        """Where a text can't be read, the mail as it came is attached: nothing is lost."""
        original = mails.mend(message)
        values = super().message_parse(message, save_original=save_original)
        if original and not save_original:
            values['attachments'] = [
                self._Attachment('original_email.eml', original, {}),
                *values['attachments'],
            ]
        return mails.without_nul(values)
