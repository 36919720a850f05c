"""Limits of a difference of two shares: known figures, and what must hold for all."""

import doctest
from itertools import product

import pytest

from sales_deals.tools.report import proportions
from sales_deals.tools.report.proportions import get_limits

COUNTS = (20, 21, 50, 400)
SHARES = (0.0, 0.05, 0.3, 0.5, 0.95, 1.0)


def test_examples_in_the_docstrings():
    assert doctest.testmod(proportions).failed == 0


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # Newcombe (1998), table II, method 10.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_figures_of_the_article(first, second, expected):
    shares = [(won / count, count) for won, count in (first, second)]
    assert get_limits(*shares[0], *shares[1]) == pytest.approx(expected, abs=0.0001)


@pytest.mark.parametrize(("first", "second"), list(product(SHARES, SHARES)))
@pytest.mark.parametrize(("first_count", "second_count"), list(product(COUNTS, COUNTS)))
def test_limits_are_around_the_difference(first, second, first_count, second_count):
    low, high = get_limits(first, first_count, second, second_count)
    assert -1.000001 <= low <= first - second <= high <= 1.000001
    swapped = get_limits(second, second_count, first, first_count)
    assert swapped == pytest.approx((-high, -low))


def test_more_deals_say_more():
    widths = [high - low for low, high in (get_limits(0.6, n, 0.4, n) for n in COUNTS)]
    assert widths == sorted(widths, reverse=True)
