"""Deals of a company's persons are found by what changes of the company."""

from odoo import api, fields, models
from odoo.tools import SQL


class ResPartner(models.Model):
    _inherit = 'res.partner'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # No column: it marks the companies whose persons' deals are to be looked for. As dependencies
    # of deals, these fields would have the ORM search the persons, and then their deals, once for
    # each field; and where a deal is renewed anyhow, its statement asks for them, too. By a field
    # that has a domain, the ORM looks for no deals itself.
    deal_searched_ids = fields.One2many(
        'crm.lead',
        'partner_id',
        domain=[('type', '!=', False)],
        compute='_compute_deal_searched_ids',
        store=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(lambda self: self.env['deal.search.text']._get_company_fields())
    def _compute_deal_searched_ids(self):
        """Have the texts of the persons' deals made anew."""
        leads = self.env['crm.lead']
        # It takes what is marked along.
        self.env.add_to_compute(self._fields['deal_searched_ids'], self.filtered('id'))
        leads._recompute_model(leads._get_derived_parts())
        if question := self._get_persons_question():
            leads._mark_derived([row[0] for row in self.env.execute_query(question)])

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # No deal is of a person of a company that is new.
        self.env.remove_to_compute(self._fields['deal_searched_ids'], partners)
        return partners

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_persons_question(self):
        """Return the query of other partners' deals, of the companies that are marked; unmark them.

        :return: SQL; None where none is marked
        """
        field = self._fields['deal_searched_ids']
        partners = self.env.records_to_compute(field)
        if not partners:
            return None
        self.env.remove_to_compute(field, partners)
        self.flush_model(['commercial_partner_id'])
        self.env['crm.lead'].flush_model(['partner_id'])
        return SQL(
            """SELECT lead.id FROM crm_lead AS lead
                 JOIN res_partner AS person ON person.id = lead.partner_id
                WHERE person.commercial_partner_id = ANY(%s) AND person.id <> ALL(%s)
             ORDER BY lead.id""",
            partners.ids,
            partners.ids,
        )
