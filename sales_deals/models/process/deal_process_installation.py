"""Bring stages and deals from before the addon into the standard process."""

from odoo import api, fields, models
from odoo.tools import SQL

from . import deal_process  # noqa: F401 (extended below)


class DealProcess(models.Model):
    _inherit = 'deal.process'

    @api.model
    def _adopt_existing_pipeline(self):
        """Bring what was there before the addon into the standard process.

        Stages become the standard process's; deals get it and a number, in order of
        creation, numbers of their year. Set-based: nothing else of a deal is touched, not
        even its last change.
        """
        standard = self.env.ref('sales_deals.deal_process_standard')
        if self._has_leads_of_users():
            self.env['res.company']._begin_as_odoo()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_stage SET deal_process_id = %s WHERE deal_process_id IS NULL",
                standard.id,
            )
        )
        self.env['crm.stage'].invalidate_model(['deal_process_id'])
        standard._complete_stages()
        standard._number_existing_deals()
        self.env.registry.clear_cache()

    @api.model
    def _leave_out_second_process(self):
        """Remove the process “Management only” where users have leads.

        Its stages would stand beside theirs: a name that two stages have is ambiguous in imports,
        and other programs that look for the won stage may find the wrong one. Demo deals need it.
        """
        second = self.env.ref('sales_deals.deal_process_management')
        if self._has_leads_of_users() and not self.env.ref('base.module_crm').demo:
            second.unlink()

    @api.model
    def _has_leads_of_users(self):
        """Return whether there are leads that no module has brought, such as demo leads."""
        query = SQL(
            """SELECT FROM crm_lead AS lead
                WHERE NOT EXISTS (
                    SELECT FROM ir_model_data AS data
                     WHERE data.model = 'crm.lead' AND data.res_id = lead.id
                       AND data.module NOT LIKE '\\_\\_%%')
                LIMIT 1"""
        )
        self.env.cr.execute(query)
        return bool(self.env.cr.rowcount)

    def _complete_stages(self):
        """Add a first or a won stage where a database has lost its own."""
        self.ensure_one()
        stages = self._get_stages()
        missing = []
        if all(stages.mapped('is_won')):
            missing.append({'name': self.env._("New"), 'sequence': 0})
        if not stages.filtered('is_won'):
            missing.append({'name': self.env._("Won"), 'sequence': 100, 'is_won': True})
        self.env['crm.stage'].create([{**vals, 'deal_process_id': self.id} for vals in missing])

    def _number_existing_deals(self):
        """Number all deals that have none, those of each year in that year's range.

        They get their process, and what would else be computed one by one.

        The table is written anew: for 100,000 deals that takes a third of the time of an
        UPDATE, which would enter each row in thirty indexes and leave the table twice as large.
        """
        self.ensure_one()
        counts = self.env.execute_query(
            SQL(
                """SELECT EXTRACT(YEAR FROM COALESCE(create_date, NOW()))::int AS year, COUNT(*)
                 FROM crm_lead WHERE deal_number IS NULL GROUP BY year"""
            )
        )
        if not counts:
            return
        years = [self._open_year(year, count) for year, count in counts]
        self.env.cr.execute(self._get_first_numbers_query(years))
        self.env.cr.execute(self._get_filling_query())
        self._complete_existing_deals()
        self.env['crm.lead'].invalidate_model()

    def _get_filled_columns(self):
        """Return columns of deals that would else be computed one by one. To be extended.

        :return: dictionary of a column's name to its type and its value, both SQL
        """
        self.ensure_one()
        return {
            'deal_process_id': (SQL("int4"), SQL("COALESCE(deal_process_id, %s)", self.id)),
            'deal_number': (
                SQL("varchar"),
                SQL("COALESCE(deal_number, pg_temp.get_first_number(id))"),
            ),
        }

    def _get_filling_query(self):
        """Return SQL that gives deals their process, first number and computed columns."""
        changes = [
            SQL("ALTER %s TYPE %s USING %s", SQL.identifier(name), kind, value)
            for name, (kind, value) in self._get_filled_columns().items()
        ]
        return SQL(
            """CREATE UNIQUE INDEX ON deal_first_number (id);
               CREATE FUNCTION pg_temp.get_first_number(lead int) RETURNS varchar
                   LANGUAGE sql STABLE
                   AS 'SELECT number FROM pg_temp.deal_first_number WHERE id = lead';
               ALTER TABLE crm_lead %s;
               DROP FUNCTION pg_temp.get_first_number(int);
               DROP TABLE pg_temp.deal_first_number""",
            SQL(", ").join(changes),
        )

    def _complete_existing_deals(self):
        """Fill columns of deals whose values come from other tables. To be extended."""

    def _get_first_numbers_query(self, years):
        """Return SQL that puts each deal's number into a temporary table."""
        return SQL(
            """CREATE TEMPORARY TABLE deal_first_number AS
               SELECT ranked.id,
                      years.prefix || LPAD(
                          (years.first + ranked.rank - 1)::text,
                          GREATEST(years.padding, LENGTH((years.first + ranked.rank - 1)::text)),
                          '0') || years.suffix AS number
                 FROM (SELECT id, EXTRACT(YEAR FROM COALESCE(create_date, NOW()))::int AS year,
                              ROW_NUMBER() OVER (
                                  PARTITION BY EXTRACT(YEAR FROM COALESCE(create_date, NOW()))
                                  ORDER BY create_date, id) AS rank
                         FROM crm_lead WHERE deal_number IS NULL) ranked
                 JOIN (VALUES %s) AS years(year, first, padding, prefix, suffix)
                   ON years.year = ranked.year""",
            SQL(", ").join(years),
        )

    def _open_year(self, year, count):
        """Reserve ``count`` numbers of a year.

        :return: SQL row of year, first number, padding, prefix, suffix
        """
        sequence = self.sequence_id
        day = fields.Date.to_date(f'{year}-01-01')
        counter = sequence._get_current_sequence(day)
        first = counter.number_next_actual
        counter.number_next_actual = first + count
        prefix, suffix = sequence._get_prefix_suffix(date=day, date_range=day)
        return SQL("(%s, %s, %s, %s, %s)", year, first, sequence.padding, prefix, suffix)
