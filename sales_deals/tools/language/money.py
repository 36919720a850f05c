"""Amounts as people read them, whatever Odoo stores of them; no ORM."""

from ..pricing.arithmetic import round_to

#: The smallest amounts of currencies whose parts nobody knows any more, by ISO 4217 code.
SMALLEST = {'IRR': 1.0}
#: Rials of a toman.
TOMAN = 10


def smallest(currency: str, rounding: float) -> float:
    """Return the smallest amount of a currency that is read.

    :param str currency: ISO 4217 code
    :param float rounding: what Odoo's amounts in it are multiples of

    >>> smallest('IRR', 0.01), smallest('IRR', 1000.0), smallest('PLN', 0.01)
    (1.0, 1000.0, 0.01)
    """
    return max(SMALLEST.get(currency, 0.0), rounding)


def as_read(amount: float, currency: str) -> float:
    """Round an amount to what is read of it, halves away from zero.

    >>> as_read(12345.5, 'IRR'), as_read(-0.5, 'IRR'), as_read(12345.51, 'PLN')
    (12346.0, -1.0, 12345.51)
    """
    return round_to(amount, SMALLEST[currency]) if currency in SMALLEST else amount


def in_tomans(rials: float) -> float:
    """Return an amount of rials in tomans; its only decimal is a rial.

    >>> in_tomans(12345.4), in_tomans(12_345_670.0)
    (1234.5, 1234567.0)
    """
    return as_read(rials, 'IRR') / TOMAN
