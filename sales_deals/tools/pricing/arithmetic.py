"""Price arithmetic of a calculation; no ORM, no exceptions for any input of a user.

*price* is for one unit without tax, *cost* for one unit in the same currency and unit of measure,
*subtotal* the price of the whole line, rounded to the currency. Five figures describe a line, and
each of them determines the others:

=========  ==========================  =================================
price      for one unit
discount   in percent of the list      (1 - price / list price) x 100
markup     ratio: 0.3 is 30 %          (price - cost) / cost
margin     ratio: 0.3 is 30 %          (price - cost) / price
profit     of the line, in currency    subtotal - cost x quantity
=========  ==========================  =================================

The terms are those of management accounting: markup relates the profit to the cost, margin to the
price (Horngren, Datar, Rajan: *Cost Accounting*, "Cost-plus pricing"). They are never mixed.

Impossible questions are answered by a :class:`Refusal` or None, never an exception.

>>> price_for('margin', 0.2, cost=80.0, list_price=120.0, quantity=3.0)
100.0
>>> price_for('margin', 0.2, cost=0.0, list_price=120.0, quantity=3.0)
Refusal(reason='margin_without_cost')
"""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

PRICE, DISCOUNT, MARKUP, MARGIN, PROFIT = FIGURES = (
    'price',
    'discount',
    'markup',
    'margin',
    'profit',
)

#: A larger share of anything is a slip of the pen.
MAX_RATIO = 1e12


class Refusal(NamedTuple):
    """The reason why a line cannot have a figure: a key for the message to the user."""

    reason: str


class Figures(NamedTuple):
    """The figures that follow from a line's price; None where a ratio is undefined."""

    discount: float | None
    markup: float | None
    margin: float | None
    profit: float


def price_for(
    figure: str, value: float, *, cost: float, list_price: float, quantity: float
) -> float | Refusal:
    """Return the unit price at which ``figure`` has the given value.

    :param figure: one of :data:`FIGURES`
    :param value: price and profit in currency, discount in percent, markup and margin as ratios
    :return: the price, not rounded; or a refusal
    """
    if not math.isfinite(value):
        return Refusal('not_a_number')
    if reason := _why_not(figure, value, cost, list_price, quantity):
        return Refusal(reason)
    if figure == DISCOUNT:
        return list_price * (1 - value / 100)
    if figure == MARKUP:
        return cost * (1 + value)
    if figure == MARGIN:
        return cost / (1 - value)
    if figure == PROFIT:
        return cost + value / quantity
    return value


def _why_not(figure, value, cost, list_price, quantity) -> str | None:
    if figure == DISCOUNT and not list_price:
        return 'discount_without_list_price'
    if figure == DISCOUNT and value > 100:
        return 'discount_above_100'
    if figure in (MARKUP, MARGIN) and not cost:
        return f'{figure}_without_cost'
    if figure == MARGIN and value >= 1:
        return 'margin_of_100'
    if figure == PROFIT and not quantity:
        return 'profit_without_quantity'
    return None


def figures_of(
    *,
    price: float,
    list_price: float,
    subtotal: float,
    cost: float,
    quantity: float,
    rounding: float,
) -> Figures:
    """Return discount, markup, margin and profit of a line.

    :param price: and ``list_price``: for one unit, both with or both without tax
    :param subtotal: without tax, rounded to the currency
    :param rounding: smallest amount of the currency (0.01, 1, 0.001)
    """
    cost_total = cost * quantity
    return Figures(
        discount=discount_of(price, list_price),
        markup=markup_of(subtotal, cost_total),
        margin=margin_of(subtotal, cost_total),
        profit=round_to(subtotal - cost_total, rounding),
    )


def discount_of(price: float, list_price: float) -> float | None:
    """Return the discount in percent: negative for a surcharge, None without a list price.

    >>> discount_of(90.0, 120.0)
    25.0
    """
    ratio = _divide(price, list_price)
    return None if ratio is None else (1 - ratio) * 100


def markup_of(price: float, cost: float) -> float | None:
    """Return the ratio of profit to cost, of a unit or a whole line; None without a cost.

    >>> markup_of(130.0, 100.0)
    0.3
    """
    return _divide(price - cost, cost)


def margin_of(price: float, cost: float) -> float | None:
    """Return the ratio of profit to price, of a unit or a whole line.

    None without a price, or with one below zero, a share of which says nothing; and without a cost:
    that is unknown, not nothing. Both are below zero for what is taken back.

    >>> margin_of(125.0, 100.0), margin_of(-10.0, 60.0), margin_of(125.0, 0.0)
    (0.2, None, None)
    """
    return _divide(price - cost, price) if price * cost > 0 else None


def _divide(amount: float, whole: float) -> float | None:
    """Return a ratio; None for one of nothing, or of next to nothing."""
    ratio = amount / whole if whole else math.inf
    return ratio if abs(ratio) < MAX_RATIO else None


