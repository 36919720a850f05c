"""How often words and blocks occur among the deals: what is rare tells more."""

from collections import Counter

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import matching

#: Words that fewer deals have weigh as much as those of one deal.
RARE = 5
#: A word is common that is in one of so many names, and in so many at least.
COMMON_SHARE, COMMON_COUNT = 500, 50
#: Blocks with more deals say too little to look at every pair: a switchboard.
MAX_BLOCK = 40


class DealMatchFrequency(models.Model):
    """Counted anew by each full scan; for the finder alone: users have no access."""

    _name = 'deal.match.frequency'
    _description = "Frequency of Match Keys"
    _rec_name = 'text'
    _log_access = False

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # company, person: words; block: blocks of many deals; common: words that tell little;
    # total: all deals.
    kind = fields.Char(required=True, readonly=True)
    text = fields.Char(required=True, readonly=True)
    count = fields.Integer(required=True, readonly=True)

    _unique_text = models.UniqueIndex('(kind, text)')

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _refresh(self):
        """Count anew, set-based, and let keys follow that are made of common words.

        :return: the words that became common, or no longer are
        """
        before = self.env['deal.match.key']._get_common_words()
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM deal_match_frequency"))
        if not self._count_words():
            self._learn_common_words()
        self._count_blocks()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        return before ^ self.env['deal.match.key']._get_common_words()

    @api.model
    def _get_weights(self, records):
        """How rare the words of some records are.

        :param records: iterable of :class:`sales_deals.tools.matching.Record`
        :return: dictionary of ``company_words``, ``person_words`` and ``shared``
        """
        texts = {
            text
            for record in records
            for text in (
                *record.company.split(),
                *record.person.split(),
                *(f'p:{phone}' for phone in record.phones),
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
        """The same for all records; some ten thousand words of a million deals."""
        query = SQL("SELECT kind, text, count FROM deal_match_frequency WHERE kind <> 'common'")
        return self._prepare_weights(self.env.execute_query(query))

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

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

    def _count_words(self):
        """:return: whether there were any keys to count"""
        for kind in ('company', 'person'):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO deal_match_frequency (kind, text, count)"
                    " SELECT %s, word, count(*) FROM ("
                    "   SELECT unnest(string_to_array(%s, ' ')) AS word FROM deal_match_key"
                    " ) AS words GROUP BY word HAVING count(*) >= %s",
                    kind,
                    SQL.identifier(kind),
                    RARE,
                )
            )
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
        """Which words are common, before there are keys: from a part of the deals."""
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

    def _count_blocks(self):
        self.env.cr.execute(
            SQL(
                "INSERT INTO deal_match_frequency (kind, text, count)"
                " SELECT 'block', block, count(*) FROM ("
                "   SELECT unnest(string_to_array(blocks, ' ')) AS block FROM deal_match_key"
                " ) AS blocks GROUP BY block HAVING count(*) > %s",
                MAX_BLOCK,
            )
        )
