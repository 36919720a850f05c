"""Numbers of deals in the subjects of mails, as people write them."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.mail import subjects

SEPARATORS = st.sampled_from("/-.")
PARTS = st.one_of(st.integers(1, 99_999).map(str), st.sampled_from(["D", "OF", "Nr", "فر"]))
NUMBERS = st.tuples(PARTS, SEPARATORS, PARTS, SEPARATORS, st.integers(1, 99_999)).map(
    lambda parts: "".join(map(str, parts))
)
AROUND = st.sampled_from(["%s", " %s", "%s ", " %s ", "  %s\t"])
LOOK_ALIKES = {"/": "/∕⁄／", "-": "-–—‑−", ".": ".．"}


def test_the_examples_in_the_docstrings():
    assert doctest.testmod(subjects).failed == 0


@given(NUMBERS, st.data())
def test_blanks_and_look_alikes_of_signs_are_no_other_number(number, data):
    written = "".join(
        data.draw(AROUND) % data.draw(st.sampled_from(LOOK_ALIKES[char]))
        if char in LOOK_ALIKES
        else char
        for char in number
    )
    for subject in (written, f"Re: {written}", f"[{written}] windows", f"{written}: windows"):
        assert subjects.names_number(subject, number), subject


@given(NUMBERS, st.sampled_from(["%s7", "%s/7", "%s / 7", "%s/ 7", "7/%s", "7 / %s", "7 /%s"]))
def test_a_part_of_another_number_is_none(number, longer):
    assert not subjects.names_number(f"Re: {longer % number} windows", number)


def test_words_and_digits_are_not_run_together():
    assert not subjects.names_number("D 12", "D 1 2")
    assert not subjects.names_number("D12", "D 12")
    assert subjects.names_number("2026/00012 - colour / size", "2026/00012")
