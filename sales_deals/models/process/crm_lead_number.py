"""Numbers of deals, drawn once from the sequence of their process."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmLead(models.Model):
    _inherit = 'crm.lead'
    _rec_names_search = ['name', 'deal_number']

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
                leads._forget_display_name()

    def _forget_display_name(self):
        """Compute the name with the number anew: Odoo's field must not depend on ours."""
        self.invalidate_recordset(['display_name'], flush=False)

    @api.depends_context('company')
    def _compute_display_name(self):
        super()._compute_display_name()
        if self.env['res.company']._get_hidden_number() == 'deal_number':
            return
        for lead in self:
            if lead.deal_number:
                lead.display_name = f"{lead.deal_number} {lead.display_name or ''}".strip()

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type='form', **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env['res.company']._get_hidden_number())

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Hide the number that the company does not show."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if hidden := self.env['res.company']._get_hidden_number():
            attribute = 'column_invisible' if view_type == 'list' else 'invisible'
            for node in arch.xpath('//field[@name=$name][not(ancestor::field)]', name=hidden):
                node.set(attribute, '1')
        return arch, view

    @api.model
    def _with_given_number(self, vals):
        """Return ``vals`` of a new deal with a trimmed number; without it where it is empty."""
        if 'deal_number' not in vals:
            return vals
        number = (vals['deal_number'] or '').strip()
        rest = {name: value for name, value in vals.items() if name != 'deal_number'}
        return {**rest, 'deal_number': number} if number else rest

    @api.model
    def _with_kept_number(self, vals):
        """Return ``vals`` for deals that are there with a trimmed number.

        :raise ValidationError: for an empty number, and for another one than a deal has
        """
        if 'deal_number' not in vals:
            return vals
        number = (vals['deal_number'] or '').strip()
        others = self.filtered(lambda lead: lead.deal_number and lead.deal_number != number)
        if not number or (others and not self.env.su):
            raise ValidationError(
                self.env._("A deal keeps its number: it can't be changed or removed.")
            )
        return {**vals, 'deal_number': number}
