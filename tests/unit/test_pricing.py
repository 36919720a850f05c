"""Price arithmetic."""

import doctest
import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sales_deals.tools.pricing import arithmetic

ROUNDINGS = (1.0, 0.1, 0.05, 0.01, 0.001)
amounts = st.floats(0.01, 1e9)
quantities = st.floats(0.001, 1e6) | st.floats(-1e6, -0.001)


def test_examples_in_the_docstrings():
    assert doctest.testmod(arithmetic).failed == 0


@pytest.mark.parametrize(
    ('figure', 'value'),
    [('price', 80.0), ('discount', 20.0), ('markup', 0.6), ('margin', 0.375), ('profit', 90.0)],
)
def test_one_price_has_five_faces(figure, value):
    price = arithmetic.price_for(figure, value, cost=50.0, list_price=100.0, quantity=3.0)
    assert price == pytest.approx(80.0)
    figures = arithmetic.figures_of(
        price=price, list_price=100.0, subtotal=240.0, cost=50.0, quantity=3.0, rounding=0.01
    )
    assert figures == pytest.approx((20.0, 0.6, 0.375, 90.0))


@given(amounts, amounts, quantities, st.floats(-500, 100))
def test_discount_inverts(cost, list_price, quantity, discount):
    price = arithmetic.price_for(
        'discount', discount, cost=cost, list_price=list_price, quantity=quantity
    )
    assert arithmetic.discount_of(price, list_price) == pytest.approx(discount, abs=1e-9)


@given(amounts, st.floats(-0.99, 100))
def test_markup_inverts(cost, markup):
    price = arithmetic.price_for('markup', markup, cost=cost, list_price=0.0, quantity=1.0)
    assert arithmetic.markup_of(price, cost) == pytest.approx(markup, abs=1e-9)


@given(amounts, st.floats(-100, 0.999))
def test_margin_inverts(cost, margin):
    price = arithmetic.price_for('margin', margin, cost=cost, list_price=0.0, quantity=1.0)
    assert arithmetic.margin_of(price, cost) == pytest.approx(margin, abs=1e-6)


@given(amounts, quantities, st.floats(-1e6, 1e6))
def test_profit_inverts(cost, quantity, profit):
    price = arithmetic.price_for('profit', profit, cost=cost, list_price=0.0, quantity=quantity)
    left = price * quantity - cost * quantity
    assert left == pytest.approx(profit, abs=abs(cost * quantity) * 1e-12 + 1e-6)


@given(amounts, amounts)
def test_margin_and_markup_are_one_profit(price, cost):
    margin, markup = arithmetic.margin_of(price, cost), arithmetic.markup_of(price, cost)
    assert margin * price == pytest.approx(markup * cost, abs=max(price, cost) * 1e-9)


@pytest.mark.parametrize(
    ('figure', 'value', 'facts', 'reason'),
    [
        ('markup', 0.3, {'cost': 0.0}, 'markup_without_cost'),
        ('margin', 0.3, {'cost': 0.0}, 'margin_without_cost'),
        ('margin', 1.0, {}, 'margin_of_100'),
        ('margin', 1.5, {}, 'margin_of_100'),
        ('discount', 10.0, {'list_price': 0.0}, 'discount_without_list_price'),
        ('discount', 100.01, {}, 'discount_above_100'),
        ('profit', 10.0, {'quantity': 0.0}, 'profit_without_quantity'),
        ('price', math.nan, {}, 'not_a_number'),
        ('markup', math.inf, {}, 'not_a_number'),
    ],
)
def test_what_cannot_be_held_is_refused(figure, value, facts, reason):
    facts = {'cost': 50.0, 'list_price': 100.0, 'quantity': 1.0} | facts
    assert arithmetic.price_for(figure, value, **facts) == arithmetic.Refusal(reason)


@given(
    st.sampled_from(arithmetic.FIGURES),
    st.floats(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_nothing_is_thrown(figure, value, cost, list_price, quantity):
    answer = arithmetic.price_for(
        figure, value, cost=cost, list_price=list_price, quantity=quantity
    )
    assert isinstance(answer, (float, arithmetic.Refusal))


def test_a_discount_of_100_gives_it_away():
    facts = {'cost': 50.0, 'list_price': 100.0, 'quantity': 1.0}
    assert arithmetic.price_for('discount', 100.0, **facts) == 0.0


def test_undefined_ratios_are_none():
    figures = arithmetic.figures_of(
        price=0.0, list_price=0.0, subtotal=0.0, cost=0.0, quantity=1.0, rounding=0.01
    )
    assert figures == (None, None, None, 0.0)


@pytest.mark.parametrize(
    ('price', 'cost', 'margin'),
    [
        (125.0, 100.0, 0.2),
        (100.0, 125.0, -0.25),
        (-240.0, -160.0, 1 / 3),
        (50.0, 0.0, None),
        (0.0, 50.0, None),
        (-10.0, 60.0, None),
        (10.0, -60.0, None),
    ],
)
def test_a_margin_needs_a_price_and_a_cost(price, cost, margin):
    assert arithmetic.margin_of(price, cost) == pytest.approx(margin)


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=60), st.integers(-(10**12), 10**12)
)
def test_distribution_sums_up_exactly(weights, target):
    parts = arithmetic.distribute(target, weights)
    assume(sum(weights))
    assert sum(parts) == target


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60), st.integers(0, 10**12))
def test_each_part_is_within_a_unit_of_its_share(weights, target):
    assume(sum(weights))
    for part, weight in zip(arithmetic.distribute(target, weights), weights, strict=True):
        assert abs(part - Fraction(target * weight, sum(weights))) < 1


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=60))
def test_distribution_of_the_present_total_changes_nothing(weights):
    assert arithmetic.distribute(sum(weights), weights) == weights


