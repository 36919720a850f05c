"""Texts by which deals are searched, one for each deal, with an index of their trigrams."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import matching

#: Of so many deals the ids are looked up first: the database then reads no others. Of more, the
#: next ones of the list are read and looked at, until the page is full.
FEW = 1000
#: Whether all deals have their text.
READY = 'sales_deals.search_is_ready'
#: Deals whose texts are made at once on installation; those of more are made by a job.
AT_ONCE = 2000
#: The columns as one text: what is asked may stand partly in the deal, partly in its customer.
WHOLE = r"(COALESCE(text, '') || E'\n' || COALESCE(customer, '') || E'\n' || COALESCE(merged, ''))"


class DealSearchText(models.Model):
    """What a deal is found by: its numbers, title, client, persons, addresses, telephone numbers.

    Odoo's condition on the customer is a subquery among alternatives, which keeps the database
    from its indexes: with a million deals it reads them all. Here all is in one row, in columns by
    what it is made of: a deal that is renamed needs neither its customer nor those merged into it.
    """

    _name = 'deal.search.text'
    _description = "Text to Search for a Deal"
    _inherit = ['deal.derived']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    text = fields.Text(readonly=True)
    customer = fields.Text(readonly=True)
    merged = fields.Text(string="Merged Deals", readonly=True)

    _text_index = models.Index(
        lambda registry: f"USING gin ({WHOLE} gin_trgm_ops)" if registry.has_trigram else ''
    )

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_source_fields(self):
        return [path for name in self._get_text_fields() for path in self._get_sources(name)]

    @api.model
    def _get_parts(self):
        return {
            'deal_search_text_ids': {'text'},
            'deal_search_customer_ids': {'customer'},
            'deal_search_merged_ids': {'merged'},
        }

    @api.model
    def _get_sources(self, column):
        """Return the fields of a deal that a column is made of, by paths."""
        # Of the company's own fields, Odoo's partners tell: see their model.
        company = 'partner_id.commercial_partner_id'
        paths = [*self._get_text_fields()[column], *self._get_phone_fields()[column]]
        own = [path for path in paths if not path.startswith(f'{company}.')]
        return own if own == paths else [company, *own]

    @api.model
    def _get_text_fields(self):
        """Return the fields whose texts are searched, by paths from a deal.

        :return: dictionary of a column to a list
        """
        return {
            'text': [
                'deal_number',
                'name',
                'partner_name',
                'contact_name',
                'email_from',
                'street',
                'zip',
                'city',
                'website',
            ],
            'customer': [
                # As Odoo finds a customer.
                'partner_id.complete_name',
                'partner_id.email',
                'partner_id.ref',
                'partner_id.vat',
                'partner_id.company_registry',
                # A person is found by what the company has.
                'partner_id.commercial_partner_id.email',
                'partner_id.commercial_partner_id.ref',
            ],
            'merged': ['deal_merged_ids.deal_number'],
        }

    @api.model
    def _get_phone_fields(self):
        """Return the fields of telephone numbers, as :meth:`_get_text_fields` does."""
        return {
            'text': ['phone'],
            'customer': ['partner_id.phone', 'partner_id.commercial_partner_id.phone'],
            'merged': [],
        }

    @api.model
    def _get_company_fields(self):
        """Return the fields of companies by which the deals of their persons are found."""
        paths = [*self._get_text_fields()['customer'], *self._get_phone_fields()['customer']]
        parts = (path.rpartition('.') for path in paths)
        return {name for path, _dot, name in parts if path == 'partner_id.commercial_partner_id'}

    @api.model
    def _prepare_rows(self, leads, names):
        texts, phones = self._get_text_fields(), self._get_phone_fields()
        # Texts must not depend on who writes the deal.
        return [
            {
                name: matching.search_text(
                    lead._get_values(texts[name]), lead._get_values(phones[name])
                )
                for name in names
            }
            for lead in leads.sudo()
        ]

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def flush_model(self, fnames=None):
        """Renew the texts of the deals of companies' persons, too: no change marks them."""
        self.env['res.partner']._recompute_model(['deal_searched_ids'])
        super().flush_model(fnames)

    # ------------------------------------------------------------
    # SEARCH
    # ------------------------------------------------------------

    @api.model
    def _get_domain(self, question):
        """Return the condition on deals for what somebody types; None where it can't be answered.

        :param str question: words, of which all must occur
        """
        alternatives = matching.read_question(question)
        if not alternatives or not self._is_ready():
            return None
        self.flush_model()
        query = SQL(
            "SELECT lead_id FROM %s WHERE %s",
            SQL.identifier(self._table),
            SQL(" OR ").join(map(self._get_condition, alternatives)),
        )
        ids = [row[0] for row in self.env.execute_query(SQL("%s LIMIT %s", query, FEW + 1))]
        return Domain('id', 'in', ids if len(ids) <= FEW else query)

    @api.model
    def _get_condition(self, words):
        """Return the condition for texts that hold all words, each in one of its forms."""
        return SQL(
            "(%s)",
            SQL(" AND ").join(
                # Of the characters of patterns, none is left in a folded word.
                SQL(
                    "(%s)",
                    SQL(" OR ").join(SQL("%s LIKE %s", SQL(WHOLE), f'%{form}%') for form in forms),
                )
                for forms in words
            ),
        )

    @api.model
    def _is_ready(self):
        return self.env['ir.config_parameter'].sudo().get_param(READY) == 'yes'

    # ------------------------------------------------------------
    # CRON
    # ------------------------------------------------------------

    @api.model
    def _cron_fill(self):
        """Make the texts of deals that have none, such as those from before the addon."""
        newest = self._get_newest_missing()
        position = newest and newest + 1
        while position and (position := self._fill(position)):
            if not self.env['ir.cron']._commit_progress(1, remaining=1):
                return
        self._set_ready()
        self.env['ir.cron']._commit_progress(remaining=0)

    @api.model
    def _set_ready(self):
        self.env['ir.config_parameter'].sudo().set_param(READY, 'yes')

    @api.model
    def _fill_few(self):
        """Make the texts at once where there are few deals; called on installation."""
        newest = self._get_newest_missing()
        if newest and self._fill(newest + 1, limit=AT_ONCE) and self._get_newest_missing():
            return
        self._set_ready()
