"""The search for duplicates among all deals: a full one first, then what has changed."""

import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import matching
from .deal_match_frequency import MAX_BLOCK
from .deal_match_key import KEY_FIELDS

_logger = logging.getLogger(__name__)

#: Deals that a full scan takes at a time; each batch is kept when the next one is stopped.
BATCH = 50_000
#: Changed deals that are looked at at a time.
CHANGED_BATCH = 500
#: Names of companies that are less alike are no slips of the pen. Far below what the rules ask
#: for: comparing in the database is cheaper than here.
LEAST_LIKENESS = 0.3


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
        changed_words = self.env['deal.match.frequency']._refresh()
        self.env['deal.match.key']._renew(changed_words)
        self.env['ir.cron']._commit_progress(remaining=1)
        weighed = rules._prepare_rules() | self.env['deal.match.frequency']._get_all_weights()
        rules_now = matching.RULES._replace(**weighed)
        self._make_block_table()
        position = rules.scan_position
        while upto := self._get_batch_end(position):
            found = self._compare_rows(self._read_pairs_of_batch(position, upto), rules_now)
            self._forget_batch(position, upto, found)
            self._store(found)
            position = upto
            rules._remember_scan(position)
            if not self.env['ir.cron']._commit_progress(1, remaining=1):
                return False
        self.env['deal.duplicate.group']._regroup()
        return True

    def _make_block_table(self):
        """The blocks of all deals that can be duplicates, as numbers; those of one deal or of
        too many are left out."""
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS deal_duplicate_block"))
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE deal_duplicate_block AS"
                " SELECT block, lead_id FROM ("
                "   SELECT block, lead_id, count(*) OVER (PARTITION BY block) AS size FROM ("
                "     SELECT hashtextextended(block, 0) AS block, k.lead_id"
                "     FROM deal_match_key k JOIN crm_lead l ON l.id = k.lead_id,"
                "       unnest(string_to_array(k.blocks, ' ')) AS block"
                "     WHERE left(block, 2) NOT IN ('f:', 'n:') AND %s) AS blocks"
                " ) AS counted WHERE size BETWEEN 2 AND %s",
                self._get_scope(SQL.identifier('l')),
                MAX_BLOCK,
            )
        )
        self.env.cr.execute(SQL("ANALYZE deal_duplicate_block"))

    def _get_scope(self, alias):
        """Condition for deals that are compared: neither merged nor won."""
        return SQL("%(l)s.merged_into_id IS NULL AND %(l)s.won_status <> 'won'", l=alias)

    def _get_batch_end(self, position):
        query = SQL(
            "SELECT max(lead_id) FROM (SELECT lead_id FROM deal_match_key WHERE lead_id > %s"
            " ORDER BY lead_id LIMIT %s) AS batch",
            position,
            BATCH,
        )
        return self.env.execute_query(query)[0][0]

    def _read_pairs_of_batch(self, after, upto):
        """Pairs that share a block and may be alike: the keys of the earlier and the later."""
        pairs = SQL(
            "SELECT DISTINCT x.lead_id AS later, y.lead_id AS earlier"
            " FROM deal_duplicate_block x JOIN deal_duplicate_block y"
            "   ON x.block = y.block AND y.lead_id < x.lead_id"
            " WHERE x.lead_id > %s AND x.lead_id <= %s",
            after,
            upto,
        )
        return self._read_pairs(pairs, self._get_prefilter())

    def _get_prefilter(self):
        """What any two have in common that the rules could hold for one."""
        if not self.env.registry.has_trigram:
            return SQL("TRUE")
        return SQL(
            "(a.company IS NULL OR b.company IS NULL"
            " OR similarity(a.company, b.company) >= %s"
            " OR string_to_array(a.emails, ' ') && string_to_array(b.emails, ' ')"
            " OR string_to_array(a.phones, ' ') && string_to_array(b.phones, ' '))",
            LEAST_LIKENESS,
        )

    def _read_pairs(self, pairs, condition):
        columns = [
            SQL.identifier(alias, name) for alias in 'ab' for name in ('lead_id', *KEY_FIELDS)
        ]
        return self.env.execute_query(
            SQL(
                "WITH pair AS (%s) SELECT %s FROM pair"
                " JOIN deal_match_key a ON a.lead_id = pair.earlier"
                " JOIN deal_match_key b ON b.lead_id = pair.later"
                " JOIN crm_lead la ON la.id = pair.earlier JOIN crm_lead lb ON lb.id = pair.later"
                " WHERE (la.active OR lb.active) AND (la.company_id IS NULL"
                " OR lb.company_id IS NULL OR la.company_id = lb.company_id) AND %s",
                pairs,
                SQL(", ").join(columns),
                condition,
            )
        )

    def _compare_rows(self, rows, rules):
        """:return: dictionary of (earlier, later) to the match, of those that are shown"""
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
