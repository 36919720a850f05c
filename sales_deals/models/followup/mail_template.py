"""Text direction of templates of deals."""

from odoo import models


class MailTemplate(models.Model):
    _inherit = 'mail.template'

    def _render_field(self, field, res_ids, *args, **kwargs):
        """Set the direction of a text that is sent by hand.

        With more arguments it is rendered for many, in several languages: follow-ups see to those.
        """
        texts = super()._render_field(field, res_ids, *args, **kwargs)
        if field != 'body_html' or self.model != 'crm.lead' or args or kwargs:
            return texts
        frame = self._get_direction_frame()
        return {res_id: frame % text for res_id, text in texts.items()}
