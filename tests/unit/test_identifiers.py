"""Check digits of identifiers, in digits of any script."""

import doctest
import string

from hypothesis import given
from hypothesis import strategies as st
from stdnum.pl import nip, regon

from sales_deals.tools import identifiers

digits = st.text(string.digits, min_size=9, max_size=9)
PERSIAN = str.maketrans(string.digits, "۰۱۲۳۴۵۶۷۸۹")


def complete(first: str, is_valid) -> list[str]:
    """Return the numbers that begin like this and have a correct check digit."""
    return [first + last for last in string.digits if is_valid(first + last)]


def mistyped(number: str, place: int, step: int) -> str:
    wrong = str((int(number[place]) + step) % 10)
    return number[:place] + wrong + number[place + 1 :]


def test_examples_in_the_docstrings():
    assert doctest.testmod(identifiers).failed == 0


@given(digits)
def test_a_person_has_one_check_digit(first):
    found = complete(first, identifiers.is_iranian_id)
    assert len(found) == (1 if len(set(first)) > 1 else len(found))


@given(digits, st.integers(0, 8), st.integers(1, 9))
def test_a_mistyped_digit_of_a_person_is_found(first, place, step):
    for number in complete(first, identifiers.is_iranian_id):
        # Of the eleven rests two, 1 and 10, have the check digit 1.
        found = not identifiers.is_iranian_id(mistyped(number, place, step))
        assert found or number[-1] == "1"


@given(digits, st.sampled_from(string.digits))
def test_a_company_has_one_check_digit(first, tenth):
    if len(set(first + tenth)) > 1:
        assert len(complete(first + tenth, identifiers.is_iranian_id)) == 1


@given(digits, st.sampled_from(string.digits))
def test_the_check_digit_of_a_company_is_the_published_sum(first, tenth):
    number = first + tenth
    weights = [29, 27, 23, 19, 17] * 2
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
    check = (total + (int(tenth) + 2) * sum(weights)) % 11 % 10
    if len(set(number)) > 1:
        assert identifiers.is_iranian_id(f"{number}{check}")


def test_iranian_numbers_of_one_digit_are_none():
    for digit in string.digits:
        assert not identifiers.is_iranian_id(digit * 10)
        assert not identifiers.is_iranian_id(digit * 11)


@given(digits)
def test_polish_numbers_are_those_of_stdnum(first):
    for number in complete(first, nip.is_valid):
        if len(set(number)) > 1:
            assert identifiers.is_nip(f"PL {number[:3]}-{number[3:6]}-{number[6:8]}-{number[8:]}")
    for number in complete(first[:8], regon.is_valid):
        if len(set(number)) > 1:
            assert identifiers.is_polish_registry(number)


def test_numbers_of_one_digit_are_no_polish_ones_though_their_check_digit_is_right():
    assert nip.is_valid("0000000000") and regon.is_valid("000000000")
    for text in ("0000000000", "PL 000-000-00-00"):
        assert not identifiers.is_nip(text)
    for text in ("000000000", "00000000000000"):
        assert not identifiers.is_polish_registry(text)


def test_polish_numbers_of_two_digits_are_taken():
    assert identifiers.is_nip("0000001011")
    assert identifiers.is_polish_registry("000001011")


@given(digits)
def test_digits_of_any_script_are_taken(first):
    for number in complete(first, identifiers.is_iranian_id):
        assert identifiers.is_iranian_id(number.translate(PERSIAN))


@given(st.text())
def test_nothing_that_is_typed_raises(text):
    identifiers.is_nip(text)
    identifiers.is_polish_registry(text)
    identifiers.is_iranian_tax_id(text)
