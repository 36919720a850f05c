"""Ask for a figure of the whole that the lines of a variant shall follow from."""

from odoo import api, fields, models

from ..models.deal_variant import COST_GROUP


class DealVariantSetTotal(models.TransientModel):
    _name = 'deal.variant.set.total'
    _description = "Set the Total"

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='variant_id.currency_id')
    figure = fields.Selection('_get_figures', default='net', required=True)
    amount = fields.Monetary()
    ratio = fields.Float(string="Percent", digits=False)
    price_step = fields.Char(related='variant_id.price_step', readonly=False)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_figures(self):
        """What can be set: of margin and markup only those know who may see costs."""
        figures = [
            ('net', self.env._("Net total")),
            ('gross', self.env._("Gross total")),
            ('margin', self.env._("Margin")),
            ('markup', self.env._("Markup")),
            ('discount', self.env._("Discount from the list prices")),
        ]
        sees_costs = self.env.user.has_group(COST_GROUP)
        return [f for f in figures if sees_costs or f[0] not in ('margin', 'markup')]

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

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_value(self):
        """What was entered, in the terms of :meth:`deal.variant.set_total`."""
        if self.figure in ('net', 'gross'):
            return self.amount
        return self.ratio * 100 if self.figure == 'discount' else self.ratio
