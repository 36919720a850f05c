"""Fields that saved searches use."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools import filters


def test_examples_in_the_docstrings():
    assert doctest.testmod(filters).failed == 0


@pytest.mark.parametrize(
    ("domain", "paths"),
    [
        ("[]", set()),
        ("[('a', '=', 'b')]", {"a"}),
        (
            "['&', '|', ('a', '=', 1), ['b.c', 'in', ['d', 'e', 'f']], ('g', '=', uid)]",
            {"a", "b.c", "g"},
        ),
        ("['|', ('a', '=', 1), ('b', '=', 2)]", {"a", "b"}),
        ("['!', ('a', '>', context_today().strftime('%Y-%m-%d'))]", {"a"}),
        ("[('a', 'any', [('b', 'not any', [('c', '=', 'd')])])]", {"a", "a.b", "a.b.c"}),
        ("[('a', '=', 1)] + [('b', '=', False)]", {"a", "b"}),
        ("no domain at all", set()),
    ],
)
def test_fields_of_a_domain(domain, paths):
    assert filters.field_paths(domain, "{}", "[]") == paths


def test_fields_of_context_and_sort():
    context = """{
        'group_by': ['a', 'b.c:month'], 'orderedBy': [{'name': 'd', 'asc': true}],
        'pivot_measures': ['e'], 'search_default_f': 1, 'n': '',
    }"""
    assert filters.field_paths("[]", context, '["g", "h desc"]') == {*"adegh", "b.c"}


@given(st.text(), st.text(), st.text())
def test_no_text_makes_it_fail(domain, context, sort):
    filters.field_paths(domain, context, sort)
