"""A deal's calculation: its variants, and what the chosen one says of the deal."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...fields import Ratio
from ...tools.pricing import arithmetic
from .deal_variant import COST_GROUP


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_variant_ids = fields.One2many('deal.variant', 'lead_id', string="Variants")
    deal_chosen_variant_id = fields.Many2one(
        'deal.variant', compute='_compute_deal_chosen_variant_id'
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
        domain = [('lead_id', 'in', self._origin.ids), ('is_chosen', '=', True)]
        chosen = self.env['deal.variant'].search_fetch(domain).grouped('lead_id')
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
            lead.deal_margin = arithmetic.margin_of(value, cost) if cost or value else None

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if {'expected_revenue', 'deal_cost'} & set(vals):
            vals = self._without_calculated(vals)
        return super().write(vals)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _choose_some_variant(self):
        """A deal with variants has a chosen one: the first, when none is."""
        for lead in self:
            if not lead.deal_chosen_variant_id and lead.deal_variant_ids:
                first = lead.deal_variant_ids.sorted()[:1]
                first.with_context(deal_variant_choosing=True).is_chosen = True

    def _sync_from_chosen_variant(self):
        """Let value and cost be those of the chosen variant, in the company's currency."""
        for lead in self:
            if variant := lead.deal_chosen_variant_id:
                lead._sync_from_variant(variant)

    def _sync_from_variant(self, variant):
        """The same from a variant of which the caller knows that it is the chosen one."""
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
        """The deal's values that follow from its chosen variant."""
        self.ensure_one()
        return {
            'expected_revenue': variant._get_company_amount(variant.amount_untaxed),
            'deal_cost': variant._get_company_amount(variant.sudo().cost_total),
        }

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _without_calculated(self, vals):
        """``vals`` without the figures that a chosen variant gives.

        :raise UserError: when they would change one
        """
        if self.env.context.get('deal_from_variant') or not self.sudo().deal_variant_ids:
            return vals
        if self.env.context.get('deal_fit_stage'):  # a merge proposes what it finds
            return {n: v for n, v in vals.items() if n not in ('expected_revenue', 'deal_cost')}
        for lead in self.filtered('deal_chosen_variant_id'):
            for name in {'expected_revenue', 'deal_cost'} & set(vals):
                if lead.company_currency.compare_amounts(lead.sudo()[name], vals[name] or 0.0):
                    raise UserError(
                        self.env._(
                            "The value of “%s” comes from its chosen variant. Change the "
                            "calculation, or choose another variant.",
                            lead.display_name,
                        )
                    )
        return vals

    def _get_free_variant_name(self, name):
        """``name``, numbered when the deal has such a variant already."""
        taken = set(self.deal_variant_ids.mapped('name'))
        names = (f'{name} {i}' if i > 1 else name for i in range(1, len(taken) + 2))
        return next(free for free in names if free not in taken)
