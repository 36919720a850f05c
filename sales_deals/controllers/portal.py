"""Optional lines of quotations on the customer portal."""

from odoo.addons.sale_management.controllers.portal import CustomerPortal
from odoo.http import request, route

from .offer import MAX_ID, read_id

#: The greatest quantity that is taken from a client.
MAX_QUANTITY = 10**9


class DealCustomerPortal(CustomerPortal):
    @route()
    def portal_quote_option_update(
        self, order_id, line_id, access_token=None, remove=False, input_quantity=False, **kwargs
    ):
        """Add an optional line with the quantity that was proposed for it.

        What is no quantity is refused as Odoo refuses lines that are not optional: by no answer.
        """
        line_id = read_id(line_id)
        if input_quantity is not False and not _is_quantity(input_quantity):
            return None
        if input_quantity is False and not remove:
            # Nothing is told or changed here: Odoo checks the access before it writes.
            line = request.env['sale.order.line'].sudo().browse(line_id).exists()
            if not line.product_uom_qty and line.deal_optional_quantity:
                input_quantity = line.deal_optional_quantity
        return super().portal_quote_option_update(
            min(order_id, MAX_ID),
            line_id,
            access_token=access_token if isinstance(access_token, str) else None,
            remove=remove,
            input_quantity=input_quantity,
            **kwargs,
        )


def _is_quantity(value):
    """Tell whether a client's number is one: JSON also has NaN, and Infinity."""
    return type(value) in (int, float) and 0 <= value <= MAX_QUANTITY
