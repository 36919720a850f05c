"""Set a total and derive the unit prices."""

from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.pricing import arithmetic
from ..company.deal_record import is_number
from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP

#: What can be set, and what of it tells the cost: it would follow from the price.
FIGURES = {'net', 'gross', 'discount', 'margin', 'markup'}
COST_FIGURES = {'margin', 'markup'}
# How often a rounding difference is moved to another line before it is left as it is.
SETTLE_TRIES = 12
# What undoes the line "Rounding", among the lines' ids.
ROUNDING = 'rounding'


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

        Their prices can be shown in full. What these leave of the total goes to a line of
        quantity 1, or to one that is added: "Rounding". Optional lines are not touched. What the
        lines held is kept for one undo.

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
        self._apply_prices(self._find_prices(figure, value, self._get_free_lines()))
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
        before, given = undo.get(ROUNDING, (0.0, 0.0))
        if self._get_rounding() == given != before:
            self._set_rounding(before)
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
        lines -= self._get_rounding_lines()
        free = lines.filtered(lambda line: not line.is_locked and line.quantity)
        if not free:
            raise UserError(
                self.env._("No line can follow the total: all are locked. Unlock a line first.")
                if lines
                else self.env._("There are no lines to spread the total over. Add products first.")
            )
        return free

    def _find_prices(self, figure, value, lines):
        """Return unit prices at which the figure has the value, with a line "Rounding" if needed.

        :return: dictionary of line to price
        """
        self.check_access('write')
        rounding = self._get_rounding_lines()
        prices, is_met = self._get_prices_at(figure, value, lines + rounding)
        if self.price_step:
            return self._get_stepped_prices(prices)
        if not is_met and not rounding:
            prices, _is_met = self._get_prices_at(figure, value, lines + self._make_rounding_line())
        return prices

    def _get_stepped_prices(self, prices):
        """Return prices that follow the step, which wins over the total: nothing is left."""
        step, rounding = self.price_step.strip(), self._get_rounding_lines()
        return {
            line: 0.0 if line in rounding else arithmetic.snap(price, step)
            for line, price in prices.items()
        }

    def _get_prices_at(self, figure, value, lines):
        """Return unit prices that give a figure its value, as far as they can be shown.

        :return: tuple of a dictionary of line to price, and whether another line could not help
        """
        target = self._get_target(figure, value, lines)
        if figure == 'gross':
            return self._get_prices_for_gross(target, lines)
        prices, rest = lines._get_prices_of_parts(self._get_parts(target, lines))
        if all(line._has_whole_amount(prices) for line in self._get_priced_lines()):
            return prices, not rest
        return self._settle(prices, target, lines)

    def _get_prices_for_gross(self, target, lines):
        """Do as :meth:`_get_prices_at` for a gross total: the net one is searched for."""
        found = {}

        def gross_at(net):
            found[net] = lines._get_prices_of_parts(self._get_parts(net, lines))
            return self._to_units(self._get_tax_totals_at(found[net][0])[2])

        net = arithmetic.nearest(target, self._get_net_near(target), gross_at)
        prices, rest = found[net]
        return prices, not rest or gross_at(net) == target

    def _settle(self, prices, target, lines):
        """Change one price, if needed: Odoo rounds as a whole what each line has less or more."""
        missing = target - self._get_net_at(prices)
        for line, change in islice(lines._get_changes(missing), SETTLE_TRIES):
            trial = {**prices, line: line._make_price(prices[line] + change)}
            if self._get_net_at(trial) == target:
                return trial, True
        return prices, not missing

    def _get_net_at(self, prices):
        return self._to_units(self._get_tax_totals_at(prices)[0])

    def _get_net_near(self, gross):
        """Return a net total, as they are now in proportion, for a gross one in smallest units."""
        now, net = self._to_units(self.amount_total), self._to_units(self.amount_untaxed)
        return round(gross * net / now) if now else gross

    def _get_target(self, figure, value, lines):
        """Return the total, in smallest units, at which the figure has the value.

        It is untaxed, but for the gross total.
        """
        if figure == 'gross':
            return self._to_units(value)
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

    def _get_parts(self, target, lines):
        """Return net amounts of the lines that sum up to ``target`` with the rest.

        All in smallest units.
        """
        others, rounding = self._get_priced_lines() - lines, self._get_rounding_lines()
        locked = self._to_units(self._get_tax_totals(others)[0]) if others else 0
        weights = [0 if line in rounding else self._to_units(line.price_subtotal) for line in lines]
        parts = arithmetic.distribute(target - locked, weights)
        if parts is None:
            raise UserError(
                self.env._(
                    "The lines that may change sum up to 0: there is no proportion to keep. Give "
                    "a line a price, or unlock another one."
                )
            )
        return parts

    def _apply_prices(self, prices):
        """Let lines hold prices, and remember what undoes it."""
        before, rounding = self._get_rounding(), self._get_rounding_lines()
        given = sum(prices[line] for line in rounding if line in prices)
        # What the lines held may be a margin: it is kept for all, and read by the group only.
        lines = self.line_ids.browse(line.id for line in prices) - rounding
        lines = lines.sudo().with_context(deal_lines_bulk=True)
        undo = {line.id: [line.held, line.held_value, prices[line]] for line in lines}
        lines.write({'held': 'price'})
        for line in lines:
            line.held_value = prices[line]
        if before or given:
            undo[ROUNDING] = [before, given]
        self._set_rounding(given)
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
        write = self.currency_id._format_deal_amount
        return self.env._(
            "%(wanted)s can't be met: %(reached)s is the nearest, a difference of %(difference)s.",
            wanted=write(value),
            reached=write(now[figure]),
            difference=write(now[figure] - value),
        )

    def _to_units(self, amount):
        return arithmetic.to_units(amount, self.currency_id.rounding)


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    def _get_prices_of_parts(self, parts):
        """Return unit prices at which the lines have net amounts, as far as they can be shown.

        What one line can't have to the last unit goes to the next, from the largest quantity to
        the smallest: one of quantity 1 can have any amount. A line "Rounding" comes last.

        :param list parts: a net amount for each line, in smallest units
        :return: tuple of a dictionary of line to price, and the rest in smallest units
        """
        wanted, rest = dict(zip(self, parts, strict=True)), 0
        rounding, prices = self.variant_id._get_rounding_lines(), {}
        for line in self.sorted(
            lambda line: (line in rounding, -abs(line.quantity), -abs(wanted[line]))
        ):
            part = wanted[line]
            if line in rounding or _can_take(rest, part):
                part += rest
            prices[line] = line._get_price_of_part(part)
            rest += wanted[line] - line._get_units_at(prices[line])
        return prices, rest

    def _get_price_of_part(self, part):
        """Return the unit price nearest to a net amount in smallest units."""
        net = arithmetic.from_units(part, self.currency_id.rounding) / self.quantity
        return self._make_price(self._get_price_from_net(net))

    def _get_units_at(self, price):
        """Return the net amount at a unit price, in smallest units."""
        is_included = self._has_included_taxes()
        net = self._get_amounts(price)[0] if is_included else price * self.quantity
        return arithmetic.to_units(net, self.currency_id.rounding)

    def _get_changes(self, missing):
        """Generate changes of lines of quantity 1 that may give what is missing, likely ones first.

        :param int missing: net amount in smallest units
        :return: tuples (line, change of its unit price)
        """
        singles = self.filtered(lambda line: abs(line.quantity) == 1 and missing)
        for line in singles.sorted(
            lambda line: (line._has_included_taxes(), -abs(line.price_subtotal))
        ):
            more = (0, 1, 2) if line._has_included_taxes() else (0,)
            for units in more:
                change = missing + units * (1 if missing > 0 else -1)
                yield line, arithmetic.from_units(change, line.currency_id.rounding) * line.quantity

    def _has_whole_amount(self, prices):
        """Return whether nothing of the net amount is left to be rounded.

        :param dict prices: unit prices to take in place of some lines' own
        """
        units = prices.get(self, self.price_unit) * self.quantity / self.currency_id.rounding
        return abs(units - round(units)) < 1e-4 and not self._has_included_taxes()

    def _has_included_taxes(self):
        return any(self.tax_ids.flatten_taxes_hierarchy().mapped('price_include'))


def _can_take(rest, part):
    """Return whether a line's amount may differ by what others leave: it keeps most of it."""
    return abs(rest) * 2 <= abs(part)
