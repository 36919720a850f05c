"""What is left to do of an accepted offer whose order waits for its payment."""

from odoo import api, fields, models

from . import deal_offer  # noqa: F401 (extended below)


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    awaits_payment = fields.Boolean(
        compute='_compute_awaits_payment',
        help="It was accepted, and its order is confirmed when it is paid.",
    )

    @api.depends('state', 'sale_order_id.state')
    def _compute_awaits_payment(self):
        for offer in self:
            # Whoever sees the offer may know why the deal is not won yet.
            order = offer.sudo().sale_order_id
            offer.awaits_payment = offer.state == 'accepted' and order.state in ('draft', 'sent')

    def _prepare_payment_notice(self, thanks):
        """Prepare what the page of an accepted offer says of its order, below the thanks.

        :param str thanks: what stands there anyway
        :return: dictionary of those values of the page's notice that differ
        """
        self.ensure_one()
        # The link was checked; the client sees no order but the one that was made of the offer.
        order = self.sudo().sale_order_id
        if not order or order.state == 'sale':
            return {}
        if order.state == 'cancel':
            rest = self.env._("The order was cancelled since. Write to us if you still want it.")
        elif order.get_portal_last_transaction().state in ('pending', 'authorized'):
            rest = self.env._("Your payment is on its way; we confirm the order when it is there.")
        elif order._has_to_be_paid():
            return self._prepare_payment_request(thanks, order)
        elif order.is_expired:
            rest = self.env._("The order was not paid in time. Please write to us.")
        else:
            return {}
        return {'notice': f'{thanks} {rest}'}

    def _prepare_payment_request(self, thanks, order):
        due = order._get_prepayment_required_amount() - order.amount_paid
        rest = self.env._(
            "One step is left: the order is confirmed when %s is paid.",
            self._format_money(due, order.currency_id),
        )
        return {
            'notice': f'{thanks} {rest}',
            # Opens the choice of ways to pay.
            'notice_url': order.get_portal_url(query_string='&allow_payment=yes'),
            'notice_link': self.env._("Pay now"),
        }
