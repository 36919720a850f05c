"""Scan of all deals for duplicates: a full scan first, then deals that changed."""

import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import matching
from . import deal_duplicate  # noqa: F401 (extended below)
from .deal_match_frequency import MAX_BLOCK
from .deal_match_key import KEY_FIELDS

_logger = logging.getLogger(__name__)

#: Deals of a batch of the full scan. Each batch is committed, so that the scan can be stopped
#: after it, and locks on its deals last no longer than storing its pairs.
BATCH = 50_000
#: Batches for which candidates are searched at once, as each search reads all blocks.
PORTION = 5
#: Seconds beyond the ten after which Odoo ends a run of a job: preparing a full scan of a million
#: deals takes twenty. A server restarts when its jobs take more than two minutes together.
MORE_SECONDS = 40
#: Changed deals that are compared at a time. If more have changed, all deals are scanned, as only
#: a full scan can be resumed.
CHANGED_BATCH, MAX_CHANGED = 500, 20_000
#: Margin before the last scan: transactions that ended after it may have older dates.
OVERLAP = timedelta(hours=1)
#: Deals that share parts of names are compared with each other up to this many. With the many of
#: frequent names, a million deals would take hours, and hardly one pair more would be found.
MAX_NAME_BLOCK = 6
#: Memory of the database for each sort and join of a full scan.
MEMORY = '64MB'
#: Pairs that are fetched and compared at a time.
FETCHED = 5_000


