"""How finely unit prices are made, and how they go from one unit to another."""

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.offer.digits import price_digits, quantity_digits
from sales_deals.tools.pricing import arithmetic, precision

prices = st.floats(0.01, 1e7) | st.floats(-1e7, -0.01)
decimals = st.integers(0, 6)


def test_examples_in_the_docstrings():
    assert doctest.testmod(precision).failed == 0


@given(prices, decimals)
def test_a_made_price_has_the_decimals_that_are_shown(price, digits):
    made = precision.made_price(price, digits)
    assert quantity_digits(made) <= precision.decimals_of(price, digits) <= precision.MOST
    assert precision.made_price(made, digits) == made


@given(prices, decimals)
def test_a_made_price_is_within_its_slack_and_a_hundredth(price, digits):
    made = precision.made_price(price, digits)
    assert abs(made - price) <= precision.slack(price, digits) * (1 + 1e-9)
    assert abs(made - price) <= abs(price) * precision.TOLERANCE * (1 + 1e-9)


@given(st.floats(0.5, 1e7))
def test_prices_of_half_a_unit_and_more_have_cents_only(price):
    assert precision.decimals_of(price, 2) == 2


@given(prices, st.sampled_from((1.0, 0.01, 0.001)), st.integers(2, 6), st.integers(1, 10**4))
def test_shown_price_times_shown_quantity_is_the_amount(price, rounding, digits, quantity):
    currency = quantity_digits(rounding)
    made = precision.made_price(price, precision.price_decimals(currency, digits))
    amount = arithmetic.round_to(made * quantity, rounding)
    shown = round(made, price_digits(made, quantity, amount, rounding))
    assert arithmetic.round_to(shown * quantity, rounding) == amount
    in_order = round(made, precision.MOST)
    assert arithmetic.round_to(in_order * quantity, rounding) == amount


@pytest.mark.parametrize('price', [0.0, math.inf, -math.inf])
def test_what_has_no_decimals_stays(price):
    assert precision.made_price(price, 2) == price


units = st.sampled_from((1.0, 12.0, 1000.0, 0.001, 6.0, 7.0, 28.349523125, 0.45359237, 144.0))


@given(st.integers(1, 10**9), st.integers(0, 6), st.lists(units, max_size=4))
def test_a_price_comes_back_from_any_unit(number, digits, path):
    typed = price = number / 10**digits
    for unit, other in zip([1.0, *path], [*path, 1.0], strict=True):
        price = precision.in_unit(price, unit, other)
    assert price == pytest.approx(typed, rel=1e-14)
    if len(path) <= 1:
        assert price == typed
