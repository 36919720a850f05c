"""How far two shares differ, and within which limits that may be chance.

The limits are those of Newcombe (1998), "Interval estimation for the difference between independent
proportions", method 10: each share has Wilson's interval, which holds for few deals and for shares
near 0 and 1 as well, where the usual one does not.
"""

from math import sqrt

#: Of a normal distribution: 95 % of it are within so many standard deviations.
DEVIATIONS = 1.959964


def get_limits(first, first_count, second, second_count):
    """Return the limits between which the difference of two shares is, with 95 % confidence.

    56 of 70 against 48 of 80, as in the article:

    >>> [round(limit, 4) for limit in get_limits(56 / 70, 70, 48 / 80, 80)]
    [0.0524, 0.3339]

    :param float first: a share, and of how many
    :param float second: the share that is taken from the first, and of how many
    :return: tuple of the lower and the upper limit
    """
    first_low, first_high = _get_wilson_limits(first, first_count)
    second_low, second_high = _get_wilson_limits(second, second_count)
    difference = first - second
    low = difference - sqrt((first - first_low) ** 2 + (second_high - second) ** 2)
    high = difference + sqrt((first_high - first) ** 2 + (second - second_low) ** 2)
    return low, high


def _get_wilson_limits(share, count):
    square = DEVIATIONS**2
    middle = share + square / (2 * count)
    spread = DEVIATIONS * sqrt(share * (1 - share) / count + square / (4 * count**2))
    whole = 1 + square / count
    return (middle - spread) / whole, (middle + spread) / whole
