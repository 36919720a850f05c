"""Match keys: normal forms of a deal's addresses, numbers and names."""

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ...tools import matching

#: Keys that are updated at a time, while nobody else can write these deals.
RENEWED = 2_000
#: Names that serve as a sample to find common words, before there are keys.
SAMPLE = 20_000
#: Deals sharing a block with some others that are compared, at most.
MAX_CANDIDATES = 5_000
#: Least trigram likeness of companies' names. Lower than the rules need: it is a cheap filter in
#: the database before the exact comparison.
LEAST_LIKENESS = 0.4
#: Parts of a key, a column each.
KEY_FIELDS = matching.Record._fields


class DealMatchKey(models.Model):
    """The match key of a deal; users have no access.

    Several addresses and numbers are joined by blanks, and so are the blocks of
    :func:`sales_deals.tools.matching.blocks`, by which the index finds candidates.
    """

    _name = 'deal.match.key'
    _description = "Match Keys of a Deal"
    _inherit = ['deal.derived']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    emails = fields.Char(readonly=True)
    phones = fields.Char(readonly=True)
    host = fields.Char(readonly=True)
    tax_id = fields.Char(readonly=True)
    company = fields.Char(readonly=True)
    person = fields.Char(readonly=True)
    city = fields.Char(readonly=True)
    contact = fields.Char(readonly=True)
    customer = fields.Char(readonly=True)
    blocks = fields.Char(readonly=True)

    # Without fastupdate: each search would read the list of pending entries.
    _blocks_index = models.Index("USING gin (string_to_array(blocks, ' ')) WITH (fastupdate = off)")
    _write_date_index = models.Index('(write_date)')

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_source_fields(self):
        """Return the fields of a deal that its keys are made of.

        Extend together with :meth:`crm.lead._prepare_match_record`.
        """
        return [
            'email_from',
            'phone',
            'website',
            'partner_name',
            'contact_name',
            'city',
            'country_id',
            'company_id',
            'partner_id',
            'partner_id.vat',
            'partner_id.is_company',
            'partner_id.commercial_partner_id',
        ]

    @api.model
    def _get_parts(self):
        return {'deal_match_key_ids': self._get_text_columns()}

    @api.model
    def _prepare_rows(self, leads, names):
        common = self._get_common_words()
        return [self._prepare_keys(lead._prepare_match_record(), common) for lead in leads]

    @api.model
    def _prepare_keys(self, record, common):
        """Return the values of the columns for a record.

        :param record: a :class:`sales_deals.tools.matching.Record`
        :param common: common words of companies' names
        """
        joined = {
            name: ' '.join(value) if isinstance(value, tuple) else value
            for name, value in record._asdict().items()
        }
        joined['blocks'] = self._join_blocks(record, common)
        return {name: value or False for name, value in joined.items()}

    @api.model
    def _read_record(self, row):
        """Return the record of a row: the inverse of :meth:`_prepare_keys`.

        :param row: values of :meth:`_get_columns`
        """
        emails, phones, *others = row
        return matching.Record(tuple(emails.split()), tuple(phones.split()), *others)

    @api.model
    def _get_subjects(self, leads):
        """Return the records that deals are compared by.

        They are read from the keys; for deals without keys, such as those being typed, they are
        made on the fly. Merged and won deals are left out.

        :return: dictionary of deals to :class:`sales_deals.tools.matching.Record`
        """
        self.flush_model()
        query = SQL(
            "SELECT lead_id, %s FROM deal_match_key WHERE lead_id = ANY(%s)",
            SQL(", ").join(self._get_columns(SQL.identifier('deal_match_key')).values()),
            leads.ids,
        )
        stored = {row[0]: self._read_record(row[1:]) for row in self.env.execute_query(query)}
        return {
            lead: stored.get(lead.id) or lead._prepare_match_record()
            for lead in leads
            if not lead.deal_merged_into_id and lead.won_status != 'won'
        }

    @api.model
    def _get_blocks(self, lead, record):
        """Return the blocks by which candidates are searched; if it is being typed, names too."""
        blocks = matching.blocks(record, self._get_common_words())
        return blocks if lead._origin else [*blocks, *matching.name_blocks(record)]

    @api.model
    def _get_candidates(self, subjects, rules):
        """Find candidates by the index: deals that share a block and pass the prefilter.

        :param dict subjects: see :meth:`_get_subjects`
        :param rules: the loosest :class:`sales_deals.tools.matching.Rules` they are compared by
        :return: dictionary of deals to lists of (id, record, id of the company, whether active)
        """
        leads = list(subjects)
        self.env['crm.lead'].flush_model(
            ['active', 'company_id', 'deal_merged_into_id', 'won_status']
        )
        query = SQL(
            "WITH s AS MATERIALIZED (SELECT s.*, %s FROM (%s) AS s)"
            " SELECT s.place, k.lead_id, %s, l.company_id, l.active"
            " FROM s JOIN (SELECT k.*, %s FROM deal_match_key k) k"
            "   ON string_to_array(k.blocks, ' ') && s.blocks"
            " JOIN crm_lead l ON l.id = k.lead_id WHERE %s AND %s LIMIT %s",
            self._get_filter_columns(SQL.identifier('s')),
            self._get_subject_rows(subjects),
            SQL(", ").join(self._get_columns(SQL.identifier('k')).values()),
            self._get_filter_columns(SQL.identifier('k')),
            self._get_scope(SQL.identifier('l')),
            self._get_prefilter(SQL.identifier('s'), SQL.identifier('k'), rules),
            MAX_CANDIDATES,
        )
        found = {lead: [] for lead in leads}
        for place, lead_id, *row, company_id, active in self.env.execute_query(query):
            found[leads[place]].append((lead_id, self._read_record(row), company_id, active))
        return found

    @api.model
    def _get_subject_rows(self, subjects):
        """Return a query of the prefilter's columns, and of blocks that are not too frequent."""
        rows = [
            (
                place,
                ' '.join(self._get_blocks(lead, record)),
                ' '.join(record.emails) or None,
                ' '.join(record.phones) or None,
                record.company or None,
                record.person or None,
            )
            for place, (lead, record) in enumerate(subjects.items())
        ]
        columns = map(list, zip(*rows, strict=True)) if rows else ([],) * 6
        return SQL(
            "SELECT place, emails, phones, company, person, ARRAY("
            "   SELECT block FROM unnest(string_to_array(blocks, ' ')) AS block WHERE NOT EXISTS ("
            "     SELECT 1 FROM deal_match_frequency WHERE kind = 'block' AND text = block)"
            " ) AS blocks"
            " FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"
            "   AS given(place, blocks, emails, phones, company, person)",
            *columns,
        )

    @api.model
    def _get_scope(self, lead):
        """Return the condition for deals that can be duplicates: neither merged nor won.

        :param lead: alias of the table of deals
        """
        return SQL("%(l)s.deal_merged_into_id IS NULL AND %(l)s.won_status <> 'won'", l=lead)

    @api.model
    def _get_columns(self, table):
        """Return the columns that :meth:`_read_record` reads, by name."""
        return {n: SQL("COALESCE(%s.%s, '')", table, SQL.identifier(n)) for n in KEY_FIELDS}

    @api.model
    def _get_filter_columns(self, table):
        """Return the columns that only the prefilter reads.

        They are the ends of phone numbers, and the first and last letters of a person's two names:
        their order does not matter, and they are NULL for more or fewer than two names.

        :param table: alias of a table with the columns of phones and of the person
        """
        ends = SQL(
            r"string_to_array(regexp_replace(%s.phones, '\+?\d*(\d{%s})(?= |$)', '\1', 'g'), ' ')"
            " AS phone_ends",
            table,
            matching.PHONE_END,
        )
        columns = (
            SQL(
                "CASE WHEN %(name)s LIKE '%% %%' AND %(name)s NOT LIKE '%% %% %%' THEN"
                "   least(%(end)s(split_part(%(name)s, ' ', 1), 1),"
                "     %(end)s(split_part(%(name)s, ' ', 2), 1)) ||"
                "   greatest(%(end)s(split_part(%(name)s, ' ', 1), 1),"
                "     %(end)s(split_part(%(name)s, ' ', 2), 1)) END AS %(column)s",
                name=SQL("%s.person", table),
                end=SQL(end),
                column=SQL.identifier(column),
            )
            for end, column in (('left', 'firsts'), ('right', 'lasts'))
        )
        return SQL(", ").join((ends, *columns))

    @api.model
    def _get_prefilter(self, one, other, rules):
        """Return a condition that any pair matching by the rules satisfies.

        The cheapest conditions come first, as they are evaluated for millions of pairs.

        :param one: alias of a table with the columns of keys and :meth:`_get_filter_columns`
        :param other: another one
        """
        names = {'a': one, 'b': other, 'least': LEAST_LIKENESS}
        same_address = SQL(
            "string_to_array(%(a)s.emails, ' ') && string_to_array(%(b)s.emails, ' ')", **names
        )
        persons = SQL(
            # A single typing error leaves either the first letters or the last ones unchanged.
            "(COALESCE(%(a)s.firsts = %(b)s.firsts OR %(a)s.lasts = %(b)s.lasts, TRUE)"
            " OR %(same)s)",
            **names,
            same=same_address,
        )
        companies = SQL(
            "(COALESCE(%(a)s.company = %(b)s.company, TRUE)"
            " OR similarity(%(a)s.company, %(b)s.company) >= %(least)s OR %(same)s"
            " OR %(a)s.phone_ends && %(b)s.phone_ends)",
            **names,
            same=same_address,
        )
        asked = [persons] if matching.persons_decide(rules) else []
        asked += [companies] if self.env.registry.has_trigram else []
        return SQL(" AND ").join(asked) if asked else SQL("TRUE")

    @api.model
    def _renew_stale(self):
        """Rebuild blocks of companies with words whose frequency class changed.

        Each batch is committed, so that deals are not locked for long.
        """
        frequency = self.env['deal.match.frequency']
        stale = frequency.search([('kind', '=', 'stale')])
        query = SQL(
            "SELECT id FROM deal_match_key WHERE string_to_array(company, ' ') && %s",
            stale.mapped('text'),
        )
        ids = [key_id for (key_id,) in self.env.execute_query(query)] if stale else []
        for batch in tools.split_every(RENEWED, ids, list):
            self._renew_blocks(batch)
            self.env['ir.cron']._commit_progress(remaining=1)
        stale.unlink()

    @api.model
    def _renew_blocks(self, ids):
        """Rebuild blocks from stored keys: nothing else depends on common words."""
        common = self._get_common_words()
        query = SQL(
            "SELECT id, blocks, %s FROM deal_match_key WHERE id = ANY(%s)",
            SQL(", ").join(self._get_columns(SQL.identifier('deal_match_key')).values()),
            ids,
        )
        found = [
            (key_id, was, self._join_blocks(self._read_record(row), common))
            for key_id, was, *row in self.env.execute_query(query)
        ]
        changed = [(key_id, blocks) for key_id, was, blocks in found if blocks != was]
        self.env.cr.execute(
            SQL(
                "UPDATE deal_match_key k SET blocks = new.blocks"
                " FROM unnest(%s::int[], %s::text[]) AS new(id, blocks) WHERE k.id = new.id",
                [key_id for key_id, _blocks in changed],
                [blocks for _key_id, blocks in changed],
            )
        )
        self.invalidate_model(['blocks'])

    @api.model
    def _join_blocks(self, record, common):
        """Return the blocks of a record as the column holds them."""
        return ' '.join([*matching.blocks(record, common), *matching.name_blocks(record)])

    @api.model
    @tools.ormcache()
    def _get_common_words(self):
        """Return common words of companies' names, such as trades and places.

        :return: frozenset of folded words
        """
        frequency = self.env['deal.match.frequency'].sudo()
        return frozenset(frequency.search([('kind', '=', 'common')]).mapped('text'))

    @api.model
    def _sample_company_names(self):
        """Return folded company names of a sample of deals."""
        query = SQL(
            "SELECT partner_name FROM crm_lead WHERE partner_name IS NOT NULL"
            " ORDER BY id DESC LIMIT %s",
            SAMPLE,
        )
        return [matching.fold_company(name) for (name,) in self.env.execute_query(query)]
