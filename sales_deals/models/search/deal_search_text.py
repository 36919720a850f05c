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


class DealSearchText(models.Model):
    """What a deal is found by: its numbers, title, client, persons, addresses, telephone numbers.

    Odoo's condition on the customer is a subquery among alternatives, which keeps the database
    from its indexes: with a million deals it reads them all. Here all is in one column.
    """

    _name = 'deal.search.text'
    _description = "Text to Search for a Deal"
    _inherit = ['deal.derived']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    text = fields.Text(readonly=True)

    _text_index = models.Index(
        lambda registry: "USING gin (text gin_trgm_ops)" if registry.has_trigram else ''
    )

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_source_fields(self):
        # Of the company's own fields, Odoo's partners tell: see their model.
        company = 'partner_id.commercial_partner_id'
        paths = [*self._get_text_fields(), *self._get_phone_fields()]
        return [company, *(path for path in paths if not path.startswith(f'{company}.'))]

    @api.model
    def _get_text_fields(self):
        """Return the fields whose texts are searched, by paths from a deal."""
        return [
            'deal_number',
            'deal_merged_ids.deal_number',
            'name',
            'partner_name',
            'contact_name',
            'email_from',
            'street',
            'zip',
            'city',
            'website',
            # As Odoo finds a customer.
            'partner_id.complete_name',
            'partner_id.email',
            'partner_id.ref',
            'partner_id.vat',
            'partner_id.company_registry',
            # A person is found by what the company has.
            'partner_id.commercial_partner_id.email',
            'partner_id.commercial_partner_id.ref',
        ]

    @api.model
    def _get_phone_fields(self):
        return ['phone', 'partner_id.phone', 'partner_id.commercial_partner_id.phone']

    @api.model
    def _get_company_fields(self):
        """Return the fields of companies by which the deals of their persons are found."""
        paths = [*self._get_text_fields(), *self._get_phone_fields()]
        parts = (path.rpartition('.') for path in paths)
        return {name for path, _dot, name in parts if path == 'partner_id.commercial_partner_id'}

    @api.model
    def _prepare_rows(self, leads):
        names, phones = self._get_text_fields(), self._get_phone_fields()
        # Texts must not depend on who writes the deal.
        return [
            {'text': matching.search_text(lead._get_values(names), lead._get_values(phones))}
            for lead in leads.sudo()
        ]

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
                SQL("(%s)", SQL(" OR ").join(SQL("text LIKE %s", f'%{form}%') for form in forms))
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
