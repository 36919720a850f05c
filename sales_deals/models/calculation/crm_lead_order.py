"""A deal's quotations: made of its chosen variant, and what their acceptance says of the deal."""

from odoo import models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

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
        """The value of a calculated deal is its chosen variant's, or what was accepted of it.

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

    def _prepare_values_of_variant(self, variant):
        values = super()._prepare_values_of_variant(variant)
        if order := variant._get_changed_order():
            cost = order.amount_untaxed - order.margin
            values['expected_revenue'] = order._get_amount_at(order.amount_untaxed, variant.date)
            values['deal_cost'] = order._get_amount_at(cost, variant.date)
        return values