@pytest.mark.parametrize(
    ('target', 'weights', 'parts'),
    [(100, [1, 2], [33, 67]), (100, [-1, -2], [33, 67]), (-100, [1, 2], [-33, -67])],
)
def test_what_is_left_goes_to_the_largest_remainder(target, weights, parts):
    assert arithmetic.distribute(target, weights) == parts


@pytest.mark.parametrize(
    ('figure', 'value', 'total'),
    [
        ('price', 90.0, 90.0),
        ('discount', 10.0, 108.0),
        ('margin', 0.2, 100.0),
        ('profit', 20, 100.0),
    ],
)
def test_a_total_has_the_figures_of_a_line(figure, value, total):
    assert arithmetic.total_for(figure, value, cost=80.0, list_total=120.0) == total
    assert arithmetic.total_for('markup', 0.5, cost=0.0, list_total=9.0).reason


def test_nothing_to_distribute_over():
    assert arithmetic.distribute(100, [5, -5]) is None
    assert arithmetic.distribute(100, []) is None


@given(st.integers(-(10**15), 10**15), st.sampled_from(ROUNDINGS))
def test_units_and_amounts_convert_both_ways(units, rounding):
    assert arithmetic.to_units(arithmetic.from_units(units, rounding), rounding) == units


@given(st.floats(-1e9, 1e9), st.sampled_from(ROUNDINGS))
def test_rounding_moves_by_half_a_unit_at_most(amount, rounding):
    assert abs(arithmetic.round_to(amount, rounding) - amount) <= rounding / 2 + 1e-6


@given(st.integers(1, 10**9), st.sampled_from([0.05, 0.08, 0.19, 0.23]))
def test_gross_total_is_met_or_the_nearest_one(target, rate):
    def gross(net):
        return round(net * (1 + rate))

    net = arithmetic.nearest(target, round(target / (1 + rate)), gross)
    assert abs(gross(net) - target) <= 1
    assert all(abs(gross(net) - target) <= abs(gross(net + d) - target) for d in (-2, -1, 1, 2))


@given(
    st.integers(1, 300) | st.integers(1, 10**9),
    st.sampled_from([0.05, 0.08, 0.19, 0.23]),
    st.sampled_from([0.0, 0.5, 1.0, 2.0]),
    st.integers(-2, 2),
)
def test_the_nearest_gross_total_is_found_in_four_steps_from_anywhere(target, rate, share, beside):
    asked = []

    def gross(net):
        asked.append(net)
        return round(net * (1 + rate))

    net = arithmetic.nearest(target, round(target * share) + beside, gross)
    assert len(asked) <= 4
    away = [abs(gross(net + step) - target) for step in (0, -3, -2, -1, 1, 2, 3)]
    assert away[0] == min(away)


@pytest.mark.parametrize(
    ('target', 'start', 'net'),
    [(5, 2, 2), (5, 3, 2), (-5, -2, -3), (-5, -3, -3), (7, 0, 3), (6, -40, 3), (0, 9, 0)],
)
def test_of_two_totals_as_near_the_lower_is_taken(target, start, net):
    assert arithmetic.nearest(target, start, lambda net: 2 * net) == net


@given(st.floats(0.001, 1e6))
def test_prices_snap_to_their_pattern(price):
    ending = arithmetic.snap(price, '.99')
    assert round(ending % 1, 6) == 0.99
    assert abs(ending - price) <= 0.990001
    assert arithmetic.snap(price, '5') % 5 == 0
    assert arithmetic.snap(price, '') == price


@given(
    st.floats(-1e6, 1e6, allow_subnormal=False),
    st.sampled_from(['', '.99', ',00', '.5', '5', '1000']),
)
def test_a_step_changes_no_sign_and_makes_nothing_free(price, step):
    snapped = arithmetic.snap(price, step)
    assert (snapped > 0, snapped < 0) == (price > 0, price < 0)
    assert snapped == -arithmetic.snap(-price, step)


@pytest.mark.parametrize(
    ('price', 'step', 'snapped'),
    [
        (0.0, '.99', 0.0),
        (-50.0, '.99', -49.99),
        (2.3, '5', 5.0),
        (0.2, '.00', 1.0),
        (100.48, '.99', 99.99),
        (100.5, '.99', 100.99),
        (100.5, '٫99', 100.99),
        (1.0, '.5', 0.5),  # as far from 1.5: the lower one
        (2.5, '5', 5.0),
        (-3.0, '5', -5.0),
    ],
)
def test_a_price_snaps_to_the_nearest(price, step, snapped):
    assert arithmetic.snap(price, step) == snapped


@pytest.mark.parametrize(
    ('text', 'understood'),
    [
        ('', True),
        ('.99', True),
        ('5', True),
        ('0.05', True),
        ('x', False),
        ('-1', False),
        ('0', False),
    ],
)
def test_steps(text, understood):
    assert arithmetic.is_step(text) is understood
