"""Every deal has a number of its process's sequence, given once and kept."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
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

    deal_number = fields.Char(
        string="Number",
        compute='_compute_deal_number',
        store=True,
        readonly=False,
        copy=False,
        index='trigram',
        help="Given on creation by the sales process, and kept for good.",
    )

    deal_numbers = fields.Char(
        string="Numbers",
        compute='_compute_deal_numbers',
        search='_search_deal_numbers',
        help="Its number, and those of the deals that were merged into it.",
    )

    _deal_number_unique = models.UniqueIndex(
        "(deal_number, COALESCE(company_id, 0)) WHERE deal_number IS NOT NULL",
        "This company already has a deal with this number. Numbers are unique: choose another "
        "one, or leave it empty to get the next one.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('deal_process_id')
    def _compute_deal_number(self):
        """Draw numbers for the deals that have none, a batch for each process.

        A form that is only being filled in gets none: that would leave gaps.
        """
        for lead in self:
            lead.deal_number = lead.deal_number
        unnumbered = self.filtered(lambda lead: lead.id and not lead.deal_number)
        for process, leads in unnumbered.grouped('deal_process_id').items():
            if process:
                leads = leads.sorted('id')
                numbers = process._draw_numbers(len(leads))
                for lead, number in zip(leads, numbers, strict=True):
                    lead.deal_number = number

    @api.depends('deal_number', 'deal_merged_ids.deal_number')
    def _compute_deal_numbers(self):
        for lead in self:
            merged = lead.deal_merged_ids.filtered('deal_number').mapped('deal_number')
            lead.deal_numbers = ", ".join(filter(None, [lead.deal_number, *merged]))

    @api.model
    def _search_deal_numbers(self, operator, value):
        """Few numbers are looked up by their index first: as one of many alternatives, each of a
        million deals would be compared."""
        if operator.startswith('not'):
            return NotImplemented
        if operator == 'ilike' and isinstance(value, str) and len(value) >= INDEXED_LENGTH:
            ids = self._get_ids_of_number(value)
            if ids is not None:
                return Domain('id', 'in', ids)
        number = Domain('deal_number', operator, value)
        return number | Domain('deal_merged_ids.deal_number', operator, value)

    @api.depends('deal_number')
    def _compute_display_name(self):
        super()._compute_display_name()
        for lead in self:
            if lead.deal_number:
                lead.display_name = f"{lead.deal_number} {lead.display_name or ''}".strip()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if 'deal_number' in vals:
                number = (vals.pop('deal_number') or '').strip()
                vals.update({'deal_number': number} if number else {})
        leads = super().create(vals_list)
        # Now, not at the flush: a deal that moves to another process at once keeps the number
        # of the process that it was created in.
        leads._recompute_recordset(['deal_number'])
        return leads

    def write(self, vals):
        if 'deal_number' in vals:
            vals = {**vals, 'deal_number': (vals['deal_number'] or '').strip()}
            if not vals['deal_number']:
                raise ValidationError(self.env._("A deal keeps its number: it can't be removed."))
        return super().write(vals)

    @api.model
    def _get_ids_of_number(self, text):
        """:return: ids of the deals with a text in a number of theirs; None if there are many"""
        # Which of them the user may see is for the search that asks.
        leads = self.sudo().with_context(active_test=False, deal_with_merged=True)
        query = leads._search(Domain('deal_number', 'ilike', text), limit=FEW + 1)
        table = leads._table
        names = [SQL.identifier(table, name) for name in ('id', 'deal_merged_into_id')]
        rows = self.env.execute_query(query.select(*names))
        return None if len(rows) > FEW else {lead for row in rows for lead in row if lead}
