"""Optional lines of quotations on the customer portal."""

from odoo.addons.sale_management.controllers.portal import CustomerPortal
from odoo.http import request, route


class DealCustomerPortal(CustomerPortal):
    @route()
    def portal_quote_option_update(
        self, order_id, line_id, access_token=None, remove=False, input_quantity=False, **kwargs
    ):
        """Add an optional line with the quantity that was proposed for it."""
        if input_quantity is False and not remove:
            # Nothing is told or changed here: Odoo checks the access before it writes.
            line = request.env['sale.order.line'].sudo().browse(int(line_id)).exists()
            if not line.product_uom_qty and line.deal_optional_quantity:
                input_quantity = line.deal_optional_quantity
        return super().portal_quote_option_update(
            order_id,
            line_id,
            access_token=access_token,
            remove=remove,
            input_quantity=input_quantity,
            **kwargs,
        )
