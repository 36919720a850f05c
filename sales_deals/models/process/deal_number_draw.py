"""What was drawn from counters without gaps, noted so that nobody has to fail for another."""

from psycopg2.errors import LockNotAvailable, UndefinedTable

from odoo import api, fields, models
from odoo.tools import SQL

#: The first key of the locks by which those who draw from one counter wait for each other.
LOCK = 0x6465616C  # "deal" in ASCII


class DealNumberDraw(models.Model):
    """The next number of a counter, from a transaction that has drawn from it.

    Of two transactions that change a counter's row at a time, PostgreSQL lets one fail: a mail that
    is fetched then, or a row that is imported, would be lost. So nobody changes that row. Who draws
    waits until whoever has drawn before is through, sees what is stored by then, and adds a row of
    his own; if it is rolled back, so is its number.
    """

    _name = 'deal.number.draw'
    _description = "Drawn Deal Numbers"
    _inherit = ['deal.record']
    _log_access = False
    _rec_name = 'counter'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # A name, as a reference would be checked against a row that others change.
    counter = fields.Char(required=True, readonly=True, index=True)
    number_next = fields.Integer(
        string="Next Number", required=True, readonly=True, aggregator=None
    )

    @api.model
    def _wait_for_next(self, counter):
        """Return the next number of a counter, after waiting for others that draw from it.

        Until this transaction ends, no other one gets its turn.

        :param counter: ``ir.sequence`` or ``ir.sequence.date_range`` record
        :return: int, or None for a counter that is not there
        """
        counter.flush_recordset(['number_next'])
        counter.invalidate_recordset(['number_next_actual'])
        # This transaction sees what it has drawn itself, another one what others have stored by
        # now, for this one began earlier.
        lock = SQL("pg_advisory_xact_lock(%s, %s)", LOCK, counter.id)
        own = self._read_next(self.env.cr, counter, lock)
        return max(filter(None, (own, self._read_stored(counter))), default=None)

    @api.model
    def _read_stored(self, counter):
        """Return the next number as it is stored; None for a table that only this one knows yet.

        While the addon is installed or updated, nobody else has the tables.
        """
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT set_config('lock_timeout', '1s', TRUE)")
            try:
                return self._read_next(cr, counter)
            except (LockNotAvailable, UndefinedTable):
                return None
            finally:
                cr.rollback()

    @api.model
    def _read_next(self, cr, counter, lock=None):
        query = (
            "SELECT (SELECT GREATEST(number_next, (SELECT MAX(number_next) FROM deal_number_draw"
            " WHERE counter = %s)) FROM %s WHERE id = %s), %s"
        )
        table = SQL.identifier(counter._table)
        cr.execute(
            SQL(query, _get_name(counter), table, counter.id, lock or SQL('NULL')),
            log_exceptions=False,
        )
        return cr.fetchone()[0]

    @api.model
    def _get_note_query(self, counter, number_next):
        """Return the query that notes what is drawn."""
        query = "INSERT INTO deal_number_draw (counter, number_next) VALUES (%s, %s)"
        return SQL(query, _get_name(counter), number_next)

    @api.model
    def _get_drawn(self, counters):
        """Return the next number of those counters from which was drawn, by their ids."""
        names = [_get_name(counter) for counter in counters if counter.id]
        found = dict(self._read_group([('counter', 'in', names)], ['counter'], ['number_next:max']))
        return {
            counter.id: found[name] for counter in counters if (name := _get_name(counter)) in found
        }

    @api.model
    def _forget(self, counters):
        """Let counters go on from what is written in them."""
        self.search([('counter', 'in', list(map(_get_name, counters)))]).unlink()

    @api.autovacuum
    def _gc_draws(self):
        """Keep the last row of each counter."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM deal_number_draw old USING deal_number_draw new"
                " WHERE new.counter = old.counter AND new.number_next > old.number_next"
            )
        )


def _get_name(counter):
    return f'{counter._name},{counter.id}'
