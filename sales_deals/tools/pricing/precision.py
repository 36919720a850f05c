"""How finely unit prices are made that follow from another figure; no ORM.

A price that nobody typed is made to what a client can be shown, so that price times quantity is
the amount that is read beside it.
"""

import math

from .arithmetic import round_to

#: Decimals of a price that Odoo's orders and invoices show at most.
MOST = 6
#: Decimals that Odoo's "Product Price" has from the start. Whoever sets more wants finer prices.
USUAL = 2
#: The largest part of a price that rounding may change: a cent would be too much of a small one.
TOLERANCE = 0.01


def price_decimals(currency: int, precision: int) -> int:
    """Return the decimals that prices have in a currency.

    :param currency: decimals of the currency
    :param precision: decimals of Odoo's "Product Price"

    >>> price_decimals(2, 2), price_decimals(0, 2), price_decimals(2, 4), price_decimals(3, 2)
    (2, 0, 4, 3)
    """
    return min(max(currency, precision) if precision > USUAL else currency, MOST)


def decimals_of(price: float, decimals: int) -> int:
    """Return the decimals that one price needs: more than usual if it is small.

    >>> decimals_of(217.142857, 2), decimals_of(0.042857, 2), decimals_of(8.5714, 0)
    (2, 4, 1)
    """
    while decimals < MOST and _half(decimals) > abs(price) * TOLERANCE:
        decimals += 1
    return decimals


def made_price(price: float, decimals: int) -> float:
    """Round a price that follows from another figure.

    :param decimals: those of :func:`price_decimals`

    >>> made_price(217.142857, 2), made_price(0.042857, 2), made_price(114.2857, 0)
    (217.14, 0.0429, 114.0)
    """
    if not price or not math.isfinite(price):
        return price
    return round_to(price, 10.0 ** -decimals_of(price, decimals))


def slack(price: float, decimals: int) -> float:
    """Return by how much :func:`made_price` may have changed a price.

    >>> slack(217.14, 2), slack(0.0429, 2)
    (0.005, 5e-05)
    """
    return _half(decimals_of(price, decimals))


def in_unit(price: float, unit: float, other: float) -> float:
    """Return the price of one unit as that of another one.

    There and back again it is the same: the last bits of a float are dropped where they hide a
    number of few digits.

    :param unit: how many of the reference unit the price is for
    :param other: how many of it the result is for

    >>> in_unit(1.9, 1.0, 1000.0), in_unit(0.1, 1.0, 3.0), in_unit(1140.0, 12.0, 1.0)
    (1900.0, 0.3, 95.0)
    """
    exact = price * other / unit
    short = float(f'{exact:.13g}')
    return short if math.isclose(short, exact, rel_tol=1e-15) else exact


def _half(decimals):
    return float(f'5e-{decimals + 1}')