def to_units(amount: float, rounding: float) -> int:
    """Convert an amount to the currency's smallest units, halves away from zero, as Odoo rounds.

    >>> to_units(2.675, 0.01), to_units(-0.5, 1)
    (268, -1)
    >>> to_units(9_999_999_999_999, 0.01)  # 9,999,999,999,999.01 by Odoo
    999999999999900
    """
    scaled = amount / rounding
    part, whole = math.modf(abs(scaled))
    # As odoo.tools.float_round: the error of a float must not decide a half; nor, as it does
    # there, make one of very large amounts, which have next to no decimals.
    epsilon = min(math.ulp(scaled) * 4, 0.25)
    units = int(whole) + (part + epsilon >= 0.5)
    return -units if scaled < 0 else units


def from_units(units: int, rounding: float) -> float:
    """Convert smallest units of the currency to an amount.

    >>> from_units(268, 0.01)
    2.68
    """
    return float(units * Fraction(repr(rounding)))


def round_to(amount: float, rounding: float) -> float:
    """Round an amount to the currency.

    >>> round_to(1.005, 0.01)
    1.01
    """
    return from_units(to_units(amount, rounding), rounding)


def snap(price: float, step: str) -> float:
    """Return the price that follows a pattern and is nearest to the given one.

    It has the sign of the given one, and is nothing only where that is nothing.

    :param step: ``'5'``: multiples of 5; ``'.99'`` or ``',99'``: prices that end in .99;
        ``''``: any

    >>> snap(101.2, '.99'), snap(101.2, ',99'), snap(102.6, '5'), snap(7.3, '')
    (100.99, 100.99, 105.0, 7.3)
    >>> snap(-50.0, '.99'), snap(2.3, '5'), snap(-2.3, '5')
    (-49.99, 5.0, -5.0)
    """
    step = _with_point(step)
    if not step or not price:
        return price
    return math.copysign(_snap_up(abs(price), step), price)


def _snap_up(price: float, step: str) -> float:
    """Return the pattern's price that is nearest to one above zero, and above zero itself."""
    if not step.startswith('.'):
        return max(round_to(price, float(step)), float(step))
    ending = float(step)
    below = math.floor(price - ending) + ending
    nearest = below if price - below <= below + 1 - price else below + 1
    return round(max(nearest, ending) or 1.0, 10)


def _with_point(step: str) -> str:
    """Accept a comma in an ending (``',99'``); within a number, it may separate thousands."""
    return f'.{step[1:]}' if step[:1] in (',', '٫') else step


def is_step(text: str) -> bool:
    """Return whether :func:`snap` understands the step.

    >>> is_step(',99'), is_step('a'), is_step('-5'), is_step('1,000')
    (True, False, False, False)
    """
    text = _with_point(text)
    try:
        return not text or (math.isfinite(float(text)) and float(text) > 0)
    except ValueError:
        return False


def total_for(figure: str, value: float, *, cost: float, list_total: float) -> float | Refusal:
    """Return the untaxed total at which a whole calculation has the given figure.

    :param figure: 'price' (the total itself), 'discount', 'markup', 'margin' or 'profit'
    :param cost: total cost
    :param list_total: total at list prices, in the same terms as the result
    """
    return price_for(figure, value, cost=cost, list_price=list_total, quantity=1.0)


def distribute(target: int, weights: Sequence[int]) -> list[int] | None:
    """Split ``target`` in proportion to ``weights``, exactly, by largest remainder.

    Hamilton's method (largest remainder): every part is its exact share rounded down, and the
    units that are left go to the largest remainders, the first of equals first. Whole numbers
    avoid the errors of floats.

    :param target: in the smallest units of the currency
    :param weights: of any sign, in smallest units
    :return: parts that sum up to ``target``; None when the weights sum up to nothing

    >>> distribute(100, [1, 1, 1])
    [34, 33, 33]
    >>> distribute(-10, [3, -1])
    [-15, 5]
    """
    whole = sum(weights)
    if not whole:
        return None
    sign = 1 if whole > 0 else -1
    shares = [divmod(target * weight * sign, whole * sign) for weight in weights]
    parts = [part for part, _remainder in shares]
    left = target - sum(parts)
    by_remainder = sorted(range(len(shares)), key=lambda i: (-shares[i][1], i))
    for i in by_remainder[:left]:
        parts[i] += 1
    return parts


def nearest(target: int, start: int, total_at: Callable[[int], int], tries: int = 8) -> int:
    """Search the net total whose gross total is nearest to ``target``.

    Taxes are rounded line by line or as a whole, so some gross totals cannot be reached: each
    step moves by the remaining difference, and the best total seen is returned.

    :param target: gross total in smallest units
    :param start: a net total near the answer
    :param total_at: net total to gross total, both in smallest units
    :return: a net total
    """
    seen: dict[int, int] = {}
    net = start
    for _try in range(tries):
        if net in seen:
            break
        seen[net] = total_at(net)
        missing = target - seen[net]
        if not missing:
            return net
        ratio = seen[net] / net if net and seen[net] else 1
        net += round(missing / ratio) or (1 if missing > 0 else -1)
    return min(seen, key=lambda candidate: (abs(target - seen[candidate]), candidate))
