"""Ask for the total from which the unit prices of a variant are derived."""

from odoo import api, fields, models

from .deal_variant import COST_GROUP


class DealVariantSetTotal(models.TransientModel):
    _name = 'deal.variant.set.total'
    _description = "Set the Total"
    _inherit = ['deal.dialogue']

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='variant_id.currency_id')
    figure = fields.Selection(
        [
            ('net', "Net total"),
            ('gross', "Gross total"),
            ('margin', "Margin"),
            ('markup', "Markup"),
            ('discount', "Discount from the list prices"),
        ],
        default='net',
        required=True,
    )
    amount = fields.Monetary()
    ratio = fields.Float(string="Percent", digits=False)
    price_step = fields.Char(related='variant_id.price_step', readonly=False)

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Offer margin and markup only to users who may see costs."""
        described = super().fields_get(allfields, attributes)
        figures = described.get('figure', {})
        if 'selection' in figures and not self.env.user.has_group(COST_GROUP):
            known = ('margin', 'markup')
            figures['selection'] = [f for f in figures['selection'] if f[0] not in known]
        return described

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Set the figure; say so where it can't be met to the last unit."""
        self.ensure_one()
        message = self.variant_id.set_total(self.figure, self._get_value())
        close = {'type': 'ir.actions.act_window_close'}
        if not message:
            return close
        params = {'type': 'warning', 'message': message, 'next': close}
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': params}

    def _get_value(self):
        """Return what was entered, in the terms of :meth:`deal.variant.set_total`."""
        if self.figure in ('net', 'gross'):
            return self.amount
        return self.ratio * 100 if self.figure == 'discount' else self.ratio
