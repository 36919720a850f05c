"""What is read of amounts: rials without parts, and tomans that are a tenth of them."""

import doctest
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.language import money

whole = st.integers(-(10**15), 10**15)
hundredths = st.integers(-(10**14), 10**14)


def test_examples_in_the_docstring():
    assert doctest.testmod(money).failed == 0


@given(whole)
def test_whole_rials_are_read_as_they_are(rials):
    assert money.as_read(float(rials), "IRR") == rials
    assert Decimal(repr(money.in_tomans(float(rials)))) * 10 == rials


@given(hundredths)
def test_parts_of_rials_are_rounded_half_away_from_zero(parts):
    exact = Decimal(parts) / 100
    assert money.as_read(float(exact), "IRR") == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(-(10**14), 10**14))
def test_halves_of_rials_are_rounded_away_from_zero(rials):
    half = rials + 0.5
    assert money.as_read(half, "IRR") == (rials + 1 if half > 0 else rials)


@given(st.floats(-1e15, 1e15), st.sampled_from(["PLN", "EUR", "JPY", "KWD"]))
def test_other_currencies_are_left_alone(amount, currency):
    assert money.as_read(amount, currency) == amount


@pytest.mark.parametrize("rounding", [0.01, 0.5, 1.0])
def test_no_part_of_a_rial_is_read(rounding):
    assert money.smallest("IRR", rounding) == 1.0
