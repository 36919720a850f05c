"""Offer a lost deal again at a better price."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError


class DealWinBack(models.TransientModel):
    _name = 'deal.win.back'
    _description = "Win-Back Offer"
    _inherit = ['deal.dialogue']

    lead_id = fields.Many2one('crm.lead', string="Deal", required=True, ondelete='cascade')
    discount = fields.Float(
        string="Discount (%)",
        default=5.0,
        help="Off the prices of the last variant; lines that are locked stay as they are.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('discount')
    def _check_discount(self):
        for wizard in self:
            if not 0 <= wizard.discount < 100:
                raise ValidationError(self.env._("A discount lies between 0% and 100%."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Restore the deal, copy its last variant with the discount, and open the offer of it."""
        self.ensure_one()
        self.lead_id._check_deal_uses_calculation()
        last = self._get_last_variant()
        if not last:
            raise UserError(
                self.env._("There is nothing to offer: add products to the calculation.")
            )
        self.lead_id.filtered(lambda lead: not lead.active).action_restore()
        variant = self._copy_with_discount(last)
        offer = self.lead_id._get_draft_offer()
        offer.variant_ids = [Command.set(variant.ids)]
        return offer.get_formview_action()

    def _get_last_variant(self):
        """Return the variant that gave the deal its value, else the newest one."""
        variants = self.lead_id.deal_variant_ids.filtered('line_ids').sorted('id', reverse=True)
        return variants.filtered('is_chosen') or variants[:1]

    def _copy_with_discount(self, last):
        variant = last.copy()
        variant.name = self.lead_id._get_free_variant_name(self.env._("Win-back"))
        if self.discount:
            variant.set_total('net', last.amount_untaxed * (1 - self.discount / 100))
        variant.action_choose()
        return variant
