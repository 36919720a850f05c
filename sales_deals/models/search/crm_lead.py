"""Search of deals by whatever is known of them."""

from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_search = fields.Char(
        string="Deal or Client",
        readonly=True,
        copy=False,
        exportable=False,
        search='_search_deal_search',
        help="Finds numbers, titles, clients, persons, addresses and telephone numbers, however"
        " they are spelled.",
    )

    # No columns, as deal_match_key_ids.
    deal_search_text_ids = fields.One2many(
        'deal.search.text',
        'lead_id',
        compute='_compute_deal_search_text_ids',
        store=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    deal_search_customer_ids = fields.One2many(
        'deal.search.text',
        'lead_id',
        compute='_compute_deal_search_customer_ids',
        store=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    deal_search_merged_ids = fields.One2many(
        'deal.search.text',
        'lead_id',
        compute='_compute_deal_search_merged_ids',
        store=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(lambda self: self.env['deal.search.text']._get_sources('text'))
    def _compute_deal_search_text_ids(self):
        self._renew_changed('deal_search_text_ids')

    @api.depends(lambda self: self.env['deal.search.text']._get_sources('customer'))
    def _compute_deal_search_customer_ids(self):
        self._renew_changed('deal_search_customer_ids')

    @api.depends(lambda self: self.env['deal.search.text']._get_sources('merged'))
    def _compute_deal_search_merged_ids(self):
        self._renew_changed('deal_search_merged_ids')

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _search_deal_search(self, operator, value):
        """Search by a text, or by some; by whatever other operator of a filter it is the same."""
        if operator in ('in', 'any'):
            return Domain.OR(self._search_deal_search('ilike', text) for text in value if text)
        if operator.startswith('not') or not isinstance(value, str):
            return NotImplemented
        # What is found is looked at by the rules for deals afterwards.
        domain = self.env['deal.search.text'].sudo()._get_domain(value)
        return self._get_plain_search_domain(value) if domain is None else domain

    @api.model
    def _get_plain_search_domain(self, value):
        """Return Odoo's condition, for signs alone and until all deals have their texts."""
        names = ('name', 'deal_numbers', 'partner_id', 'partner_name', 'email_from', 'contact_name')
        return Domain.OR(Domain(name, 'ilike', value) for name in names)

    @api.model
    def _get_derived_models(self):
        return [*super()._get_derived_models(), 'deal.search.text']

    @api.model
    def _get_derived_question(self):
        return self.env['res.partner']._get_persons_question() or super()._get_derived_question()

    @api.model
    def _mark_derived(self, lead_ids):
        super()._mark_derived(lead_ids)
        self.env.add_to_compute(self._fields['deal_search_customer_ids'], self.browse(lead_ids))

    def _get_values(self, paths):
        """Return the values of fields by paths, one after another."""
        return [value for path in paths for value in self.mapped(path)]
