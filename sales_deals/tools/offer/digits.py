"""How many decimals a client is shown, so that price times quantity is the amount; no ORM."""

from ..pricing.arithmetic import to_units

#: Decimals that are shown at most; with more, nobody calculates.
MOST = 8


def quantity_digits(quantity: float) -> int:
    """Return the decimals of a quantity as it was entered.

    >>> quantity_digits(3.0), quantity_digits(1.23456), quantity_digits(0.00012)
    (0, 5, 5)
    """
    text = f'{quantity:.{MOST}f}'.rstrip('0')
    return len(text.partition('.')[2])


def price_digits(price: float, quantity: float, amount: float, rounding: float) -> int:
    """Return the fewest decimals of a unit price at which the arithmetic is right.

    They are those of the currency, unless a shown price times the quantity would not be the amount.

    :param quantity: as it is shown: with :func:`quantity_digits`
    :param amount: of the line, rounded to the currency
    :param rounding: smallest amount of the currency (0.01, 1, 0.001)

    >>> price_digits(517.495, 10.0, 5174.95, 0.01), price_digits(0.0345, 10_000.0, 345.0, 0.01)
    (3, 4)
    >>> price_digits(217.142857142857, 64.0, 13897.14, 0.01), price_digits(90.0, 3.0, 270.0, 0.01)
    (5, 2)
    """
    fewest = currency_digits(rounding)
    wanted = to_units(amount, rounding)
    for digits in range(fewest, MOST + 1):
        if to_units(round(price, digits) * quantity, rounding) == wanted:
            return digits
    return fewest


def currency_digits(rounding: float) -> int:
    """Return the decimals of a currency.

    >>> currency_digits(0.01), currency_digits(1.0), currency_digits(0.05), currency_digits(100.0)
    (2, 0, 2, 0)
    """
    return quantity_digits(rounding)
