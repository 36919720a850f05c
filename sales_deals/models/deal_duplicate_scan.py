"""The search for duplicates among all deals: a full one first, then what has changed."""

import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import matching
from .deal_match_frequency import MAX_BLOCK
from .deal_match_key import KEY_FIELDS

_logger = logging.getLogger(__name__)

#: Deals that a full scan takes at a time; each batch is kept when the next one is stopped.
BATCH = 200_000
#: Changed deals that are looked at at a time.
CHANGED_BATCH = 500
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
        since = rules._begin_scan()
        begin = fields.Datetime.now()
        done = self._scan_all(rules) if since is None else self._scan_changed(since)
        if done:
            rules._remember_scan(until=begin)
            self.env['ir.cron']._commit_progress(remaining=0)
        return done

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _was_scanned_today(self):
        """Deals get their keys when they are made; other ways are looked after once a day."""
        until = self.env['deal.match.rules']._get_used().scanned_until
        return bool(until) and until.date() == fields.Date.today()

    def _fill_keys(self):
        """:return: whether all deals have keys"""
        keys = self.env['deal.match.key']
        if not keys.search_count([], limit=1):
            self.env['deal.match.frequency']._refresh()
        position = None
        while position := keys._fill(position):
            if not self.env['ir.cron']._commit_progress(1, remaining=1):
                return False
        return True

    # Full scan

    def _scan_all(self, rules):
        """Compare each deal with all before it, batch by batch.

        :return: whether it came to its end
        """
        self._take_memory()
        changed_words = self.env['deal.match.frequency']._refresh()
        self.env['deal.match.key']._renew(changed_words)
        self.env['ir.cron']._commit_progress(remaining=1)
        weighed = rules._prepare_rules() | self.env['deal.match.frequency']._get_all_weights()
        rules_now = matching.RULES._replace(**weighed)
        self._make_tables()
        position = rules.scan_position
        while upto := self._get_batch_end(position):
            found = self._compare_batch(position, upto, rules_now)
            self._forget_batch(position, upto, found)
            self._store(found)
            position = upto
            rules._remember_scan(position)
            if not self.env['ir.cron']._commit_progress(1, remaining=1):
                return False
        self.env['deal.duplicate.group']._regroup()
        return True

    def _take_memory(self):
        """For sorting millions of blocks, until the end of the transaction."""
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", MEMORY))

    def _make_tables(self):
        """Copies of what the scan asks for: of the deals themselves it would read all columns."""
        self._take_memory()
        self._make_deal_table()
        self._make_block_table()

    def _make_deal_table(self):
        """The keys of all deals that can be duplicates, with what else decides about them."""
        self._make_table(
            'deal_duplicate_deal',
            SQL(
                "SELECT k.lead_id, %s, k.blocks, l.company_id, l.active"
                " FROM deal_match_key k JOIN crm_lead l ON l.id = k.lead_id WHERE %s",
                SQL(", ").join(SQL.identifier('k', name) for name in KEY_FIELDS),
                self.env['deal.match.key']._get_scope(SQL.identifier('l')),
            ),
        )

    def _make_block_table(self):
        """Their blocks as numbers; those of one deal or of too many are left out."""
        self._make_table(
            'deal_duplicate_block',
            SQL(
                "SELECT block, lead_id FROM ("
                "   SELECT block, lead_id, count(*) OVER (PARTITION BY block) AS size FROM ("
                "     SELECT hashtextextended(block, 0) AS block, lead_id"
                "     FROM deal_duplicate_deal, unnest(string_to_array(blocks, ' ')) AS block"
                "     WHERE left(block, 2) NOT IN ('f:', 'n:')) AS blocks"
                " ) AS counted WHERE size BETWEEN 2 AND %s",
                MAX_BLOCK,
            ),
        )

    def _make_table(self, name, query):
        table = SQL.identifier(name)
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.%s", table))
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE %s AS %s", table, query))
        self.env.cr.execute(SQL("ANALYZE %s", table))

    def _get_batch_end(self, position):
        query = SQL(
            "SELECT max(lead_id) FROM (SELECT lead_id FROM deal_match_key WHERE lead_id > %s"
            " ORDER BY lead_id LIMIT %s) AS batch",
            position,
            BATCH,
        )
        return self.env.execute_query(query)[0][0]

    def _compare_batch(self, after, upto, rules):
        """Compare pairs that share a block and may be alike.

        :return: dictionary of (earlier, later) to the match, of those that are shown
        """
        self._take_memory()
        self.env.cr.execute(self._get_pair_query(after, upto))
        found = {}
        # A part at a time: the pairs of a batch would take much memory.
        while rows := self.env.cr.fetchmany(FETCHED):
            found |= self._compare_rows(rows, rules)
        return found

    def _get_pair_query(self, after, upto):
        columns = [
            SQL.identifier(alias, name) for alias in 'ab' for name in ('lead_id', *KEY_FIELDS)
        ]
        return SQL(
            "WITH pair AS (SELECT DISTINCT x.lead_id AS later, y.lead_id AS earlier"
            "   FROM deal_duplicate_block x JOIN deal_duplicate_block y"
            "     ON x.block = y.block AND y.lead_id < x.lead_id"
            "   WHERE x.lead_id > %s AND x.lead_id <= %s)"
            " SELECT %s FROM pair JOIN deal_duplicate_deal a ON a.lead_id = pair.earlier"
            " JOIN deal_duplicate_deal b ON b.lead_id = pair.later"
            " WHERE (a.active OR b.active) AND (a.company_id IS NULL"
            "   OR b.company_id IS NULL OR a.company_id = b.company_id) AND %s",
            after,
            upto,
            SQL(", ").join(columns),
            self.env['deal.match.key']._get_prefilter(SQL.identifier('a'), SQL.identifier('b')),
        )

    def _compare_rows(self, rows, rules):
        read = self.env['deal.match.key']._read_record
        width = len(KEY_FIELDS) + 1
        found = {}
        for row in rows:
            one, other = read(row[1:width]), read(row[width + 1 :])
            match = matching.compare(one, other, rules, shown_only=True)
            if match.score:
                found[row[0], row[width]] = match
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

    def _scan_changed(self, since):
        """Compare deals whose keys changed with all others.

        :return: whether it came to its end
        """
        self.env.flush_all()
        query = SQL(
            "SELECT lead_id FROM deal_match_key WHERE write_date >= %s ORDER BY lead_id", since
        )
        ids = [lead_id for (lead_id,) in self.env.execute_query(query)]
        for start in range(0, len(ids), CHANGED_BATCH):
            self._scan_leads(ids[start : start + CHANGED_BATCH])
            left = max(len(ids) - start - CHANGED_BATCH, 0)
            if not self.env['ir.cron']._commit_progress(1, remaining=left):
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
