"""Every deal has a number of its process's sequence, given once and kept."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmLead(models.Model):
    _inherit = 'crm.lead'
    _rec_names_search = ['name', 'deal_number', 'merged_deal_ids.deal_number']

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

    _deal_number_unique = models.UniqueIndex(
        "(deal_number, COALESCE(company_id, 0)) WHERE deal_number IS NOT NULL",
        "This company already has a deal with this number. Numbers are unique: choose another "
        "one, or leave it empty to get the next one.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('process_id')
    def _compute_deal_number(self):
        """Draw numbers for the deals that have none, a batch for each process.

        A form that is only being filled in gets none: that would leave gaps.
        """
        for lead in self:
            lead.deal_number = lead.deal_number
        unnumbered = self.filtered(lambda lead: lead.id and not lead.deal_number)
        for process, leads in unnumbered.grouped('process_id').items():
            if process:
                leads = leads.sorted('id')
                numbers = process._draw_numbers(len(leads))
                for lead, number in zip(leads, numbers, strict=True):
                    lead.deal_number = number

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
