"""Records with an alias offer what the alias offers."""

from odoo import api, models


class MailAliasMixinOptional(models.AbstractModel):
    _inherit = 'mail.alias.mixin.optional'

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        described = super().fields_get(allfields, attributes)
        return self.env['mail.alias']._without_replaced_contact(described)
