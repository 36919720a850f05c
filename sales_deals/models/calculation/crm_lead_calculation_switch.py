"""Deals without a calculation: switched off for a company, or for a sales process."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_uses_calculation = fields.Boolean(
        string="With Calculation",
        compute='_compute_deal_uses_calculation',
        search='_search_deal_uses_calculation',
        help="Whether the deal's company and its sales process price deals in a calculation.",
    )
    deal_is_value_by_hand = fields.Boolean(
        string="Value Entered by Hand",
        copy=False,
        readonly=True,
        help="Value or cost was entered while the deal's calculation was switched off.",
    )
    deal_is_value_different = fields.Boolean(
        string="Value Differs",
        compute='_compute_deal_is_value_different',
        compute_sudo=True,
        help="Value or cost, entered by hand, differ from the chosen variant's.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('company_id.use_deal_calculation', 'deal_process_id.use_calculation')
    @api.depends_context('company')
    def _compute_deal_uses_calculation(self):
        companies = self.env['res.company']._get_without_calculation()
        processes = self.env['deal.process']._get_without_calculation()
        for lead in self:
            company = lead.company_id or self.env.company
            lead.deal_uses_calculation = (
                company.id not in companies and lead.deal_process_id.id not in processes
            )

    @api.model
    def _search_deal_uses_calculation(self, operator, value):
        if operator != 'in':
            return NotImplemented
        companies = self.env['res.company']._get_without_calculation()
        own = [False] if self.env.company.id in companies else []
        without = Domain('company_id', 'in', [*companies, *own]) | Domain(
            'deal_process_id', 'in', self.env['deal.process']._get_without_calculation()
        )
        return Domain.OR([~without if wanted else without for wanted in value])

    @api.depends('deal_is_value_by_hand', 'deal_uses_calculation', 'expected_revenue', 'deal_cost')
    def _compute_deal_is_value_different(self):
        for lead in self:
            asked = lead.deal_is_value_by_hand and lead.deal_uses_calculation
            variant = lead.deal_chosen_variant_id if asked else None
            lead.deal_is_value_different = bool(variant) and lead._differs_from_variant(variant)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_take_calculated_value(self):
        """Let value and cost be those of the chosen variant again."""
        self.check_access('write')
        self._check_deal_uses_calculation()
        self.with_context(deal_track_value=True)._sync_from_chosen_variant()

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _without_calculated(self, vals):
        """Value and cost of a deal without calculation are the user's; that they were entered by
        hand is remembered for the day on which the calculation is switched on again."""
        uncalculated = self.filtered(lambda lead: not lead.deal_uses_calculation)
        by_hand = not self.env.context.get('deal_from_variant')
        if by_hand and (priced := uncalculated.filtered(lambda lead: lead._is_value_changed(vals))):
            # A mark of the system's own.
            priced.sudo().deal_is_value_by_hand = True
        if not self or uncalculated == self:
            return vals
        return super(CrmLead, self - uncalculated)._without_calculated(vals)

    def _prepare_values_of_variant(self, variant):
        return {**super()._prepare_values_of_variant(variant), 'deal_is_value_by_hand': False}

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _check_deal_uses_calculation(self):
        """:raise UserError: when one of the deals has no calculation"""
        for lead in self:
            if not lead.deal_uses_calculation:
                raise UserError(
                    self.env._(
                        "“%s” is a deal without calculation: its company or its sales process has "
                        "switched it off.",
                        lead.display_name,
                    )
                )

    def _differs_from_variant(self, variant):
        values = self._prepare_values_of_variant(variant)
        amounts = ('expected_revenue', 'deal_cost')
        return any(
            self.company_currency.compare_amounts(self[name] or 0.0, values[name])
            for name in amounts
        )

    def _is_value_changed(self, vals):
        """Whether ``vals`` give value or cost of a deal with variants another amount."""
        # Whether there are variants is no secret; users of this deal can't see them now.
        lead = self.sudo()
        return bool(lead.deal_variant_ids) and any(
            lead.company_currency.compare_amounts(lead[name] or 0.0, vals[name] or 0.0)
            for name in ('expected_revenue', 'deal_cost')
            if name in vals
        )
