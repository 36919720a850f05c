"""Incoming mails of the last days, so that each is processed once for each alias."""

from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL

#: Copies of a mail arrive at the same time; later ones are found by Odoo itself.
KEPT = timedelta(days=2)


class DealMailReceipt(models.Model):
    """A mail that was taken in for an alias.

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
    def _take(self, message_id, targets, query):
        """Record a mail unless its message is there already, and run a query about its sender.

        Both in one statement, as each mail needs both. Waits for another transaction that is
        recording the same mail.

        :param str message_id: its Message-Id
        :param targets: texts of what it is for; '' without an alias
        :param SQL query: a query about the sender
        :return: the set of those targets for which the mail is new, and the query's rows
        :raise psycopg2.errors.SerializationFailure: if it was recorded since this transaction
            began; a retry finds it
        """
        hashes = {self._hash(message_id, target): target for target in targets}
        rows = self.env.execute_query(
            SQL(
                "WITH taken AS (INSERT INTO deal_mail_receipt AS known (mail_hash, received_on)"
                # In one order, so that two that wait for each other are none.
                " SELECT hash, %s FROM unnest(%s) AS hash ORDER BY hash ON CONFLICT (mail_hash)"
                # Its deal was deleted, and the mail is delivered again.
                " DO UPDATE SET received_on = EXCLUDED.received_on"
                " WHERE NOT EXISTS (SELECT FROM mail_message WHERE message_id = %s)"
                " RETURNING mail_hash),"
                " asked AS (%s)"
                " SELECT ARRAY(SELECT mail_hash FROM taken), asked.* FROM (SELECT 1) AS one"
                " LEFT JOIN asked ON TRUE",
                self.env.cr.now(),
                list(hashes),
                message_id,
                query,
            )
        )
        taken = {hashes[found] for found in rows[0][0]}
        return taken, [row[1:] for row in rows if row[1] is not None]

    @api.model
    def _get_new(self, message_id, targets):
        """Return those targets for which a mail was not taken in yet.

        None where it was taken in without an alias, as all were in earlier versions.

        :param targets: as for :meth:`_take`
        """
        hashes = {self._hash(message_id, target): target for target in {*targets, ''}}
        known = self.search([('mail_hash', 'in', list(hashes))]).mapped('mail_hash')
        taken = {hashes[found] for found in known}
        return set() if '' in taken else set(targets) - taken

    @api.model
    def _hash(self, message_id, target):
        text = f'{message_id} {target}' if target else message_id
        return sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()

    @api.autovacuum
    def _gc_receipts(self):
        self.search([('received_on', '<', self.env.cr.now() - KEPT)]).unlink()
