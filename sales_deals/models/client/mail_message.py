"""Messages between us and a deal's client, told apart from those among colleagues."""

from odoo import api, models
from odoo.tools import SQL


class MailMessage(models.Model):
    _inherit = 'mail.message'

    @api.model
    def _get_client_wrote_condition(self, alias='message'):
        """Return the condition that a message came from the client's side.

        Everything that asks who wrote last, who has answered or what came in uses this one. Other
        capabilities extend it by the ways in which clients write to us there. Automatic replies
        are logged as notes, so they are none.

        :param str alias: the name of ``mail_message`` in the query
        """
        return SQL(
            """
            (%(message)s.message_type = 'email' AND %(message)s.is_internal IS NOT TRUE
             AND NOT EXISTS (SELECT FROM res_partner AS author
                              WHERE author.id = %(message)s.author_id
                                    AND author.partner_share IS FALSE))
            """,
            message=SQL.identifier(alias),
        )

    @api.model
    def _get_client_received_condition(self, alias='message'):
        """Return the condition that a message of ours went to somebody outside.

        :param str alias: the name of ``mail_message`` in the query
        """
        return SQL(
            """
            (%(message)s.message_type != 'email' AND EXISTS (
                SELECT FROM mail_notification AS notification
             LEFT JOIN res_partner AS reader ON reader.id = notification.res_partner_id
                 WHERE notification.mail_message_id = %(message)s.id
                       AND notification.notification_type = 'email'
                       AND notification.notification_status IN ('ready', 'sent')
                       AND COALESCE(reader.partner_share, TRUE)))
            """,
            message=SQL.identifier(alias),
        )
