"""Numbers drawn in batches: one statement for any count, which ``ir.sequence`` lacks."""

from typing import NamedTuple

from psycopg2.errors import UndefinedTable, UniqueViolation

from odoo import api, fields, models, tools
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


class Numbering(NamedTuple):
    """Facts for drawing numbers; immutable, since the ORM caches them."""

    model: str  # where the counter is: 'ir.sequence' or 'ir.sequence.date_range'
    row_id: int
    pg_sequence: str  # '' for "no gap", where the counter is a column of the row
    step: int
    padding: int
    prefix: str
    suffix: str


class IrSequence(models.Model):
    _inherit = 'ir.sequence'

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        """Write, and let counters of deals go on where they stood when numbers are drawn otherwise.

        Odoo would have them begin anew.
        """
        counters = self._get_deal_counters() if 'implementation' in vals else {}
        by_persian_year = self.filtered(lambda sequence: sequence._is_persian())
        result = super().write(vals)
        for sequence in self.filtered('use_date_range'):
            if sequence._is_persian() != (sequence in by_persian_year):
                sequence._close_running_ranges()
        for counter, number in counters.items():
            counter.number_next_actual = number
        if 'number_next' in vals:
            self.env['deal.number.draw'].sudo()._forget(self)
        self._clear_deal_numbering()
        return result

    def unlink(self):
        self._clear_deal_numbering()
        return super().unlink()

    def _get_number_next_actual(self):
        super()._get_number_next_actual()
        _take_drawn_into_account(self.filtered(lambda seq: seq.implementation == 'no_gap'))

    def _draw_batch(self, count, taken_in=None):
        """Draw ``count`` formatted numbers, in one statement as long as all are free.

        :param int count: how many, at least 1
        :param taken_in: ``(table, column)`` that may hold numbers which came from
            elsewhere (an import); those are passed over
        :return: list of ``count`` strings in ascending order of their counter
        :raise ConcurrencyError: when another transaction opens the same date range at
            the same moment, or has opened it since this one began (who calls tries again)
        """
        self.ensure_one()
        numbering = self._get_numbering(fields.Date.context_today(self))
        drawn = []
        while len(drawn) < count:
            drawn += self._draw_free(numbering, count - len(drawn), taken_in)
        return drawn

    @tools.ormcache('self.id', 'date')
    def _get_numbering(self, date):
        """Return how numbers are drawn on ``date``.

        Cached for the day: a time of day in a prefix would therefore not move.
        """
        try:
            counter = self._get_current_sequence(date)
        except UniqueViolation as error:
            raise ConcurrencyError from error
        is_range = counter._name == 'ir.sequence.date_range'
        prefix, suffix = self._get_prefix_suffix(
            date=date, date_range=counter.date_from if is_range else None
        )
        name = f'ir_sequence_{self.id:03d}' + (f'_{counter.id:03d}' if is_range else '')
        return Numbering(
            model=counter._name,
            row_id=counter.id,
            pg_sequence=name if self.implementation == 'standard' else '',
            step=self.number_increment,
            padding=self.padding,
            prefix=prefix,
            suffix=suffix,
        )

    @api.model
    def _draw_free(self, numbering, count, taken_in):
        """Advance the counter by ``count``; return the numbers that no deal has yet."""
        number = SQL(
            "%s || LPAD(n::text, GREATEST(%s, LENGTH(n::text)), '0') || %s",
            numbering.prefix,
            numbering.padding,
            numbering.suffix,
        )
        taken = SQL("FALSE")
        if taken_in:
            table, column = map(SQL.identifier, taken_in)
            taken = SQL("EXISTS (SELECT FROM %s WHERE %s = %s)", table, column, number)
        draw = self._get_draw_query(numbering, count)
        query = SQL("WITH %s SELECT %s, %s FROM drawn ORDER BY n", draw, number, taken)
        try:
            self.env.cr.execute(query, log_exceptions=False)
            rows = self.env.cr.fetchall()
        except UndefinedTable:
            rows = []
        if not rows:
            # The cached counter was opened by a transaction that this one does not see, or that
            # was rolled back.
            self.env.registry.clear_cache()
            raise ConcurrencyError
        return [number for number, is_taken in rows if not is_taken]

    @api.model
    def _get_draw_query(self, numbering, count):
        """Return common table expressions, the last of which is ``drawn(n)``."""
        if numbering.pg_sequence:
            return SQL(
                "drawn AS (SELECT nextval(%s) AS n FROM GENERATE_SERIES(1, %s))",
                numbering.pg_sequence,
                count,
            )
        counter = self.env[numbering.model].browse(numbering.row_id)
        # Nobody has rights to these rows; who creates a deal draws its number.
        draws = self.env['deal.number.draw'].sudo()
        first = draws._wait_for_next(counter)
        if not first:
            return SQL("drawn AS (SELECT NULL AS n WHERE FALSE)")
        return SQL(
            "noted AS (%s), drawn AS (SELECT %s::int + %s * i AS n FROM GENERATE_SERIES(0, %s) i)",
            draws._get_note_query(counter, first + numbering.step * count),
            first,
            numbering.step,
            count - 1,
        )

    def _clear_deal_numbering(self):
        """Clear the cache of ``_get_numbering``, for sequences of processes only."""
        if self._filter_deal_sequences():
            self.env.registry.clear_cache()

    def _filter_deal_sequences(self):
        """Return those of the sequences that belong to processes."""
        table = self.env['deal.process']._get_process_table()
        used = {process.sequence_id for process in table.processes.values()}
        return self.filtered(lambda sequence: sequence.id in used)

    def _get_deal_counters(self):
        """Return the next number of each counter that deals use."""
        sequences = self._filter_deal_sequences()
        counters = (*sequences, *sequences.date_range_ids)
        for counter in counters:
            counter.invalidate_recordset(['number_next_actual'])  # drawn since it was read
        return {counter: counter.number_next_actual for counter in counters}

    def _unlink_with_ranges(self):
        """Delete the sequences; Odoo leaves the PostgreSQL sequences of date ranges behind."""
        self.date_range_ids.unlink()
        self.unlink()


class IrSequenceDateRange(models.Model):
    _inherit = 'ir.sequence.date_range'

    @api.model_create_multi
    def create(self, vals_list):
        ranges = super().create(vals_list)
        ranges.sequence_id._clear_deal_numbering()
        return ranges

    def write(self, vals):
        result = super().write(vals)
        if 'number_next' in vals:
            self.env['deal.number.draw'].sudo()._forget(self)
        self.sequence_id._clear_deal_numbering()
        return result

    def unlink(self):
        self.sequence_id._clear_deal_numbering()
        return super().unlink()

    def _get_number_next_actual(self):
        super()._get_number_next_actual()
        without_gaps = self.filtered(lambda part: part.sequence_id.implementation == 'no_gap')
        _take_drawn_into_account(without_gaps)


def _take_drawn_into_account(counters):
    """Show the next number as drawn: a counter without gaps does not know it."""
    if not counters.ids:
        return
    # The next number is no secret to who may read the counter.
    drawn = counters.env['deal.number.draw'].sudo()._get_drawn(counters)
    for counter in counters.filtered(lambda counter: counter.id in drawn):
        counter.number_next_actual = max(counter.number_next, drawn[counter.id])
