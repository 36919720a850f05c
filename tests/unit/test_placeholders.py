"""Placeholders: values, and faults as the reader sees them."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.offer import placeholders
from sales_deals.tools.offer.placeholders import Fault, fill, find_faults

KNOWN = {"customer", "number"}
texts = st.text() | st.text(st.sampled_from("{}<>/b a&;"))


def test_examples_in_the_docstrings():
    assert doctest.testmod(placeholders).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear Sir",
        "{{customer}}",
        "{{ customer }}, {{number}}",
        "{{&nbsp;customer\xa0}}",
        "<p>{{customer}}</p><p>{{\nnumber\n}}</p>",
        "one { brace } and {one: 1}",
    ],
)
def test_a_text_without_faults(text):
    assert find_faults(text, KNOWN) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{{custmer}}", [("unknown", "custmer")]),
        ("{{}}", [("unknown", "")]),
        ("{{a}} {{customer}} {{b}}", [("unknown", "a"), ("unknown", "b")]),
        ("{{<i>a</i>}}", [("unknown", "a")]),
        ("{{<b>number</b>}}", [("formatted", "number")]),
        ("{{customer {{number}}", [("unclosed", "customer {{number")]),
        ("<p>{{customer</p>", [("unclosed", "{{customer")]),
        ("Dear {{customer", [("unclosed", "{{customer")]),
        ("<p>{{customer</p><p>Bye</p>", [("unclosed", "{{customer")]),
        ("<p>customer}} and</p>", [("unclosed", "customer}} and")]),
        ("<p>Dear <b>customer}}</b></p>", [("unclosed", "customer}}")]),
        ("customer}}", [("unclosed", "customer}}")]),
        (f"{'a' * 90}}}}}", [("unclosed", "a" * 40 + "}}")]),
        (f"{{{{{'a' * 90}", [("unclosed", "{{" + "a" * 58)]),
        ("{{a}} {{b", [("unknown", "a"), ("unclosed", "{{b")]),
    ],
)
def test_faults_are_named_as_a_reader_sees_them(text, faults):
    assert find_faults(text, KNOWN) == [Fault(*fault) for fault in faults]


def test_names_are_replaced_wherever_they_stand():
    values = {"customer": "Nowak", "number": 7}
    text = "{{ customer }} {{&nbsp;number }} {{<b>customer</b>}}\n{{\ncustomer\n}}"
    assert fill(text, values) == "Nowak 7 Nowak\nNowak"


def test_what_has_no_value_stays_away():
    assert fill("a{{other}}b{{customer}}", {}) == "ab"


@given(texts)
def test_a_text_without_faults_is_filled_in_whole(text):
    if not find_faults(text, KNOWN):
        assert "{{" not in fill(text, {}) or "{{" in placeholders.PLACEHOLDER.sub("", text)
    assert isinstance(fill(text, {"customer": "x"}), str)


@given(texts)
def test_a_text_without_braces_stays_as_it_is(text):
    if "{{" not in text:
        assert fill(text, {"customer": "x"}) == text
