"""Frequencies of words and blocks among the deals: rare ones weigh more."""

from collections import Counter

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import matching

#: Words of fewer deals are not counted; they weigh as much as a word of one deal.
RARE = 5
#: A word is common if one in COMMON_SHARE names has it, and COMMON_COUNT names at least.
COMMON_SHARE, COMMON_COUNT = 500, 50
#: Kinds that are kept when words are counted again.
KEPT = ('block', 'stale')
#: Blocks with more deals say too little to compare each pair, such as a switchboard.
MAX_BLOCK = 40


class DealMatchFrequency(models.Model):
    """Frequency of a word or block, counted by each full scan; users have no access."""

    _name = 'deal.match.frequency'
    _description = "Frequency of Match Keys"
    _inherit = ['deal.record']
    _rec_name = 'text'
    _log_access = False

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # company, person: words; block: blocks of many deals; common: frequent words of companies;
    # stale: words that became or ceased to be common since keys were made; total: all deals.
    kind = fields.Char(required=True, readonly=True)
    text = fields.Char(required=True, readonly=True)
    count = fields.Integer(required=True, readonly=True)

    _unique_text = models.UniqueIndex('(kind, text)')

    @api.model
    def _refresh_words(self):
        """Count words again, by SQL; blocks are made of those that are not common.

        Words that became or ceased to be common are kept as stale until
        :meth:`deal.match.key._renew_stale` has updated the blocks of their companies.
        """
        before = self.env['deal.match.key']._get_common_words()
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM deal_match_frequency WHERE kind NOT IN %s", KEPT))
        if not self._count_words():
            self._learn_common_words()
        self._forget_counts()
        self._remember_stale(before ^ self.env['deal.match.key']._get_common_words())

    @api.model
    def _refresh_blocks(self, counted):
        """Store the blocks of too many deals to compare each pair.

        :param counted: query of these blocks: hash of the block, number of deals, id of one of them
        """
        self.env.cr.execute(SQL("DELETE FROM deal_match_frequency WHERE kind = 'block'"))
        self.env.cr.execute(
            SQL(
                "INSERT INTO deal_match_frequency (kind, text, count)"
                " SELECT DISTINCT 'block', text, size FROM (%s) AS counted (hash, size, lead_id)"
                " JOIN deal_match_key k ON k.lead_id = counted.lead_id,"
                " unnest(string_to_array(k.blocks, ' ')) AS text"
                " WHERE hashtextextended(text, 0) = hash",
                counted,
            )
        )
        self._forget_counts()

    @api.model
    def _get_weights(self, records):
        """Return the weights of the words of some records.

        :param records: iterable of :class:`sales_deals.tools.matching.Record`
        :return: dictionary of ``company_words``, ``person_words`` and ``shared``
        """
        texts = {
            text
            for record in records
            for text in (
                *record.company.split(),
                *record.person.split(),
                *(f'p:{matching.phone_end(phone)}' for phone in record.phones),
                *(f'm:{address}' for address in record.emails),
            )
        }
        query = SQL(
            "SELECT kind, text, count FROM deal_match_frequency"
            " WHERE kind IN ('company', 'person', 'block') AND text = ANY(%s) OR kind = 'total'",
            list(texts),
        )
        return self._prepare_weights(self.env.execute_query(query))

    @api.model
    def _get_all_weights(self):
        """Return the weights of all words: some ten thousand of a million deals."""
        query = SQL(
            "SELECT kind, text, count FROM deal_match_frequency"
            " WHERE kind NOT IN ('common', 'stale')"
            " AND (kind <> 'block' OR left(text, 2) IN ('m:', 'p:'))"
        )
        return self._prepare_weights(self.env.execute_query(query))

    def _prepare_weights(self, rows):
        counts = {kind: {} for kind in ('company', 'person', 'block', 'total')}
        for kind, text, count in rows:
            counts[kind][text] = count
        total = counts['total'].get('', 0)
        return {
            'company_words': matching.word_weights(counts['company'], total),
            'person_words': matching.word_weights(counts['person'], total),
            'shared': frozenset(
                text.partition(':')[2] for text in counts['block'] if text[:2] in ('m:', 'p:')
            ),
        }

    def _remember_stale(self, words):
        query = SQL(
            "INSERT INTO deal_match_frequency (kind, text, count)"
            " SELECT 'stale', unnest(%s::text[]), 0 ON CONFLICT (kind, text) DO NOTHING",
            list(words),
        )
        self.env.cr.execute(query)

    def _count_words(self):
        """Count words and deals; return whether there are any keys."""
        for kind in ('company', 'person'):
            self._count_words_of(kind)
        self.env.cr.execute(
            SQL(
                "INSERT INTO deal_match_frequency (kind, text, count)"
                " SELECT 'total', '', count(*) FROM deal_match_key RETURNING count"
            )
        )
        [total] = self.env.cr.fetchone()
        self.env.cr.execute(
            SQL(
                "INSERT INTO deal_match_frequency (kind, text, count)"
                " SELECT 'common', text, count FROM deal_match_frequency"
                " WHERE kind = 'company' AND count >= %s",
                max(COMMON_COUNT, total // COMMON_SHARE),
            )
        )
        return bool(total)

    def _learn_common_words(self):
        """Find common words from a sample of deals, before there are keys."""
        names = self.env['deal.match.key']._sample_company_names()
        counts = Counter(word for name in names for word in set(name.split()))
        needed = max(COMMON_COUNT, len(names) // COMMON_SHARE)
        self.create(
            [
                {'kind': 'common', 'text': word, 'count': count}
                for word, count in counts.items()
                if count >= needed
            ]
        )

    def _count_words_of(self, kind):
        """Count the words of one kind.

        Counting is a query of its own, which several processes may run; only one may insert.
        """
        query = SQL(
            "SELECT word, count(*) FROM ("
            "   SELECT unnest(string_to_array(%s, ' ')) AS word FROM deal_match_key"
            " ) AS words GROUP BY word HAVING count(*) >= %s",
            SQL.identifier(kind),
            RARE,
        )
        columns = map(list, zip(*self.env.execute_query(query), strict=True))
        words, counts = tuple(columns) or ([], [])
        self.env.cr.execute(
            SQL(
                "INSERT INTO deal_match_frequency (kind, text, count)"
                " SELECT %s, * FROM unnest(%s::text[], %s::int[])",
                kind,
                words,
                counts,
            )
        )

    def _forget_counts(self):
        self.env.invalidate_all()
        self.env.registry.clear_cache()
