"""Incoming mails of the last days, so that each is processed once."""

from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL

#: Copies of a mail arrive at the same time; later ones are found by Odoo itself.
KEPT = timedelta(days=2)


class DealMailReceipt(models.Model):
    """A mail that was taken in.

    Odoo searches a message with the same id; two workers at the same time would both find none.
    """

    _name = 'deal.mail.receipt'
    _description = "Received E-mail"
    _inherit = ['deal.record']
    _log_access = False
    _rec_name = 'mail_hash'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # A hash, as a Message-Id may be too long for an index.
    mail_hash = fields.Char(required=True, readonly=True)
    received_on = fields.Datetime(required=True, readonly=True, index=True)

    _unique_hash = models.UniqueIndex('(mail_hash)')

    @api.model
    def _take(self, message_id, query):
        """Record a mail unless its message is there already, and run a query about its sender.

        Both in one statement, as each mail needs both. Waits for another transaction that is
        recording the same mail.

        :param str message_id: its Message-Id
        :param SQL query: a query about the sender
        :return: whether the mail is new, and the query's rows
        :raise psycopg2.errors.SerializationFailure: if it was recorded since this transaction
            began; a retry finds it
        """
        rows = self.env.execute_query(
            SQL(
                "WITH taken AS (INSERT INTO deal_mail_receipt AS known (mail_hash, received_on)"
                " VALUES (%s, %s) ON CONFLICT (mail_hash)"
                # Its deal was deleted, and the mail is delivered again.
                " DO UPDATE SET received_on = EXCLUDED.received_on"
                " WHERE NOT EXISTS (SELECT FROM mail_message WHERE message_id = %s)"
                " RETURNING id),"
                " asked AS (%s)"
                " SELECT EXISTS (SELECT FROM taken), asked.* FROM (SELECT 1) AS one"
                " LEFT JOIN asked ON TRUE",
                sha256(message_id.encode('utf-8', 'surrogateescape')).hexdigest(),
                self.env.cr.now(),
                message_id,
                query,
            )
        )
        return rows[0][0], [row[1:] for row in rows if row[1] is not None]

    @api.autovacuum
    def _gc_receipts(self):
        self.search([('received_on', '<', self.env.cr.now() - KEPT)]).unlink()
