"""Shown prices times shown quantities are the shown amounts."""

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sales_deals.tools.offer import digits
from sales_deals.tools.pricing.arithmetic import round_to

roundings = st.sampled_from([1.0, 0.1, 0.05, 0.01, 0.001])


def test_examples_in_the_docstrings():
    assert doctest.testmod(digits).failed == 0


@pytest.mark.parametrize(
    ("price", "quantity", "amount", "rounding", "expected"),
    [
        (517.495, 10, 5174.95, 0.01, 3),
        (0.0345, 10_000, 345.0, 0.01, 4),
        (217.142857142857, 64, 13_897.14, 0.01, 5),
        (33.3333333333, 3, 100.0, 0.01, 3),
        (100.0, 3, 300.0, 0.01, 2),
        (99.99, 1, 99.99, 0.01, 2),
        (1234.0, 7, 8638.0, 1.0, 0),
        (1234.5, 2, 2469.0, 1.0, 1),
        (0.0, 5, 0.0, 0.01, 2),
        (-12.345, 10, -123.45, 0.01, 3),
        # Taxes rounded otherwise: no price is right, so that it is shown as always.
        (10.0, 3, 36.9, 0.01, 2),
    ],
)
def test_a_price_has_the_decimals_that_the_amount_needs(
    price, quantity, amount, rounding, expected
):
    assert digits.price_digits(price, quantity, amount, rounding) == expected


@given(
    st.integers(1, 10**9), st.integers(0, 6), st.integers(1, 10**7), st.integers(0, 3), roundings
)
@example(517495, 3, 10, 0, 0.01)
def test_shown_price_times_shown_quantity_is_the_shown_amount(
    units, finer, pieces, parts, rounding
):
    price, quantity = units / 10**finer, pieces / 10**parts
    shown_quantity = round(quantity, digits.quantity_digits(quantity))
    assert shown_quantity == quantity
    amount = round_to(price * quantity, rounding)
    shown = round(price, digits.price_digits(price, quantity, amount, rounding))
    assert round_to(shown * shown_quantity, rounding) == amount


@given(st.integers(1, 10**8), st.integers(2, 5_000), roundings)
def test_prices_that_follow_from_an_amount_have_no_end_but_are_shown_right(units, pieces, rounding):
    amount = round_to(units * rounding, rounding)
    price = amount / pieces
    shown = round(price, digits.price_digits(price, pieces, amount, rounding))
    assert round_to(shown * pieces, rounding) == amount
