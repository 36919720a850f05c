"""A deal's calculation: its variants, and the value that the chosen one gives."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...fields import Ratio
from ...tools.pricing import arithmetic
from .deal_variant import COST_GROUP

#: What the chosen variant gives.
CALCULATED = {'expected_revenue', 'deal_cost'}


class CrmLead(models.Model):
    _name = 'crm.lead'
    _inherit = ['crm.lead', 'deal.row.guard']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_variant_ids = fields.One2many('deal.variant', 'lead_id', string="Variants")
    deal_chosen_variant_id = fields.Many2one(
        'deal.variant', string="Chosen Variant", compute='_compute_deal_chosen_variant_id'
    )
    deal_cost = fields.Monetary(
        string="Cost",
        currency_field='company_currency',
        copy=False,
        groups=COST_GROUP,
        help="Of the chosen variant; without variants, what you enter.",
    )
    deal_profit = fields.Monetary(
        string="Profit",
        compute='_compute_deal_profit',
        store=True,
        currency_field='company_currency',
        groups=COST_GROUP,
        help="Expected revenue less cost.",
    )
    deal_margin = Ratio(
        string="Margin",
        compute='_compute_deal_profit',
        store=True,
        groups=COST_GROUP,
        help="Profit as a share of the price: (price - cost) / price.",
    )

    # Deals without a calculation: switched off for a company, or for a sales process.
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

    # What the client may accept the chosen variant on.
    deal_payment_term_id = fields.Many2one(
        'account.payment.term', string="Payment Terms", compute='_compute_deal_terms'
    )
    deal_incoterm_id = fields.Many2one(
        'account.incoterms', string="Delivery Terms", compute='_compute_deal_terms'
    )
    deal_delivery_time = fields.Char(string="Delivery Time", compute='_compute_deal_terms')
    deal_validity_days = fields.Integer(string="Valid for (Days)", compute='_compute_deal_terms')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('deal_variant_ids.is_chosen')
    def _compute_deal_chosen_variant_id(self):
        # Not by way of all their variants: a deal may have many, and its form shows none of them.
        leads = self._with_rows('deal_variant_ids')._origin
        domain = [('lead_id', 'in', leads.ids), ('is_chosen', '=', True)]
        chosen = self.env['deal.variant'].search_fetch(domain).grouped('lead_id') if leads else {}
        for lead in self:
            lead.deal_chosen_variant_id = chosen.get(lead._origin)

    @api.depends(
        'deal_variant_ids.is_chosen',
        'deal_variant_ids.payment_term_id',
        'deal_variant_ids.incoterm_id',
        'deal_variant_ids.delivery_time',
        'deal_variant_ids.validity_days',
    )
    def _compute_deal_terms(self):
        for lead in self:
            variant = lead.deal_chosen_variant_id
            lead.deal_payment_term_id = variant.payment_term_id
            lead.deal_incoterm_id = variant.incoterm_id
            lead.deal_delivery_time = variant.delivery_time
            lead.deal_validity_days = variant.validity_days

    @api.depends('expected_revenue', 'deal_cost')
    def _compute_deal_profit(self):
        for lead in self:
            value, cost = lead.expected_revenue or 0.0, lead.deal_cost
            lead.deal_profit = value - cost
            lead.deal_margin = arithmetic.margin_of(value, cost)

    @api.depends('company_id.use_deal_calculation', 'deal_process_id.use_calculation')
    @api.depends_context('company')
    def _compute_deal_uses_calculation(self):
        companies = self.env['res.company']._get_without_calculation()
        processes = self.env['deal.process']._get_without_calculation()
        for lead in self:
            company = lead._get_deciding_company()
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
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if CALCULATED & set(vals):
            vals = self._without_calculated(vals)
        return super().write(vals)

    def copy(self, default=None):
        """Copy with the calculation: the copy's value would be of nothing else."""
        copies = super().copy(default)
        for lead, copied in zip(self, copies, strict=True):
            if lead.deal_variant_ids and copied.deal_uses_calculation:
                lead._copy_variants(copied)
        return copies

    def _copy_variants(self, copied):
        """Copy the variants that the user sees, and which one is chosen."""
        variants = self.deal_variant_ids.sorted()
        new = self.env['deal.variant'].concat(
            *(variant.copy({'lead_id': copied.id}) for variant in variants)
        )
        for variant, twin in zip(variants, new, strict=True):
            if variant == self.deal_chosen_variant_id and not twin.is_chosen:
                twin.is_chosen = True

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_take_calculated_value(self):
        """Let value and cost be those of the chosen variant again."""
        self.check_access('write')
        self._check_deal_uses_calculation()
        self.with_context(deal_track_value=True)._sync_from_chosen_variant()

    def action_new_quotation(self):
        """Make a quotation of the chosen variant and open it.

        Without a variant that has lines: open a new quotation, as Odoo does.
        """
        action = super().action_new_quotation()
        variant = self.deal_chosen_variant_id
        if not variant.line_ids:
            return action
        return {
            **action,
            'res_id': variant._make_order().id,
            'views': [(self.env.ref('sale.view_order_form').id, 'form')],
        }

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _update_revenues_from_so(self, order):
        """Take the value of a calculated deal from its variant, not from any order.

        A confirmed order that was made of a variant makes that variant the chosen one. The value
        is the order's untaxed amount, in the deal's currency at the variant's date: the variant's
        amount, unless the order was changed since, by the salesperson or by a customer who took
        optional lines. Other orders leave the value of a deal with variants as it is; in a deal
        without them, Odoo decides.
        """
        variant = order.sudo().deal_variant_id
        if variant.lead_id in self:
            variant._accept(order)
        # Whoever confirms orders need not see the deal's calculation.
        calculated = self.filtered(
            lambda lead: lead.deal_uses_calculation and lead.sudo().deal_chosen_variant_id
        )
        others = self - calculated - variant.lead_id
        return super(CrmLead, others)._update_revenues_from_so(order)

    def _get_opening_parts(self):
        variants = self.env['deal.variant']
        return {**super()._get_opening_parts(), 'tabs': lambda: variants.get_tabs(self.id)}

    # ------------------------------------------------------------
    # VALUE OF THE CHOSEN VARIANT
    # ------------------------------------------------------------

    def _sync_from_chosen_variant(self):
        """Let value and cost be those of the chosen variant, in the company's currency."""
        for lead in self:
            if variant := lead.deal_chosen_variant_id:
                lead._sync_from_variant(variant)

    def _sync_from_variant(self, variant):
        """Let value and cost be those of a variant that is known to be the chosen one."""
        self.ensure_one()
        values = self._prepare_values_of_variant(variant)
        changed = {n: v for n, v in values.items() if self.sudo()[n] != v}
        if changed:
            # The value and the cost follow for whoever may write the variant. A note in the
            # chatter for every line that is typed would bury the rest.
            tracks = self.env.context.get('deal_track_value', False)
            context = {'deal_from_variant': True, 'mail_notrack': not tracks}
            self.sudo().with_context(**context).write(changed)

    def _prepare_values_of_variant(self, variant):
        """Return the deal's values that follow from its chosen variant.

        They are the variant's totals, unless an order with other totals was confirmed.
        """
        self.ensure_one()
        if order := variant._get_changed_order():
            untaxed = order.amount_untaxed
            value = order._get_amount_at(untaxed, variant.date)
            cost = order._get_amount_at(untaxed - order.margin, variant.date)
        else:
            value = variant._get_company_amount(variant.amount_untaxed)
            cost = variant._get_company_amount(variant.sudo().cost_total)
        return {'expected_revenue': value, 'deal_cost': cost, 'deal_is_value_by_hand': False}

    def _without_calculated(self, vals):
        """Return ``vals`` without the figures that a chosen variant gives.

        Value and cost of a deal without calculation are the user's.

        :raise UserError: when they would change a figure of a chosen variant
        """
        uncalculated = self.filtered(lambda lead: not lead.deal_uses_calculation)
        uncalculated._mark_value_by_hand(vals)
        calculated = self - uncalculated
        if self._is_following_variant() or not calculated.sudo().deal_variant_ids:
            return vals
        if self.env.context.get('deal_fit_stage'):  # a merge proposes what it finds
            return {n: v for n, v in vals.items() if n not in CALCULATED}
        calculated._check_keeps_calculated(vals)
        return vals

    def _is_following_variant(self):
        """Return whether our own code writes what the chosen variant gives."""
        return self.env.su and self.env.context.get('deal_from_variant')

    def _mark_value_by_hand(self, vals):
        """Remember of which deals without calculation ``vals`` enter value or cost by hand.

        It is told on the day on which the calculation is switched on again.
        """
        if self._is_following_variant():
            return
        if priced := self.filtered(lambda lead: lead._is_value_changed(vals)):
            # Only the system sets the mark.
            priced.sudo().deal_is_value_by_hand = True

    def _check_keeps_calculated(self, vals):
        """Raise UserError when ``vals`` change a figure that a chosen variant gives."""
        for lead in self.filtered('deal_chosen_variant_id'):
            for name in CALCULATED & set(vals):
                if lead.company_currency.compare_amounts(lead.sudo()[name], vals[name] or 0.0):
                    raise UserError(
                        self.env._(
                            "The value of “%s” comes from its chosen variant. Change the "
                            "calculation, or choose another variant.",
                            lead.display_name,
                        )
                    )

    def _differs_from_variant(self, variant):
        values = self._prepare_values_of_variant(variant)
        return any(
            self.company_currency.compare_amounts(self[name] or 0.0, values[name])
            for name in CALCULATED
        )

    def _is_value_changed(self, vals):
        """Return whether ``vals`` give value or cost of a deal with variants another amount."""
        # Whether there are variants is no secret; users of this deal can't see them now.
        lead = self.sudo()
        return bool(lead.deal_variant_ids) and any(
            lead.company_currency.compare_amounts(lead[name] or 0.0, vals[name] or 0.0)
            for name in CALCULATED & set(vals)
        )

    # ------------------------------------------------------------
    # VARIANTS
    # ------------------------------------------------------------

    def _choose_some_variant(self):
        """Choose the first variant of deals where none is chosen."""
        for lead in self:
            if not lead.deal_chosen_variant_id and lead.deal_variant_ids:
                first = lead.deal_variant_ids.sorted()[:1]
                # Not the user's choice: some variant has to give the deal its value.
                first.sudo().with_context(deal_variant_choosing=True).is_chosen = True

    def _check_deal_uses_calculation(self):
        """Raise UserError when one of the deals has no calculation."""
        for lead in self:
            if not lead.deal_uses_calculation:
                raise UserError(
                    self.env._(
                        "“%s” is a deal without calculation: its company or its sales process has "
                        "switched it off.",
                        lead.display_name,
                    )
                )

    def _get_free_variant_name(self, name):
        """Return ``name``, numbered when the deal has such a variant already."""
        taken = set(self.deal_variant_ids.mapped('name'))
        names = (f'{name} {i}' if i > 1 else name for i in range(1, len(taken) + 2))
        return next(free for free in names if free not in taken)
