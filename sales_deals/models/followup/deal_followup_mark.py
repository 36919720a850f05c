"""The journal of messages that are being sent: marked before and after a mail server takes each."""

from contextlib import contextmanager

from psycopg2.extensions import TransactionRollbackError

from odoo import fields, models, modules
from odoo.tools import SQL

from . import deal_followup  # noqa: F401 (extended below)

#: Parameters of the marking statement: the message before, what became of it, and why not; the
#: next message; this very moment (UTC).
DONE, STATE, FAILURE, NEXT, NOW = (SQL(f'${number}') for number in range(1, 6))
TYPES = 'int, varchar, text, int, timestamp'


class Journal:
    """Marks that are saved at once, each by one statement.

    The statement asks for all that may stop a message, up to the very moment in which the mail
    server would take it. Planning it takes ten times as long as running it (9.9 of 10.6 ms for a
    message of a cadence): it is planned once for all.

    :param cr: cursor that commits each statement
    :param query: ``SQL`` with the parameters above
    """

    def __init__(self, cr, query):
        self._cr = cr
        self._cr.execute(SQL("SET plan_cache_mode = force_generic_plan"))
        self._cr.execute(SQL("PREPARE deal_followup_mark (%s) AS %s", SQL(TYPES), query))

    def mark(self, line_id, outcome):
        """Save the outcome of the message before, and that this one is about to be sent.

        :param line_id: None after the last one
        :param outcome: ``Outcome`` of the message before; None for none
        :return: whether this one is to be sent: not if it was cancelled or taken meanwhile
        """
        done, state, failure = outcome or (None, None, None)
        values = (done, state, failure or None, line_id, fields.Datetime.now())
        while True:
            try:
                self._cr.execute(
                    SQL(
                        "EXECUTE deal_followup_mark (%s)",
                        SQL(", ").join(SQL("%s", value) for value in values),
                    )
                )
                return (line_id,) in self._cr.fetchall()
            except TransactionRollbackError:
                # Somebody has just cancelled: the outcome before must not be lost.
                continue

    def close(self):
        """Leave nothing in the connection, which others will use."""
        self._cr.execute(SQL("DEALLOCATE deal_followup_mark"))
        self._cr.execute(SQL("RESET plan_cache_mode"))


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    @contextmanager
    def _open_journal(self):
        """Open a journal by a cursor that commits each statement at once; in tests, by their own.

        :return: :class:`Journal`
        """
        if modules.module.current_test:
            with self._prepare_journal(self.env.cr) as journal:
                yield journal
            return
        with self.env.registry.cursor() as cr:
            cr.connection.autocommit = True
            with self._prepare_journal(cr) as journal:
                yield journal

    @contextmanager
    def _prepare_journal(self, cr):
        journal = Journal(cr, self._get_marking_query())
        try:
            yield journal
        finally:
            journal.close()

    def _get_marking_query(self):
        """Return the statement that marks a message, with parameters for one and all of them."""
        return SQL(
            """
            UPDATE deal_followup_line
               SET state = CASE WHEN id = %(done)s THEN %(state)s ELSE 'sending' END,
                   failure = CASE WHEN id = %(done)s THEN %(failure)s END,
                   sent_on = CASE WHEN id = %(done)s THEN sent_on ELSE %(now)s END
             WHERE id IN (%(done)s, %(next)s)
                   AND (id = %(done)s OR state = 'waiting' AND %(allowed)s)
         RETURNING id
            """,
            done=DONE,
            state=STATE,
            failure=FAILURE,
            next=NEXT,
            now=NOW,
            allowed=self._get_marking_condition(),
        )

    def _get_marking_condition(self):
        """Return the condition on which a line is handed to the mail server. To be extended."""
        return SQL(
            "EXISTS (SELECT FROM deal_followup AS followup"
            " WHERE followup.id = followup_id AND followup.state = 'sending')"
        )
