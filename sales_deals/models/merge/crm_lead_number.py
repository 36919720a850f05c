"""Numbers of merged deals, by which the surviving deal is found."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Texts of this length or more are found by the index of numbers, and so many deals at a time.
INDEXED_LENGTH, FEW = 3, 1000


class CrmLead(models.Model):
    _inherit = 'crm.lead'
    _rec_names_search = ['name', 'deal_numbers']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_numbers = fields.Char(
        string="Numbers",
        compute='_compute_deal_numbers',
        search='_search_deal_numbers',
        help="Its number, and those of the deals that were merged into it.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('deal_number', 'deal_merged_ids.deal_number')
    def _compute_deal_numbers(self):
        for lead in self:
            merged = lead.deal_merged_ids.filtered('deal_number').mapped('deal_number')
            lead.deal_numbers = ", ".join(filter(None, [lead.deal_number, *merged]))

    @api.model
    def _search_deal_numbers(self, operator, value):
        """Search the numbers of deals, and of those that were merged into them.

        Where few have a number they are looked up by its index first: as one of many
        alternatives it would be compared for each of a million deals.
        """
        if operator.startswith('not'):
            return NotImplemented
        if operator == 'ilike' and isinstance(value, str) and len(value) >= INDEXED_LENGTH:
            ids = self._get_ids_of_number(value)
            if ids is not None:
                return Domain('id', 'in', ids)
        number = Domain('deal_number', operator, value)
        return number | Domain('deal_merged_ids.deal_number', operator, value)

    @api.model
    def _get_ids_of_number(self, text):
        """Return the ids of deals with a text in one of their numbers; None if there are many."""
        # Which of them the user may see is for the search that asks.
        leads = self.sudo().with_context(active_test=False, deal_with_merged=True)
        query = leads._search(Domain('deal_number', 'ilike', text), limit=FEW + 1)
        table = leads._table
        names = [SQL.identifier(table, name) for name in ('id', 'deal_merged_into_id')]
        rows = self.env.execute_query(query.select(*names))
        return None if len(rows) > FEW else {lead for row in rows for lead in row if lead}
