"""What a client chooses of an offer: there must be something to order."""

import doctest

import pytest

from sales_deals.tools.offer import choice
from sales_deals.tools.offer.choice import is_something_chosen


def line(key: str, *, optional: bool = False, quantity: float = 1, amount: float = 10) -> dict:
    return {
        "key": key,
        "type": "product",
        "is_optional": optional,
        "quantity": quantity,
        "amount": amount,
    }


NOTE = {"key": "n", "type": "note", "is_optional": False}
OPTION = line("o", optional=True)


def test_examples_in_the_docstrings():
    assert doctest.testmod(choice).failed == 0


@pytest.mark.parametrize(
    ("lines", "ticked", "expected"),
    [
        ([], [], False),
        ([NOTE], [], False),
        ([NOTE, OPTION], [], False),
        ([NOTE, OPTION], ["o"], True),
        ([NOTE, OPTION], ["n"], False),
        ([line("a")], [], True),
        ([line("a", amount=0)], [], True),
        ([line("a", quantity=0)], [], False),
        ([line("a", quantity=0), OPTION], [], False),
        ([line("d", amount=-5), OPTION], [], False),
        ([line("d", amount=-5), OPTION], ["o"], True),
        ([line("d", amount=-5)], [], True),
        ([line("o", optional=True, quantity=0)], ["o"], False),
        ([line("a"), line("d", amount=-5), OPTION], [], True),
    ],
)
def test_something_is_chosen(lines, ticked, expected):
    assert is_something_chosen({"lines": lines}, ticked) is expected
