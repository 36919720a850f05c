"""Who may write to an alias that accepts employees."""

from odoo import models
from odoo.addons.mail.tools.alias_error import AliasError
from odoo.fields import Domain
from odoo.tools import email_normalize


class MailThread(models.AbstractModel):
    # Odoo declares this on all models; extending all of them would set up every table anew.
    _inherit = 'mail.thread'

    def _alias_get_error(self, message, message_dict, alias):
        if alias.alias_contact != 'internal_users':
            return super()._alias_get_error(message, message_dict, alias)
        address = email_normalize(message_dict['email_from'], strict=False)
        domain = Domain('email_normalized', '=', address) & Domain('user_ids.share', '=', False)
        # Senders are nobody's own: who may write is a fact of the database.
        if address and self.env['res.partner'].sudo().search_count(domain, limit=1):
            return False
        return AliasError('error_internal_users_restricted', self.env._("restricted to employees"))
