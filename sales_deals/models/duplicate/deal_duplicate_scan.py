"""The search for duplicates among all deals: a full one first, then what has changed."""

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

#: Deals that a full scan takes at a time; each batch is kept when the next one is stopped, and
#: nobody who merges or deletes one of its deals waits longer than it takes to store its pairs.
BATCH = 50_000
#: Batches whose pairs are looked for at once: for each such portion, all blocks are read.
PORTION = 5
#: Odoo asks a job after ten seconds whether there is more to do. Getting ready for a full scan of a
#: million deals takes twice as long: so many seconds more are taken. Two minutes are all that a
#: server gives its jobs together before it starts itself anew.
MORE_SECONDS = 40
#: Changed deals that are looked at at a time; of more, all deals are scanned: that can go on where
#: it was stopped.
CHANGED_BATCH, MAX_CHANGED = 500, 20_000
#: What was written in a transaction that ended after the last scan has an older date.
OVERLAP = timedelta(hours=1)
#: What the database may take for each of the sorts and joins of a full scan.
MEMORY = '64MB'
#: Pairs that are compared at a time.
FETCHED = 5_000


class DealDuplicate(models.Model):
    _inherit = 'deal.duplicate'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _cron_scan(self):
        """Make keys that are missing, look for duplicates, merge what companies want merged.

        Does a part at a time and goes on where it was stopped.
        """
        if not self._has_time():
            # Odoo calls again in the same job; the next job goes on.
            self.env['ir.cron']._commit_progress(remaining=1)
            return
        if (self._was_scanned_today() or self._fill_keys()) and self._scan():
            self.env['deal.duplicate.group']._refresh_all()
            self.env['deal.duplicate.group']._merge_certain()

    @api.model
    def _scan(self):
        """Look for duplicates among all deals, or those changed since the last time.

        :return: whether it came to its end
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

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _has_time(self, more=0):
        """Whether this job may go on, or somebody has called who is none.

        :param more: seconds that it may take more than others
        """
        end = self.env.context.get('cron_end_time')
        return end is None or time.monotonic() < end + more

    def _keep(self, left=1, more=0):
        """Keep what was done.

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
        """Once other jobs had their turn; Odoo by itself would wait for a minute."""
        job = self.env.ref('sales_deals.ir_cron_deal_duplicate', raise_if_not_found=False)
        if job:
            job._trigger()

    def _was_scanned_today(self):
        """Deals get their keys when they are made; other ways are looked after once a day."""
        until = self.env['deal.match.rules']._get_used().scanned_until
        return bool(until) and until.date() == fields.Date.today()

    def _fill_keys(self):
        """:return: whether all deals have keys"""
        keys = self.env['deal.match.key']
        if not keys.search_count([], limit=1):
            self.env['deal.match.frequency']._refresh_words()
        # Where an earlier job was stopped.
        newest = keys._get_newest_missing()
        position = newest and newest + 1
        while position and (position := keys._fill(position)):
            if not self._keep():
                return False
        return True

    # Full scan

    def _scan_all(self, rules):
        """Compare each deal with all before it, batch by batch.

        :return: whether it came to its end
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
        """The same with deals whose candidates are known; each batch of them is kept.

        :return: whether there is time for more
        """
        groups = self.env['deal.duplicate.group']
        while upto := self._get_end(position, BATCH, end):
            found = self._compare_batch(position, upto, rules_now)
            self._forget_batch(position, upto, found)
            self._store(found, groups._make_for(found))
            position = upto
            rules._remember_scan(position)
            if not self._keep(more=MORE_SECONDS):
                return False
        return True

    def _take_memory(self):
        """For sorting millions of blocks, until the end of the transaction."""
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", MEMORY))

    def _make_tables(self):
        """Copies of what the scan asks for: of the deals themselves it would read all columns.

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
        """The keys of all deals that can be duplicates, with what else decides about them."""
        self._make_table(
            'deal_duplicate_deal',
            SQL(
                "SELECT k.lead_id, %s, %s, k.blocks, l.company_id, l.active"
                " FROM deal_match_key k JOIN crm_lead l ON l.id = k.lead_id WHERE %s",
                SQL(", ").join(SQL.identifier('k', name) for name in KEY_FIELDS),
                self.env['deal.match.key']._get_initials(SQL.identifier('k')),
                self.env['deal.match.key']._get_scope(SQL.identifier('l')),
            ),
        )

    def _make_block_table(self):
        """Their blocks as numbers, with the number of deals; without those of one deal.

        Pairs are looked for by those of neither too many deals nor a name alone.
        """
        self._make_table(
            'deal_duplicate_block',
            SQL(
                "SELECT block, lead_id, size, size <= %s AND NOT is_name AS pairs FROM ("
                "   SELECT *, count(*) OVER (PARTITION BY block) AS size FROM ("
                "     SELECT hashtextextended(block, 0) AS block, lead_id,"
                "       left(block, 2) IN ('f:', 'n:') AS is_name"
                "     FROM deal_duplicate_deal, unnest(string_to_array(blocks, ' ')) AS block"
                "   ) AS blocks) AS counted WHERE size > 1",
                MAX_BLOCK,
            ),
        )

    def _make_table(self, name, query):
        table = SQL.identifier(name)
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.%s", table))
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE %s AS %s", table, query))
        self.env.cr.execute(SQL("ANALYZE %s", table))

    def _get_end(self, position, count, end=None):
        """The last of so many deals after a position; None after the last of all, or the end."""
        query = SQL(
            "SELECT max(lead_id) FROM (SELECT lead_id FROM deal_match_key WHERE lead_id > %s"
            " AND lead_id <= COALESCE(%s, lead_id) ORDER BY lead_id LIMIT %s) AS batch",
            position,
            end,
            count,
        )
        return self.env.execute_query(query)[0][0]

    def _make_candidate_table(self, after, upto, rules):
        """Pairs of a portion that share a block and may be alike: some for each deal, of the
        million squared."""
        self._take_memory()
        self._make_table('deal_duplicate_pair', self._get_pair_query(after, upto))
        self._make_table('deal_duplicate_candidate', self._get_candidate_query(after, upto, rules))

    def _get_pair_query(self, after, upto):
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
            # As the pairs are, so that the joins read no more than that.
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

        :return: dictionary of (earlier, later) to the match, of those that are shown
        """
        self.env.cr.execute(
            SQL(
                "SELECT * FROM deal_duplicate_candidate WHERE later > %s AND later <= %s",
                after,
                upto,
            )
        )
        found = {}
        # A part at a time: the pairs of a batch would take much memory.
        while rows := self.env.cr.fetchmany(FETCHED):
            found |= self._compare_rows(rows, rules)
        return found

    def _compare_rows(self, rows, rules):
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
        """Forget what is no longer held for duplicates; what users decided stays."""
        query = SQL(
            "SELECT id, lead_id, other_id FROM deal_duplicate"
            " WHERE state = 'open' AND other_id > %s AND other_id <= %s",
            after,
            upto,
        )
        self._forget(query, found)

    def _forget(self, query, found):
        rows = self.env.execute_query(query)
        gone = [row_id for row_id, *pair in rows if tuple(pair) not in found]
        if gone:
            self.env.cr.execute(SQL("DELETE FROM deal_duplicate WHERE id = ANY(%s)", gone))

    # What has changed

    def _get_changed_since(self, rules):
        """Since when changes are looked at: after many at once, what was there at the last scan is
        left out, and after too many, all deals are scanned.

        :return: moment; None for all deals
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
        """:return: list of ids of the deals whose keys changed"""
        query = SQL(
            "SELECT lead_id FROM deal_match_key WHERE write_date >= %s ORDER BY lead_id", since
        )
        return [lead_id for (lead_id,) in self.env.execute_query(query)]

    def _scan_changed(self, ids):
        """Compare deals whose keys changed with all others.

        :return: whether it came to its end
        """
        for start in range(0, len(ids), CHANGED_BATCH):
            self._scan_leads(ids[start : start + CHANGED_BATCH])
            left = max(len(ids) - start - CHANGED_BATCH, 0)
            if not self._keep(left, more=MORE_SECONDS) and left:
                return False
        return True

    def _scan_leads(self, lead_ids):
        """Look for duplicates of some deals anew."""
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
