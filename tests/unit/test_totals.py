"""Totals of an offer, rounded as in Odoo's documents: each tax once, then the whole."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.offer import totals
from sales_deals.tools.offer.totals import Part, Tax, read_part, total

cents = st.integers(-(10**7), 10**7)


def part(net: float, *taxes: tuple[str, bool, float], group: str = "") -> Part:
    return Part(group, net, tuple(Tax(*tax) for tax in taxes))


def test_examples_in_the_docstrings():
    assert doctest.testmod(totals).failed == 0


def test_a_part_is_read_from_its_snapshot():
    data = ["discount", -1.5, [["23", False, -0.345], ["8", True, -0.12]]]
    taxes = ("23", False, -0.345), ("8", True, -0.12)
    assert read_part(data) == part(-1.5, *taxes, group="discount")


def test_nothing_costs_nothing():
    assert total([], 0.01) == (0.0, 0.0, 0.0)


def test_each_tax_is_rounded_over_all_lines():
    lines = [part(10.0, ("23", False, 0.004)), part(10.0, ("23", False, 0.004))]
    assert total(lines, 0.01) == (20.0, 0.01, 20.01)
    lines = [part(10.0, ("23", False, 0.004)), part(10.0, ("8", False, 0.004))]
    assert total(lines, 0.01) == (20.0, 0.0, 20.0)


def test_net_is_rounded_over_all_lines():
    assert total([part(0.004), part(0.004)], 0.01) == (0.01, 0.0, 0.01)
    excluded = ("23", False, 0.0)
    assert total([part(0.004, excluded), part(0.004, excluded)], 0.01) == (0.01, 0.0, 0.01)


def test_where_all_taxes_are_included_the_gross_amount_is_rounded():
    lines = [part(8.1301, ("23", True, 1.8699))] * 3
    assert total(lines, 0.01) == (24.39, 5.61, 30.0)
    assert total([part(0.813, ("23", True, 0.186))], 0.01) == (0.81, 0.19, 1.0)
    # Rounded apart, net and tax would be 0.81 and 0.18.
    assert total([part(0.8146, ("23", True, 0.1849))], 0.01) == (0.82, 0.18, 1.0)


def test_beside_an_excluded_tax_the_net_amount_is_rounded():
    taxes = ("23", True, 0.1849), ("eco", False, 0.0)
    assert total([part(0.8146, *taxes)], 0.01) == (0.81, 0.18, 0.99)


def test_one_tax_can_be_included_and_excluded():
    lines = [part(1.0, ("23", True, 0.004)), part(1.0, ("23", False, 0.004))]
    assert total(lines, 0.01) == (2.0, 0.0, 2.0)


def test_groups_are_rounded_apart():
    lines = [part(0.004, group="lines"), part(0.004, group="discount")]
    assert total(lines, 0.01) == (0.0, 0.0, 0.0)
    lines = [part(1.0, ("23", False, 0.004), group=name) for name in ("lines", "discount")]
    assert total(lines, 0.01) == (2.0, 0.0, 2.0)


@pytest.mark.parametrize(("rounding", "expected"), [(0.01, 10.56), (0.05, 10.55), (1.0, 11.0)])
def test_amounts_are_in_the_currencys_smallest_unit(rounding, expected):
    assert total([part(10.556)], rounding).net == expected


@given(st.lists(cents, max_size=20), st.booleans())
def test_whole_cents_are_summed_up_exactly(amounts, is_included):
    lines = [part(cent / 100, ("23", is_included, 2 * cent / 100)) for cent in amounts]
    whole = sum(amounts)
    assert total(lines, 0.01) == pytest.approx((whole / 100, 2 * whole / 100, 3 * whole / 100))
