"""Set a total and derive the unit prices."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount

from ...tools.pricing import arithmetic
from ..company.deal_record import is_number
from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP

#: What can be set, and what of it tells the cost: it would follow from the price.
FIGURES = {'net', 'gross', 'discount', 'margin', 'markup'}
COST_FIGURES = {'margin', 'markup'}
# How often a rounding difference is moved to another line before it is left as it is.
SETTLE_TRIES = 20


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    price_step = fields.Char(
        string="Step of Unit Prices",
        help="Unit prices that follow from a total end so: “.99” for prices such as 4.99, “5” or "
        "“1000” for multiples. Wins over meeting the total exactly. Empty: any price.",
    )
    total_message = fields.Char(
        string="About the Total",
        copy=False,
        help="How far the total is from the one set.",
        readonly=True,
    )
    total_undo = fields.Json(
        copy=False, groups=COST_GROUP, readonly=True
    )  # what lines held: maybe margins

    # ------------------------------------------------------------
    # INTERFACE
    # ------------------------------------------------------------

    def set_total(self, figure, value):
        """Set a figure of the whole; the unlocked lines follow in proportion.

        Optional lines are not touched. What the lines held is kept for one undo.

        :param str figure: 'net' or 'gross' (amounts in the variant's currency), 'margin' or
            'markup' (ratios: 0.3 is 30 %), 'discount' (percent of the list prices)
        :param float value: what the figure shall be
        :return: words about the difference that is left, or False
        :raise UserError: when no prices can give that figure
        :raise AccessError: for a figure that tells the cost, and a user who may not see it
        """
        self.ensure_one()
        self._check_may_set(figure)
        if not is_number(value):
            raise UserError(self.line_ids._get_refusal_message('not_a_number'))
        lines = self._get_free_lines()
        target = self._get_target(figure, value, lines)
        self._apply_parts(lines, self._get_parts(target, lines))
        message = self._get_difference_message(figure, value)
        self.sudo().total_message = message  # who could set the total is told of it
        return message

    def action_undo_total(self):
        """Give the lines back what they held before the total was set."""
        self.ensure_one()
        self.check_access('write')
        # Lines held what not everybody may read who may set a total.
        variant = self.sudo().with_context(deal_lines_bulk=True)
        undo = variant.total_undo or {}
        for line in variant.line_ids.filtered(lambda line: str(line.id) in undo):
            held, held_value, given = undo[str(line.id)]
            if line.held == 'price' and line.held_value == given:
                line.write({'held': held, 'held_value': held_value})
        variant.write({'total_undo': False, 'total_message': False})

    @api.model
    def _check_price_step(self, vals):
        """Raise ValidationError for a step of unit prices that is none."""
        if not arithmetic.is_step((vals.get('price_step') or '').strip()):
            raise ValidationError(
                self.env._("The step of unit prices is a number such as 5, 1000 or .99.")
            )

    def _forget_total_message(self):
        """Delete what was said of a total that has changed since."""
        # Whoever could change the calculation makes the message untrue.
        self.sudo().filtered('total_message').total_message = False

    def _check_may_set(self, figure):
        if figure not in FIGURES:
            raise UserError(self.env._("This figure of a total can't be set."))
        if figure in COST_FIGURES:
            self._check_field_access(self._fields[figure], 'read')

    def _get_free_lines(self):
        """Return the lines that may follow a total.

        They count in it, are not locked, and have a quantity and a price of their own.

        :raise UserError: when there is none
        """
        lines = self._get_priced_lines().filtered(lambda line: not line._is_combo())
        free = lines.filtered(lambda line: not line.is_locked and line.quantity)
        if not free:
            raise UserError(
                self.env._("No line can follow the total: all are locked. Unlock a line first.")
                if lines
                else self.env._("There are no lines to spread the total over. Add products first.")
            )
        return free

    def _get_target(self, figure, value, lines):
        """Return the untaxed total, in smallest units, at which the figure has the value."""
        if figure == 'gross':
            return self._get_net_for_gross(value, lines)
        price = arithmetic.total_for(
            'price' if figure == 'net' else figure,
            value,
            cost=self.sudo().cost_total,
            list_total=self._get_list_total() if figure == 'discount' else 0.0,
        )
        if isinstance(price, arithmetic.Refusal):
            raise UserError(lines._get_refusal_message(price.reason))
        return self._to_units(price)

    def _get_list_total(self):
        """Return the untaxed total at list prices."""
        return sum(line._get_amounts(line.list_price)[0] for line in self._get_priced_lines())

    def _get_net_for_gross(self, gross, lines):
        def gross_at(net):
            prices = lines._get_prices_of_parts(self._get_parts(net, lines))
            return self._to_units(self._get_tax_totals_at(prices)[2])

        target, now = self._to_units(gross), self._to_units(self.amount_total)
        net = self._to_units(self.amount_untaxed)
        return arithmetic.nearest(target, round(target * net / now) if now else target, gross_at)

    def _get_parts(self, target, lines):
        """Return net amounts of the lines that sum up to ``target`` with the rest.

        All in smallest units.
        """
        others = self._get_priced_lines() - lines
        locked = self._to_units(self._get_tax_totals(others)[0]) if others else 0
        weights = [self._to_units(line.price_subtotal) for line in lines]
        parts = arithmetic.distribute(target - locked, weights)
        if parts is None:
            raise UserError(
                self.env._(
                    "The lines that may change sum up to 0: there is no proportion to keep. Give "
                    "a line a price, or unlock another one."
                )
            )
        return parts

    def _apply_parts(self, lines, parts):
        prices = lines._get_prices_of_parts(parts)
        lines._settle_prices(prices, parts)
        if self.price_step:
            step = self.price_step.strip()
            prices = {line: arithmetic.snap(price, step) for line, price in prices.items()}
        self.check_access('write')
        # What the lines held may be a margin: it is kept for all, and read by the group only.
        lines = lines.sudo().with_context(deal_lines_bulk=True)
        undo = {line.id: [line.held, line.held_value, prices[line]] for line in lines}
        lines.write({'held': 'price'})
        for line in lines:
            line.held_value = prices[line]
        # Written at once: the deal's value follows, and nothing clears the message in between.
        self.sudo().total_undo = undo

    def _get_tax_totals_at(self, prices):
        """Return net, tax and gross of the variant with other unit prices for some lines."""
        return self._get_tax_totals(self._get_priced_lines(), prices)

    def _get_difference_message(self, figure, value):
        """Return what to say when the figure set is not met; False when it is."""
        now = {'net': self.amount_untaxed, 'gross': self.amount_total}
        if figure not in now or not self.currency_id.compare_amounts(now[figure], value):
            return False
        return self.env._(
            "%(wanted)s can't be met: %(reached)s is the nearest, a difference of %(difference)s.",
            wanted=format_amount(self.env, value, self.currency_id),
            reached=format_amount(self.env, now[figure], self.currency_id),
            difference=format_amount(self.env, now[figure] - value, self.currency_id),
        )

    def _to_units(self, amount):
        return arithmetic.to_units(amount, self.currency_id.rounding)


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    def _get_prices_of_parts(self, parts):
        """Return unit prices at which the lines have given net amounts (smallest units)."""
        prices = {}
        for line, part in zip(self, parts, strict=True):
            net = arithmetic.from_units(part, line.currency_id.rounding) / line.quantity
            prices[line] = line._get_price_from_net(net)
        return prices

    def _settle_prices(self, prices, parts):
        """Move to other lines what a line with included tax cannot have to the last unit.

        :param dict prices: changed in place
        """
        rounding = self.currency_id.rounding
        wanted = dict(zip(self, parts, strict=True))
        taxed = self.filtered(lambda line: any(line.tax_ids.mapped('price_include')))
        reached = {
            line: arithmetic.to_units(line._get_amounts(prices[line])[0], rounding)
            for line in taxed
        }
        missing = sum(wanted[line] - units for line, units in reached.items())
        for line in self.sorted(lambda line: -abs(wanted[line]))[:SETTLE_TRIES] if missing else ():
            part = reached.get(line, wanted[line]) + missing
            price = line._get_prices_of_parts([part])[line]
            if arithmetic.to_units(line._get_amounts(price)[0], rounding) == part:
                prices[line] = price
                return
