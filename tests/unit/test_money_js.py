"""Amounts in the web client: tomans there and back, and short ones in words."""

import json
import re
import subprocess
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.settings import Settings

SCRIPT = Settings().addon / "static/src/language/money/amounts.js"
PROGRAM = """
import { readFileSync } from "node:fs";
const code = "data:text/javascript," + encodeURIComponent(readFileSync(process.argv[1], "utf8"));
const amounts = await import(code);
const answer = ([name, ...given]) => amounts[name](...given) ?? null;
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
"""
RIAL = {"name": "IRR", "symbol": "﷼", "position": "before", "digits": [69, 2]}
ZLOTY = {"name": "PLN", "symbol": "zł", "position": "after", "digits": [69, 2]}
IN_TOMANS = {"name": "IRR", "factor": 10}
IN_RIALS = {"name": "IRR", "factor": 1}
SCALES = {
    "fa-IR": {"هزار": 3, "میلیون": 6, "میلیارد": 9, "تریلیون": 12},
    "pl-PL": {"tys.": 3, "mln": 6, "mld": 9, "bln": 12},
    "en-US": {"K": 3, "M": 6, "B": 9, "T": 12},
}
#: One question to the script takes a tenth of a second; many at once take no longer.
whole = st.lists(st.integers(-(10**15), 10**15), min_size=20, max_size=200)
few = settings(max_examples=15, deadline=None)


def ask(*questions: list) -> list:
    """Return what functions of the script answer.

    :param questions: the name of a function, and what it is given
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", PROGRAM, str(SCRIPT)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@few
@given(whole)
def test_whole_rials_are_a_tenth_in_tomans_and_come_back(amounts):
    tomans = ask(*(["toRead", amount, IN_TOMANS] for amount in amounts))
    assert [Decimal(repr(number)) * 10 for number in tomans] == amounts
    assert ask(*(["fromRead", number, IN_TOMANS] for number in tomans)) == amounts


@few
@given(st.lists(st.integers(-(10**14), 10**14), min_size=20, max_size=200))
def test_parts_of_rials_are_rounded_half_away_from_zero(hundredths):
    exact = [Decimal(parts) / 100 for parts in hundredths]
    read = ask(*(["toRead", float(amount), IN_RIALS] for amount in exact))
    assert read == [int(amount.quantize(Decimal(1), ROUND_HALF_UP)) for amount in exact]


@few
@given(whole)
def test_other_currencies_are_left_alone_both_ways(amounts):
    unit = {"name": "PLN", "factor": 1}
    assert ask(*(["toRead", amount / 100, unit] for amount in amounts)) == [
        amount / 100 for amount in amounts
    ]
    assert ask(*(["fromRead", amount / 100, unit] for amount in amounts)) == [
        amount / 100 for amount in amounts
    ]


def test_the_unit_says_what_is_read():
    rial, toman, zloty = ask(
        ["asRead", RIAL], ["asRead", RIAL, "تومان"], ["asRead", ZLOTY, "تومان"]
    )
    assert rial == {**RIAL, "factor": 1, "digits": [69, 0]}
    assert toman["symbol"] == "تومان"
    assert (toman["position"], toman["factor"], toman["digits"]) == ("after", 10, [69, 1])
    assert zloty == {**ZLOTY, "factor": 1}


@few
@given(whole, st.sampled_from(sorted(SCALES)))
def test_short_amounts_are_within_a_two_hundredth(amounts, locale):
    texts = ask(*(["shorten", amount, locale, "."] for amount in amounts))
    for amount, text in zip(amounts, texts, strict=True):
        if text is None:
            assert abs(amount) < 1000
        else:
            assert abs(read_short(text, SCALES[locale]) - amount) <= abs(amount) / 200


def read_short(text: str, scales: dict[str, int]) -> float:
    number, word = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*(\D*)", text).groups()
    return float(number) * 10 ** scales[word]


@pytest.mark.parametrize(
    ("amount", "locale", "text"),
    [
        (1_500_000_000, "fa-IR", "1.5 میلیارد"),
        (-4_500_000, "fa-IR", "-4.5 میلیون"),
        (123_456_789_012, "fa-IR", "123 میلیارد"),
        (999_950, "pl-PL", "1 mln"),
        (1_234, "pl-PL", "1.23 tys."),
        (2_340_000_000, "pl-PL", "2.34 mld"),
        (2_340_000_000, "en-US", "2.34B"),
        (999, "pl-PL", None),
        (999.4, "pl-PL", None),
        (999.5, "en-US", "1K"),
        (0, "en-US", None),
    ],
)
def test_short_amounts_are_said_as_people_do(amount, locale, text):
    [found] = ask(["shorten", amount, locale, "."])
    assert (found and found.replace("\xa0", " ")) == text


def test_where_less_is_short_enough_it_stays():
    assert ask(["shorten", 54_321, "en-US", ".", 10**5]) == [None]
    assert ask(["shorten", 123_456, "en-US", ".", 10**5]) == ["123K"]


@pytest.mark.parametrize(("price", "decimals"), [(0, 0), (50, 0), (8.57, 1), (0.25, 3), (1e9, 0)])
def test_prices_of_next_to_nothing_keep_decimals(price, decimals):
    assert ask(["priceDecimals", price]) == [decimals]
