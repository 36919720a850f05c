"""Mails that were taken in lately, each once, whoever delivers it how often."""

from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL

#: Two copies of one mail come at the same time: later, Odoo finds the message itself.
KEPT = timedelta(days=2)


class DealMailReceipt(models.Model):
    """Odoo looks for a message with the same id; two workers at once both find none."""

    _name = 'deal.mail.receipt'
    _description = "Received E-mail"
    _log_access = False
    _rec_name = 'mail_hash'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # A Message-Id may be too long for an index.
    mail_hash = fields.Char(required=True, readonly=True)
    received_on = fields.Datetime(required=True, readonly=True, index=True)

    _unique_hash = models.UniqueIndex('(mail_hash)')

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _take(self, message_id, query):
        """Take in a mail, unless somebody has, and answer a question about its sender: together,
        for each mail costs this query.

        It waits for whoever is taking in the same mail at the moment.

        :param str message_id: its Message-Id
        :param SQL query: what is asked
        :return: whether it is new, and the query's rows
        :raise psycopg2.errors.SerializationFailure: when it was taken in since this transaction
            began: tried again, the mail is found to be there
        """
        rows = self.env.execute_query(
            SQL(
                "WITH taken AS (INSERT INTO deal_mail_receipt (mail_hash, received_on)"
                " VALUES (%s, %s) ON CONFLICT (mail_hash) DO NOTHING RETURNING id),"
                " asked AS (%s)"
                " SELECT EXISTS (SELECT FROM taken), asked.* FROM (SELECT 1) AS one"
                " LEFT JOIN asked ON TRUE",
                sha256(message_id.encode('utf-8', 'surrogateescape')).hexdigest(),
                self.env.cr.now(),
                query,
            )
        )
        return rows[0][0], [row[1:] for row in rows if row[1] is not None]

    @api.autovacuum
    def _gc_receipts(self):
        self.search([('received_on', '<', self.env.cr.now() - KEPT)]).unlink()
