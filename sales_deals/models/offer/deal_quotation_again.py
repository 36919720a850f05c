"""Ask before a deal of which an offer was accepted gets another quotation."""

from odoo import api, fields, models


class DealQuotationAgain(models.TransientModel):
    _name = 'deal.quotation.again'
    _description = "Another Quotation"
    _inherit = ['deal.dialogue']

    lead_id = fields.Many2one('crm.lead', string="Deal", required=True, ondelete='cascade')
    question = fields.Text(compute='_compute_question')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('lead_id')
    def _compute_question(self):
        for wizard in self:
            offer = wizard.lead_id._origin._get_ordered_offer()
            wizard.question = self.env._(
                "The offer %(offer)s was accepted, and its order is %(order)s. Another quotation "
                "would be an order of its own.",
                offer=offer.display_name,
                order=offer.sale_order_id.name,
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Make another quotation all the same."""
        self.ensure_one()
        lead = self.lead_id.with_context(deal_quotation_again=True)
        return lead.action_sale_quotations_new()

    def action_open_order(self):
        """Open the order that there is."""
        self.ensure_one()
        order = self.lead_id._get_ordered_offer().sale_order_id
        return order.with_env(self.env).get_formview_action()
