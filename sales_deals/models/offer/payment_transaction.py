"""Payments of orders that were accepted as offers: the salesperson is told."""

from odoo import models

#: Operations by which a client pays nothing.
UNPAID = ('validation', 'refund')


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def _post_process(self):
        """Tell the salesperson once of each payment that has come."""
        paid = self.filtered(
            lambda tx: (
                tx.state == 'done' and not tx.is_post_processed and tx.operation not in UNPAID
            )
        )
        result = super()._post_process()
        for offer in paid.sudo().sale_order_ids._get_accepted_offers():
            offer._send_news('paid')
        return result
