"""Questions and answers that clients write on the page of an offer."""

from odoo import api, models
from odoo.tools import SQL


class MailMessage(models.Model):
    _inherit = 'mail.message'

    @api.model
    def _get_client_wrote_condition(self, alias='message'):
        """Add questions and answers on an offer's page: comments in the client's name."""
        return SQL(
            """
            (%(inherited)s
             OR %(message)s.message_type = 'comment' AND %(message)s.is_internal IS NOT TRUE
                AND EXISTS (SELECT FROM res_partner AS author
                             WHERE author.id = %(message)s.author_id AND author.partner_share))
            """,
            inherited=super()._get_client_wrote_condition(alias),
            message=SQL.identifier(alias),
        )
