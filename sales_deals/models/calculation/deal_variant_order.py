"""Make an ordinary sales order of a variant, and follow its confirmation."""

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round, is_html_empty

from ..company.deal_record import system
from . import deal_variant, deal_variant_line  # noqa: F401 (extended below)

# Where the lines of an order begin, and where the optional ones: behind the discount that Odoo's
# wizard adds to the whole order (999), which would become optional else.
FIRST_SEQUENCE = 10
FIRST_OPTIONAL_SEQUENCE = 1000


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    accepted_order_id = fields.Many2one(
        'sale.order',
        index='btree_not_null',
        readonly=True,
        copy=False,
        help="The last confirmed order of this variant. What was confirmed is the deal's value.",
    )

    def _check_may_be_offered(self):
        """Raise UserError when prices need an approval, or items of a combo are missing."""
        self._check_is_approved()
        self._check_combos_are_complete()

    def _make_order(self):
        """Make an ordinary quotation of each variant, with the same totals to the cent.

        Optional lines come last, in an optional section, with quantity 0; what was proposed is
        remembered in ``deal_optional_quantity``.

        :return: the new ``sale.order`` records, in the order of the variants
        :raise UserError: when the deal has no customer, or the prices need an approval
        :raise AccessError: when the user may not make orders
        """
        self._check_may_be_offered()
        return self._create_orders([variant._prepare_order_data() for variant in self])

    @api.model
    def _create_orders(self, data_list):
        """Create the orders that were prepared, now or earlier.

        :param data_list: what :meth:`_prepare_order_data` gave, one for each order
        :return: the new ``sale.order`` records
        """
        orders = self.env['sale.order'].create([_entered(data['values']) for data in data_list])
        for order, data in zip(orders, data_list, strict=True):
            # Nobody enters it: the data were prepared of that variant.
            order.sudo().deal_variant_id = data['values']['deal_variant_id']
            if order.currency_id.id != data['currency_id']:
                # Odoo takes no currency on create, only that of the price list.
                order.currency_id = data['currency_id']
        order_lines = self.env['sale.order.line']
        order_lines.check_access('create')
        # The order keeps the cost of the calculation, also for whoever may not see costs: such
        # a user may not write Odoo's cost either.
        system(order_lines).create(
            [
                {**values, 'order_id': order.id}
                for order, data in zip(orders, data_list, strict=True)
                for _line_id, values in data['lines']
            ]
        )
        return orders

    def _prepare_order_data(self):
        """Prepare all that is needed to make an order of this variant, as plain values.

        :return: dictionary of ``values`` (of the order), ``currency_id`` and ``lines``: tuples of
            the calculation line's id (False for the section of the optional ones) and the order
            line's values
        """
        self.ensure_one()
        return {
            'values': self._prepare_order_values(),
            'currency_id': self.currency_id.id,
            'lines': [(line.id, values) for line, values in self._prepare_order_lines()],
        }

    def _prepare_order_values(self):
        """Prepare the values of the order that is made of this variant, without its lines.

        To be extended by whoever adds terms to variants.

        :return: dictionary for ``sale.order.create``: what Odoo takes over from the deal, and the
            variant's terms; what is not in it, Odoo computes as for any quotation
        :raise UserError: when the deal has no customer
        """
        self.ensure_one()
        if not self.partner_id:
            raise UserError(
                self.env._(
                    "A quotation needs a customer. Choose one on “%s” first.",
                    self.lead_id.display_name,
                )
            )
        order_fields = self.env['sale.order']._fields
        values = {
            **self._prepare_order_values_of_deal(),
            'company_id': self.company_id.id,
            'pricelist_id': self.pricelist_id.id,
            'fiscal_position_id': self.fiscal_position_id.id,
            'payment_term_id': self.payment_term_id.id,
            'deal_variant_id': self.id,
            'deal_delivery_time': self.delivery_time,
        }
        if self.validity_days > 0:
            today = fields.Date.context_today(self)
            values['validity_date'] = today + timedelta(days=self.validity_days)
        if not is_html_empty(self.note):
            values['note'] = self.note
        if self.incoterm_id and 'incoterm' in order_fields:  # comes with deliveries
            values['incoterm'] = self.incoterm_id.id
        return values

    def _prepare_order_values_of_deal(self):
        """Prepare what Odoo's own "New Quotation" takes over from the deal."""
        lead, user = self.lead_id, self.env.user
        context = lead._prepare_opportunity_quotation_context()
        names = {name: name.removeprefix('default_') for name in context}
        known = self.env['sale.order']._fields
        values = {names[n]: value for n, value in context.items() if names[n] in known}
        sees_all = user.has_group('sales_team.group_sale_salesman_all_leads')
        if not lead.user_id and not sees_all and not self.env.su:
            # Odoo would take the customer's salesperson, whose orders this user may not make.
            values['user_id'] = user.id
        return values

    def _prepare_order_lines(self):
        """Prepare the order lines that are made of the lines.

        :return: list of tuples (line, dictionary), in the order's order; the line is empty for
            the section that holds the optional ones
        """
        self.ensure_one()
        prices = self._get_order_prices()
        lines, optional = self._get_order_layout()
        made = [
            (line, {**line._prepare_order_line_values(*prices.get(line, ())), 'sequence': sequence})
            for sequence, line in enumerate(lines, FIRST_SEQUENCE)
        ]
        if not optional:
            return made
        first = max(FIRST_OPTIONAL_SEQUENCE, FIRST_SEQUENCE + len(lines))
        section = {**self._prepare_optional_section_values(), 'sequence': first}
        made.append((self.env['deal.variant.line'], section))
        for sequence, (line, headings) in enumerate(optional, first + 1):
            values = line._prepare_optional_order_line_values(*prices.get(line, ()))
            values.update(headings._get_hiding(), sequence=sequence)
            made.append((line, values))
        return made

    def _accept(self, order):
        """Choose this variant for a confirmed order, whose amount becomes the deal's value.

        Called by everybody who confirms an order, customers on the portal included.
        """
        self.ensure_one()
        variant = self.sudo().with_context(deal_track_value=True)
        variant.lead_id._track_set_log_message(
            self.env._("The value is what was accepted with %s.", order.name)
        )
        variant.write({'is_chosen': True, 'accepted_order_id': order.id})

    def _get_changed_order(self):
        """Return the accepted order if its totals differ from the variant's, or none.

        As long as it is confirmed it is the deal's value: what was agreed counts, not what was
        calculated.
        """
        self.ensure_one()
        # Read for whoever edits the variant, who need not see the order.
        order = self.sudo().accepted_order_id
        if order.state != 'sale':
            return order.browse()
        same = not self.currency_id.compare_amounts(order.amount_untaxed, self.amount_untaxed)
        return order.browse() if same and order.currency_id == self.currency_id else order

    def _get_order_prices(self):
        """Return the lines' prices as Odoo shows them: list price and discount if possible.

        Odoo knows discounts of few digits only. They are shown where each line and the whole,
        taxes included, come to the same amounts; if the whole does not, or may not with the
        optional lines that the customer takes, where they are exact.

        :return: dictionary of line to (unit price, discount in percent), for the order line's
            fields of these names
        """
        self.ensure_one()
        products = self.line_ids.filtered(lambda line: not line.display_type)
        plain = {line: (line.price_unit, 0.0) for line in products}
        shown = {line: prices for line in products if (prices := line._get_discounted_price())}
        exact = {line: price for line, price in shown.items() if line._is_exact_price(*price)}
        has_options = any(products.mapped('is_optional'))
        for prices in (exact,) if has_options else (shown, exact):
            if self._has_same_totals(prices):
                return {**plain, **prices}
        return plain

    def _has_same_totals(self, prices):
        """Return whether the totals are the same at some lines' list prices less discounts.

        :param dict prices: line to (list price, discount in percent)
        """
        net_prices = {line: _discounted(*price) for line, price in prices.items()}
        if all(line.price_unit == price for line, price in net_prices.items()):
            return True
        totals = self._get_tax_totals(self._get_priced_lines(), net_prices)
        return totals == self._get_tax_totals(self._get_priced_lines())


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # What Odoo's tax engine is told of the lines of an order's global discount.
    extra_tax_data = fields.Json()

    def _prepare_order_line_values(self, price_unit=None, discount=0.0):
        """Prepare the values of the order line that is made of this line.

        To be extended by whoever adds fields to calculation lines. The cost is in it for every
        user: it may be written, not shown.

        :param float price_unit: for one unit in the order's currency, with the taxes that it
            includes, before the discount; the line's own price when not given
        :param float discount: in percent
        :return: dictionary for ``sale.order.line.create``, without order and sequence
        """
        self.ensure_one()
        if self.display_type:
            return {
                'display_type': self.display_type,
                'name': self.name,
                **self._get_hiding(),
            }
        return {
            'product_id': self.product_id.id,
            'name': self.name,
            'product_uom_qty': self.quantity,
            'product_uom_id': self.uom_id.id,
            'price_unit': self.price_unit if price_unit is None else price_unit,
            'discount': discount,
            'tax_ids': [Command.set(self.tax_ids.ids)],
            # The cost that the order shall keep, whoever makes it.
            'purchase_price': self.sudo().cost,
            'extra_tax_data': _get_discount_mark(self.extra_tax_data),
            'has_deal_price': True,
            **self._prepare_configuration(),
            **self._prepare_combo_link(),
        }

    def _prepare_optional_order_line_values(self, price_unit=None, discount=0.0):
        """Do as :meth:`_prepare_order_line_values`, for a line of the optional section.

        Its quantity is 0 until the customer wants it; sections become subsections.
        """
        values = self._prepare_order_line_values(price_unit, discount)
        if self.display_type == 'line_section':
            values['display_type'] = 'line_subsection'
        if not self.display_type:
            values.update(product_uom_qty=0.0, deal_optional_quantity=self.quantity)
        return values

    def _prepare_global_discount(self):
        """Return what Odoo's tax engine must know of a line that is an order's discount."""
        is_discount = _get_discount_mark(self.extra_tax_data)
        return {'special_type': 'global_discount'} if is_discount else {}

    @api.model
    def _with_discount_mark(self, vals):
        """Return ``vals`` in which Odoo's tax engine is told of an order's discount at most."""
        if 'extra_tax_data' not in vals:
            return vals
        return {**vals, 'extra_tax_data': _get_discount_mark(vals['extra_tax_data'])}

    def _get_discounted_price(self):
        """Return the price as list price and discount, if that gives the same amounts.

        A price above the list price is no discount: it is shown as it is, as Odoo does.

        :return: tuple (list price, discount in percent), or None
        """
        if self.linked_line_id or self._is_combo():
            # Odoo gives the items of an order the discount of their combo, which has none.
            return None
        digits = self.env['decimal.precision'].precision_get('Discount')
        discount = float_round(self.discount or 0.0, precision_digits=digits)
        if not self.list_price or self.discount is False or discount < 0:
            return None
        net, gross = self._get_amounts(_discounted(self.list_price, discount))
        differs = self.currency_id.compare_amounts
        if differs(net, self.price_subtotal) or differs(gross, self.price_total):
            return None
        return self.list_price, discount

    def _is_exact_price(self, price_unit, discount):
        """Return whether a price less a discount is the line's price, but for the last bits."""
        difference = _discounted(price_unit, discount) - self.price_unit
        return abs(difference) <= abs(self.price_unit) * 1e-14


def _entered(values):
    """Return those values of an order that its user may enter."""
    return {name: value for name, value in values.items() if name != 'deal_variant_id'}


def _discounted(price_unit, discount):
    """Take a discount off a price as Odoo's tax engine does."""
    return price_unit * (1 - discount / 100.0)


def _get_discount_mark(data):
    """Return what marks a line as an order's discount, of what Odoo's tax engine may be told.

    Amounts of taxes that somebody has entered would be the order's, not the calculation's.

    :param data: of any kind, as a client may send it
    :return: dictionary, or False for all other lines
    """
    key = data.get('computation_key') if isinstance(data, dict) else None
    is_mark = isinstance(key, str) and key.startswith('global_discount,')
    return is_mark and {'computation_key': key}
