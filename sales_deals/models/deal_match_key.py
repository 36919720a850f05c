"""What a deal is compared by: normal forms of addresses, numbers and names, kept up to date."""

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..tools import matching

#: Deals whose keys are made at once.
BATCH = 2000
#: Names that are looked at to learn which words are common, before there are any keys.
SAMPLE = 20_000
#: More deals that share a block with some others are not looked at.
MAX_CANDIDATES = 5_000
#: What keys are made of; one column each.
KEY_FIELDS = matching.Record._fields


class DealMatchKey(models.Model):
    """One row a deal, for the finder alone: users have no access.

    Several addresses and numbers are joined by blanks, and so are the blocks of
    :func:`sales_deals.tools.matching.blocks`, by which the index finds who may be the same.
    """

    _name = 'deal.match.key'
    _description = "Match Keys of a Deal"
    _rec_name = 'lead_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    lead_id = fields.Many2one(
        'crm.lead', string="Deal", required=True, readonly=True, ondelete='cascade'
    )
    emails = fields.Char(compute='_compute_keys', store=True, precompute=True)
    phones = fields.Char(compute='_compute_keys', store=True, precompute=True)
    host = fields.Char(compute='_compute_keys', store=True, precompute=True)
    tax_id = fields.Char(compute='_compute_keys', store=True, precompute=True)
    company = fields.Char(compute='_compute_keys', store=True, precompute=True)
    person = fields.Char(compute='_compute_keys', store=True, precompute=True)
    city = fields.Char(compute='_compute_keys', store=True, precompute=True)
    blocks = fields.Char(compute='_compute_keys', store=True, precompute=True)

    _unique_lead = models.UniqueIndex('(lead_id)')
    # No list of pending entries, which each look-up would have to read through.
    _blocks_index = models.Index("USING gin (string_to_array(blocks, ' ')) WITH (fastupdate = off)")
    _write_date_index = models.Index('(write_date)')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(lambda self: [f'lead_id.{name}' for name in self._get_source_fields()])
    def _compute_keys(self):
        common = self._get_common_words()
        for key in self:
            key.update(self._prepare_keys(key.lead_id._prepare_match_record(), common))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_source_fields(self):
        """Fields of a deal that its keys are made of; to be extended with
        :meth:`crm.lead._prepare_match_record`."""
        return [
            'email_from',
            'phone',
            'website',
            'partner_name',
            'contact_name',
            'city',
            'country_id',
            'partner_id.vat',
        ]

    @api.model
    def _prepare_keys(self, record, common):
        """A record as the columns hold it.

        :param record: a :class:`sales_deals.tools.matching.Record`
        :param common: words of companies' names that tell little
        """
        joined = {
            name: ' '.join(value) if isinstance(value, tuple) else value
            for name, value in record._asdict().items()
        }
        blocks = [*matching.blocks(record, common), *matching.name_blocks(record)]
        joined['blocks'] = ' '.join(blocks)
        return {name: value or False for name, value in joined.items()}

    @api.model
    def _read_record(self, row):
        """The record that columns hold: the inverse of :meth:`_prepare_keys`.

        :param row: values of KEY_FIELDS, in their order
        """
        emails, phones, *others = row
        return matching.Record(
            tuple((emails or '').split()),
            tuple((phones or '').split()),
            *(value or '' for value in others),
        )

    @api.model
    def _get_subjects(self, leads):
        """What deals are compared by: of those being typed, or without keys, made for the moment.

        :return: dictionary of deals to :class:`sales_deals.tools.matching.Record`, without those
            that were merged or won
        """
        self.flush_model()
        columns = SQL(", ").join(SQL.identifier(name) for name in ('lead_id', *KEY_FIELDS))
        query = SQL("SELECT %s FROM deal_match_key WHERE lead_id = ANY(%s)", columns, leads.ids)
        stored = {row[0]: self._read_record(row[1:]) for row in self.env.execute_query(query)}
        return {
            lead: stored.get(lead.id) or lead._prepare_match_record()
            for lead in leads
            if not lead.merged_into_id and lead.won_status != 'won'
        }

    @api.model
    def _get_blocks(self, lead, record):
        """By what deals like this one are looked for: where it is being typed, by names alone."""
        blocks = matching.blocks(record, self._get_common_words())
        return blocks if lead._origin else [*blocks, *matching.name_blocks(record)]

    @api.model
    def _get_candidates(self, subjects):
        """Deals that share a block with one of these: found by the index.

        :param dict subjects: see :meth:`_get_subjects`
        :return: list of (id, record, blocks, id of the company, whether it is active)
        """
        blocks = {
            block for lead, record in subjects.items() for block in self._get_blocks(lead, record)
        }
        if not blocks:
            return []
        self.env['crm.lead'].flush_model(['active', 'company_id', 'merged_into_id', 'won_status'])
        query = SQL(
            "SELECT k.lead_id, %s, k.blocks, l.company_id, l.active"
            " FROM deal_match_key k JOIN crm_lead l ON l.id = k.lead_id"
            " WHERE string_to_array(k.blocks, ' ') && ("
            "   SELECT array_agg(block) FROM unnest(%s) AS block WHERE NOT EXISTS ("
            "     SELECT 1 FROM deal_match_frequency WHERE kind = 'block' AND text = block))"
            " AND l.merged_into_id IS NULL AND l.won_status <> 'won' LIMIT %s",
            SQL(", ").join(SQL.identifier('k', name) for name in KEY_FIELDS),
            list(blocks),
            MAX_CANDIDATES,
        )
        return [
            (row[0], self._read_record(row[1:-3]), row[-3].split(), row[-2], row[-1])
            for row in self.env.execute_query(query)
        ]

    @api.model
    def _fill(self, below=None, limit=BATCH):
        """Make the keys of deals that have none, the newest first.

        :param int below: look at deals with lower ids only
        :return: id of the last deal that was looked at, None when there are no more
        """
        batch = SQL(
            "SELECT id FROM crm_lead WHERE %s ORDER BY id DESC LIMIT %s",
            SQL("id < %s", below) if below else SQL("TRUE"),
            limit,
        )
        query = SQL(
            "SELECT batch.id, k.id IS NULL FROM (%s) AS batch"
            " LEFT JOIN deal_match_key k ON k.lead_id = batch.id",
            batch,
        )
        rows = self.env.execute_query(query)
        self._insert(self.env['crm.lead'].browse(lead_id for lead_id, missing in rows if missing))
        self.env.invalidate_all()
        return min((lead_id for lead_id, _missing in rows), default=None)

    @api.model
    def _insert(self, leads):
        """Make the keys of deals that have none; in SQL, for there may be a million."""
        common = self._get_common_words()
        names = ('lead_id', *KEY_FIELDS, 'blocks')
        rows = [
            {'lead_id': lead.id, **self._prepare_keys(lead._prepare_match_record(), common)}
            for lead in leads
        ]
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO deal_match_key (%s, create_uid, write_uid, create_date, write_date)"
                " SELECT *, %s, %s, %s, %s FROM unnest(%s) ON CONFLICT (lead_id) DO NOTHING",
                SQL(", ").join(map(SQL.identifier, names)),
                self.env.uid,
                self.env.uid,
                self.env.cr.now(),
                self.env.cr.now(),
                SQL(", ").join(
                    [SQL("%s::int[]", leads.ids)]
                    + [SQL("%s::text[]", [row[name] or None for row in rows]) for name in names[1:]]
                ),
            )
        )

    @api.model
    def _renew(self, words):
        """Make the keys of companies anew that have one of these words in their name."""
        query = SQL(
            "SELECT id FROM deal_match_key WHERE string_to_array(company, ' ') && %s", list(words)
        )
        ids = [key_id for (key_id,) in self.env.execute_query(query)] if words else []
        for batch in tools.split_every(BATCH, ids, self.browse):
            batch._compute_keys()
            self.env.flush_all()
            self.env.invalidate_all()

    @api.model
    @tools.ormcache()
    def _get_common_words(self):
        """Words of companies' names that tell little: trades, places.

        :return: frozenset of folded words
        """
        frequency = self.env['deal.match.frequency'].sudo()
        return frozenset(frequency.search([('kind', '=', 'common')]).mapped('text'))

    @api.model
    def _sample_company_names(self):
        """Folded names of companies of deals that have no keys yet."""
        query = SQL(
            "SELECT partner_name FROM crm_lead WHERE partner_name IS NOT NULL"
            " ORDER BY id DESC LIMIT %s",
            SAMPLE,
        )
        return [matching.fold_company(name) for (name,) in self.env.execute_query(query)]
