"""Placeholders: values, and faults as the reader sees them."""

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.offer import placeholders
from sales_deals.tools.offer.placeholders import Fault, fill, find_faults

KNOWN = {"customer", "number"}
#: What a placeholder is, in a word; searching for it takes quadratic time.
PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
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
        assert "{{" not in fill(text, {}) or "{{" in PLACEHOLDER.sub("", text)
    assert isinstance(fill(text, {"customer": "x"}), str)


@given(texts)
def test_a_text_without_braces_stays_as_it_is(text):
    if "{{" not in text:
        assert fill(text, {"customer": "x"}) == text


@given(texts)
def test_what_is_filled_in_is_what_stands_between_the_nearest_braces(text):
    names = [placeholders._name(name) for name in PLACEHOLDER.findall(text)]
    filled = fill(text, dict.fromkeys(names, "<>"))
    assert filled == PLACEHOLDER.sub("<>", text)
    assert placeholders.mark(text, names)[1] == set(names)
    assert placeholders.mark(text, ())[0] == text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{name}} {{ name }} {{ نام }}", ["name", "name", "نام"]),
        ("{{first name}} {{نیم\u200cفاصله}}", ["first name", "نیم\u200cفاصله"]),
        ("{{object.name}} {{1}} {{}} {{ 'a' }} {{a", []),
        ("{{ {{name}} }}", ["name"]),
    ],
)
def test_words_between_braces_are_names(text, names):
    assert placeholders.find_names(text) == names


def test_a_text_of_faults_only_tells_some():
    assert len(find_faults("}}" * 1000, KNOWN)) == placeholders.MAX_FAULTS
    assert find_faults("{{&#" + "9" * 5000 + ";}}", KNOWN)[0].kind == "unknown"
