"""Texts by which deals are searched."""

import doctest

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sales_deals.tools import matching
from sales_deals.tools.matching import searching

from .matching_names import any_names


def test_examples_in_the_docstrings():
    assert doctest.testmod(searching).failed == 0


def is_found(question, *values, phones=()):
    text = matching.search_text(values, phones)
    return any(
        all(any(form in text for form in forms) for forms in words)
        for words in matching.read_question(question)
    )


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("kowalski jan", "Jan Kowalski"),
        ("KOWALSKI", "Zakład Stolarski J. Kowalski"),
        ("lodz", "Łódź"),
        ("ŁÓDŹ", "lodz"),
        ("Müller", "Mueller GmbH"),
        ("mueller", "Müller GmbH"),
        ("oetry", "Poetry in Schools"),
        ("Poetry", "Poetry in Schools"),
        ("علي", "علی رضایی"),
        ("كتاب", "کتابهای درسی"),
        ("کتابها", "کتاب‌ها"),
        ("خانه‌ها", "خانه ها"),
        ("خانهها", "خانه ها"),
        ("می‌خواهم", "می خواهم"),
        ("wifi", "Wi-Fi"),
        ("Wi-Fi", "wifi"),
        ("SA Foo", "S.A. Foo"),
        ("۱۲", "Phase 12"),
        ("D/2026/00012", "D/2026/00012"),
        ("2026/00012", "D/2026/00012"),
        ("d/۲۰۲۶/۰۰۰۱۲", "D/2026/00012"),
        ("00012", "D/2026/00012"),
        ("anna@klos.example", "Anna@Klos.example"),
        ("klos.example", "anna@klos.example"),
        ("иван", "Иван Петров"),
        ("王小", "王小明"),
    ],
)
def test_is_found_however_it_is_spelled(question, value):
    assert is_found(question, "Other", value)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("D/2026/00012", "D/2026/00021"),
        ("2026/00012", "00012 in 2026"),
        ("kowalski anna", "Jan Kowalski"),
        ("a@b", "a@c b"),
    ],
)
def test_is_not_found(question, value):
    assert not is_found(question, value)


@pytest.mark.parametrize(
    "question",
    [
        "0171 413 3912",
        "+49 171 4133912",
        "0049 171-413-3912",
        "(0171) 4133912",
        "1714133",
        "413 39",
    ],
)
@pytest.mark.parametrize(
    "phone",
    ["+49 171 4133912", "0171/413 39 12", "+49 (0)171 4133912", "01714133912", "۰۱۷۱ ۴۱۳ ۳۹۱۲"],
)
def test_a_number_is_found_in_every_notation(question, phone):
    assert is_found(question, phones=[phone])


def test_a_number_is_found_with_a_code_that_no_sign_tells():
    assert is_found("1-212-555-0147", phones=["(212) 555-0147"])
    assert is_found("74951234567", phones=["8 (495) 123-45-67"])
    assert is_found("33612345678", phones=["06 12 34 56 78"])
    assert is_found("+354 555 1234", phones=["555 1234"])


@pytest.mark.parametrize("question", ["", " ", "%", "_", "\\", "-- %"])
def test_signs_alone_ask_for_nothing(question):
    assert matching.read_question(question) == []


@given(text=any_names | st.text(max_size=60), data=st.data())
def test_each_part_is_found(text, data):
    # As Odoo finds it: a part of a text, wherever it begins and ends.
    ends = st.integers(0, len(text))
    begin, end = sorted((data.draw(ends), data.draw(ends)))
    question = text[begin:end]
    assume(matching.read_question(question))
    assert is_found(question, text), matching.search_text([text], [])


@given(text=st.text(max_size=60))
def test_no_pattern_is_left(text):
    forms = [form for words in matching.read_question(text) for forms in words for form in forms]
    assert not set("%_\\").intersection("".join(forms))