class DealDuplicate(models.Model):
    _inherit = 'deal.duplicate'

    @api.model
    def _cron_scan(self):
        """Make missing keys, scan for duplicates, merge certain ones where companies want it.

        Each run does a part, and the next one resumes it.
        """
        if not self._has_time():
            # Odoo calls again within the same job; the next job resumes.
            self.env['ir.cron']._commit_progress(remaining=1)
            return
        if (self._was_scanned_today() or self._fill_keys()) and self._scan():
            self.env['deal.duplicate.group']._refresh_all()
            self.env['deal.duplicate.group']._merge_certain()

    @api.model
    def _scan(self):
        """Scan all deals, or those changed since the last scan.

        :return: whether the scan is complete
        """
        rules = self.env['deal.match.rules']._get_used()
        if not rules:
            return False
        begin = fields.Datetime.now()
        if since := self._get_changed_since(rules):
            done = self._scan_changed(self._get_changed(since))
        else:
            begin = rules._begin_scan()
            done = self._scan_all(rules)
        if done:
            rules._remember_scan(until=begin)
            self.env['ir.cron']._commit_progress(remaining=0)
        return done

    def _has_time(self, more=0):
        """Return whether the job has time left (always, outside cron).

        :param more: seconds that it may take beyond its time
        """
        end = self.env.context.get('cron_end_time')
        return end is None or time.monotonic() < end + more

    def _commit_and_ask(self, left=1, more=0):
        """Commit what was done, and ask whether to go on.

        :param left: how much is left to do
        :param more: see :meth:`_has_time`
        :return: whether there is time for more
        """
        self.env['ir.cron']._commit_progress(1, remaining=left)
        if self._has_time(more):
            return True
        if left:
            self._call_again()
        return False

    def _call_again(self):
        """Run the job again after other jobs; Odoo alone would wait for a minute."""
        job = self.env.ref('sales_deals.ir_cron_deal_duplicate', raise_if_not_found=False)
        if job:
            job._trigger()

    def _was_scanned_today(self):
        """Return whether missing keys were made today.

        Deals get keys on creation; those inserted in other ways wait for the daily check.
        """
        until = self.env['deal.match.rules']._get_used().scanned_until
        return bool(until) and until.date() == fields.Date.today()

    def _fill_keys(self):
        """Make missing keys; return whether all deals have keys."""
        keys = self.env['deal.match.key']
        if not keys.search_count([], limit=1):
            self.env['deal.match.frequency']._refresh_words()
        # An earlier job may have stopped here.
        newest = keys._get_newest_missing()
        position = newest and newest + 1
        while position and (position := keys._fill(position)):
            if not self._commit_and_ask():
                return False
        return True

    # Full scan

    def _scan_all(self, rules):
        """Compare each deal with all earlier ones, batch by batch.

        :return: whether the scan is complete
        """
        self._take_memory()
        self.env['deal.match.frequency']._refresh_words()
        self.env['deal.match.key']._renew_stale()
        self._make_tables()
        self.env['ir.cron']._commit_progress(remaining=1)
        weighed = rules._prepare_rules() | self.env['deal.match.frequency']._get_all_weights()
        rules_now = matching.RULES._replace(**weighed)
        position = rules.scan_position
        while upto := self._get_end(position, PORTION * BATCH):
            self._make_candidate_table(position, upto, rules_now)
            if not self._scan_portion(rules, position, upto, rules_now):
                return False
            position = upto
        self.env['deal.duplicate.group']._regroup()
        return True

    def _scan_portion(self, rules, position, end, rules_now):
        """Compare deals of a portion with their candidates, and commit each batch.

        :return: whether there is time for more
        """
        groups = self.env['deal.duplicate.group']
        while upto := self._get_end(position, BATCH, end):
            found = self.env['crm.lead']._weigh_contents(
                self._compare_batch(position, upto, rules_now), rules_now
            )
            self._forget_batch(position, upto, found)
            self._store(found, groups._make_for(found))
            position = upto
            rules._remember_scan(position)
            if not self._commit_and_ask(more=MORE_SECONDS):
                return False
        return True

    def _take_memory(self):
        """Raise the memory for sorts of millions of blocks, for this transaction."""
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", MEMORY))

    def _make_tables(self):
        """Make temporary tables of the few columns that the scan reads.

        They last as long as the connection to the database.
        """
        self._take_memory()
        self._make_deal_table()
        self._make_block_table()
        self.env['deal.match.frequency']._refresh_blocks(
            SQL(
                "SELECT block, size, min(lead_id) FROM deal_duplicate_block"
                " WHERE size > %s GROUP BY block, size",
                MAX_BLOCK,
            )
        )

    def _make_deal_table(self):
        """Make the table of keys, company and state of all deals that can be duplicates."""
        self._make_table(
            'deal_duplicate_deal',
            SQL(
                "SELECT k.lead_id, %s, %s, k.blocks, l.company_id, l.active"
                " FROM deal_match_key k JOIN crm_lead l ON l.id = k.lead_id WHERE %s",
                SQL(", ").join(SQL.identifier('k', name) for name in KEY_FIELDS),
                self.env['deal.match.key']._get_filter_columns(SQL.identifier('k')),
                self.env['deal.match.key']._get_scope(SQL.identifier('l')),
            ),
        )

    def _make_block_table(self):
        """Make the table of hashed blocks with their number of deals, at least two.

        Pairs are searched by blocks of not too many deals that are not names alone.
        """
        self._make_table(
            'deal_duplicate_block',
            SQL(
                "SELECT block, lead_id, size, size <= most AS pairs FROM ("
                "   SELECT *, count(*) OVER (PARTITION BY block) AS size FROM ("
                "     SELECT hashtextextended(block, 0) AS block, lead_id,"
                "       CASE WHEN left(block, 2) IN ('f:', 'n:') THEN 0"
                "         WHEN left(block, 2) IN ('a:', 'b:', 'c:') THEN %s ELSE %s END AS most"
                "     FROM deal_duplicate_deal, unnest(string_to_array(blocks, ' ')) AS block"
                "   ) AS blocks) AS counted WHERE size > 1",
                MAX_NAME_BLOCK,
                MAX_BLOCK,
            ),
        )

    def _make_table(self, name, query):
        table = SQL.identifier(name)
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.%s", table))
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE %s AS %s", table, query))
        self.env.cr.execute(SQL("ANALYZE %s", table))

    def _get_end(self, position, count, end=None):
        """Return the last id of the next ``count`` deals, None if there are no more."""
        query = SQL(
            "SELECT max(lead_id) FROM (SELECT lead_id FROM deal_match_key WHERE lead_id > %s"
            " AND lead_id <= COALESCE(%s, lead_id) ORDER BY lead_id LIMIT %s) AS batch",
            position,
            end,
            count,
        )
        return self.env.execute_query(query)[0][0]

    def _make_candidate_table(self, after, upto, rules):
        """Make the table of pairs of a portion that share a block and pass the prefilter."""
        self._take_memory()
        self._make_table('deal_duplicate_pair', self._get_pair_query(after, upto))
        self._make_table('deal_duplicate_candidate', self._get_candidate_query(after, upto, rules))

    def _get_pair_query(self, after, upto):
        """Return a query of pairs that share a block, the later deal within a portion."""
        return SQL(
            "SELECT DISTINCT x.lead_id AS later, y.lead_id AS earlier"
            " FROM deal_duplicate_block x JOIN deal_duplicate_block y"
            "   ON x.block = y.block AND y.lead_id < x.lead_id"
            " WHERE x.pairs AND y.pairs AND x.lead_id > %(after)s AND x.lead_id <= %(upto)s"
            "   AND y.lead_id < %(upto)s",
            after=after,
            upto=upto,
        )

    def _get_candidate_query(self, after, upto, rules):
        """Return a query of the keys of both deals of pairs that may match by the rules."""
        keys = self.env['deal.match.key']
        one, other = SQL.identifier('a'), SQL.identifier('b')
        columns = (
            SQL("%s AS %s", column, SQL.identifier(f'{alias}_{name}'))
            for alias, table in (('a', one), ('b', other))
            for name, column in keys._get_columns(table).items()
        )
        return SQL(
            "SELECT pair.earlier, pair.later, %s FROM deal_duplicate_pair pair"
            " JOIN deal_duplicate_deal a ON a.lead_id = pair.earlier"
            " JOIN deal_duplicate_deal b ON b.lead_id = pair.later"
            # Implied by the pairs; limits what the joins read.
            " WHERE a.lead_id < %s AND b.lead_id > %s AND b.lead_id <= %s"
            "   AND (a.active OR b.active) AND (a.company_id IS NULL"
            "   OR b.company_id IS NULL OR a.company_id = b.company_id) AND %s",
            SQL(", ").join(columns),
            upto,
            after,
            upto,
            keys._get_prefilter(one, other, rules),
        )

    def _compare_batch(self, after, upto, rules):
        """Compare the candidates of a batch.

        :return: dictionary of (earlier, later) to matches above the threshold
        """
        # The pairs of a batch at once would take too much memory.
        self.env.cr.execute(
            SQL(
                "DECLARE deal_duplicate_candidates NO SCROLL CURSOR FOR"
                " SELECT * FROM deal_duplicate_candidate WHERE later > %s AND later <= %s",
                after,
                upto,
            )
        )
        fetch = SQL("FETCH %s FROM deal_duplicate_candidates", FETCHED)
        found = {}
        while rows := self.env.execute_query(fetch):
            found |= self._compare_rows(rows, rules)
        self.env.cr.execute(SQL("CLOSE deal_duplicate_candidates"))
        return found

    def _compare_rows(self, rows, rules):
        """Compare the pairs of some rows of the table of candidates."""
        read = self.env['deal.match.key']._read_record
        width = len(KEY_FIELDS)
        found = {}
        for earlier, later, *row in rows:
            one, other = read(row[:width]), read(row[width:])
            match = matching.compare(one, other, rules, shown_only=True)
            if match.score:
                found[earlier, later] = match
        return found

    def _forget_batch(self, after, upto, found):
        """Delete pairs of a batch that no longer match; dismissed ones stay."""
        query = SQL(
            "SELECT id, lead_id, other_id FROM deal_duplicate"
            " WHERE state = 'open' AND other_id > %s AND other_id <= %s",
            after,
            upto,
        )
        self._forget(query, found)

    def _forget(self, query, found):
        """Delete those pairs of a query that were not found."""
        rows = self.env.execute_query(query)
        gone = [row_id for row_id, *pair in rows if tuple(pair) not in found]
        if gone:
            self.env.cr.execute(SQL("DELETE FROM deal_duplicate WHERE id = ANY(%s)", gone))

    # What has changed

    def _get_changed_since(self, rules):
        """Return since when changed deals are compared, None for a full scan.

        After many changes, the overlap before the last scan is left out; after too many, all
        deals are scanned.
        """
        until = rules.scanned_until
        if not until:
            return None
        self.env.flush_all()
        query = SQL(
            "SELECT count(*), count(*) FILTER (WHERE write_date >= %s) FROM deal_match_key"
            " WHERE write_date >= %s",
            until,
            until - OVERLAP,
        )
        [(count, new)] = self.env.execute_query(query)
        if new > MAX_CHANGED:
            rules._remember_scan()
            return None
        return until if count > MAX_CHANGED else until - OVERLAP

    def _get_changed(self, since):
        """Return ids of deals to compare again since a moment.

        Their keys changed; or they have open pairs and were written, as a value that came later
        tells two deals of one client apart.
        """
        query = SQL(
            "SELECT lead_id FROM deal_match_key WHERE write_date >= %(since)s"
            " UNION SELECT l.id FROM deal_duplicate p"
            "   JOIN crm_lead l ON l.id IN (p.lead_id, p.other_id)"
            "   WHERE p.state = 'open' AND l.write_date >= %(since)s ORDER BY 1",
            since=since,
        )
        return [lead_id for (lead_id,) in self.env.execute_query(query)]

    def _scan_changed(self, ids):
        """Compare deals whose keys changed with all others.

        :return: whether the scan is complete
        """
        for start in range(0, len(ids), CHANGED_BATCH):
            self._scan_leads(ids[start : start + CHANGED_BATCH])
            left = max(len(ids) - start - CHANGED_BATCH, 0)
            if not self._commit_and_ask(left, more=MORE_SECONDS) and left:
                return False
        return True

    def _scan_leads(self, lead_ids):
        """Find the duplicates of some deals again."""
        found = {}
        for lead_id, matches in self.env['crm.lead'].browse(lead_ids)._find_matches().items():
            for other_id, match in matches.items():
                found[min(lead_id, other_id), max(lead_id, other_id)] = match
        query = SQL(
            "SELECT id, lead_id, other_id FROM deal_duplicate"
            " WHERE state = 'open' AND (lead_id = ANY(%s) OR other_id = ANY(%s))",
            lead_ids,
            lead_ids,
        )
        self._forget(query, found)
        self._store(found)
        self.env['deal.duplicate.group']._regroup(lead_ids)
