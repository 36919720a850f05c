"""What was there before the addon comes into the standard process."""

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

        They get their process, and what would else be computed one by one: costs are not
        known yet, so that the whole value is profit.

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
        self.env.cr.execute(self._get_kind_query())
        self.env['crm.lead'].invalidate_model()

    def _get_filling_query(self):
        """:return: SQL that gives deals their process, first number and computed columns"""
        return SQL(
            """CREATE UNIQUE INDEX ON deal_first_number (id);
               CREATE FUNCTION pg_temp.get_first_number(lead int) RETURNS varchar
                   LANGUAGE sql STABLE
                   AS 'SELECT number FROM pg_temp.deal_first_number WHERE id = lead';
               ALTER TABLE crm_lead
                   ALTER deal_process_id TYPE int4 USING COALESCE(deal_process_id, %s),
                   ALTER deal_number TYPE varchar
                       USING COALESCE(deal_number, pg_temp.get_first_number(id)),
                   ALTER deal_profit TYPE numeric USING COALESCE(expected_revenue, 0),
                   ALTER deal_margin TYPE numeric USING CASE WHEN expected_revenue <> 0 THEN 1 END,
                   ALTER deal_state TYPE varchar
                       USING CASE WHEN won_status IN ('won', 'lost') THEN won_status
                             ELSE 'open' END,
                   ALTER deal_kind TYPE varchar USING 'opportunity';
               DROP FUNCTION pg_temp.get_first_number(int);
               DROP TABLE pg_temp.deal_first_number""",
            self.id,
        )

    def _get_kind_query(self):
        """:return: SQL that marks deals with orders as what these have made of them"""
        return SQL(
            """UPDATE crm_lead SET deal_kind = orders.kind
                 FROM (SELECT opportunity_id,
                              CASE WHEN bool_or(state = 'sale') THEN 'contract' ELSE 'offer' END
                                   AS kind
                         FROM sale_order
                        WHERE state IN ('sale', 'sent') AND opportunity_id IS NOT NULL
                     GROUP BY opportunity_id) AS orders
                WHERE id = orders.opportunity_id"""
        )

    def _get_first_numbers_query(self, years):
        """:return: SQL that puts each deal's number into a temporary table"""
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
