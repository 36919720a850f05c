"""Orders of accepted offers: as they were sent, with what is still there of it."""

import logging

from psycopg2 import IntegrityError

from odoo import Command, api, models
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError

from . import deal_offer  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)

#: Errors whose words are those of a database, or for colleagues.
INTERNAL_ERRORS = (AccessError, MissingError, ValidationError, IntegrityError)


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def _make_accepted_order(self, key, options):
        """Make the order of the variant as it was sent, with the ticked options.

        Between sending and accepting, a business merges, archives and deletes records. What is gone
        is what a new order would get, and the order says so.

        :return: a ``sale.order`` in draft
        :raise UserError: in words for the client, whatever has gone wrong
        """
        try:
            with self.env.cr.savepoint():
                order = self._make_order_of_what_is_left(key, options)
                self.env.flush_all()
                return order
        except INTERNAL_ERRORS as error:
            _logger.exception("No order can be made of %s", self.display_name)
            raise UserError(self._get_no_order_message()) from error

    def _get_no_order_message(self):
        """Return what is said to the client, or to a colleague, when no order can be made."""
        if self._get_told():
            return self.env._("No order can be made of this offer any more. Make a new version.")
        return self.env._("The offer can't be accepted on this page just now. Please write to us.")

    def _make_order_of_what_is_left(self, key, options):
        data, gone = self.order_data[key], set()
        # Merges of contacts and deals change these.
        current = {'partner_id': self.partner_id.id, 'opportunity_id': self.lead_id.id}
        values = self._without_gone('sale.order', {**data['values'], **current}, gone)
        lines = []
        for line_id, sent in data['lines']:
            line = self._prepare_line_of_what_is_left(sent, gone)
            if str(line_id) in options:
                line['product_uom_qty'] = sent['deal_optional_quantity']
            lines.append((line_id, line))
        made = {**data, 'values': {'deal_variant_id': False, **values}, 'lines': lines}
        order = self.env['deal.variant']._create_orders([made])
        order.validity_date = self._get_order_end()
        if gone:
            order._message_log(
                body=self.env._(
                    "Since the offer was sent, these were deleted, and are now as in any new "
                    "order: %s.",
                    ", ".join(sorted(gone)),
                )
            )
        return order

    def _prepare_line_of_what_is_left(self, sent, gone):
        """Prepare an order line; the product's name and price stay when it was deleted."""
        line = self._without_gone('sale.order.line', sent, gone)
        if line.get('display_type') or 'product_id' not in sent or line.get('product_id'):
            return line
        name = (sent.get('name') or '').partition('\n')[0] or self.env._("Deleted product")
        product = self.env['product.product'].create({'name': name, 'type': 'service'})
        return {**line, 'product_id': product.id, 'product_uom_id': product.uom_id.id}

    @api.model
    def _without_gone(self, model, values, gone):
        """Return values without what names records that were deleted, or unknown fields.

        :param set gone: gets the labels of what was left out
        """
        kept = {}
        for name, value in values.items():
            field = self.env[model]._fields.get(name)
            if not field:
                continue
            if self._is_there(field, value):
                kept[name] = value
            else:
                gone.add(field._description_string(self.env))
        return kept

    @api.model
    def _is_there(self, field, value):
        """Tell whether all records that a value names exist."""
        if not field.relational or not value:
            return True
        if field.type == 'many2one':
            return bool(self.env[field.comodel_name].browse(value).exists())
        comodel, gone = self.env[field.comodel_name], set()
        for command in value:
            if command[0] == Command.CREATE:
                self._without_gone(field.comodel_name, command[2], gone)
            elif len(ids := {command[1], *(command[2] or ())} - {0}) != len(
                comodel.browse(ids).exists()
            ):
                return False
        return not gone
