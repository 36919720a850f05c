"""Similarity of names."""

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sales_deals.tools import matching
from sales_deals.tools.matching import names

from .matching_names import folded_names

weights = st.dictionaries(st.sampled_from("abk"), st.floats(0.05, 1.0))


def test_examples_in_the_docstrings():
    assert doctest.testmod(names).failed == 0


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("nowak meble", "nowak meble", 1.0, 1.0),
        ("nowak meble", "meble nowak", 1.0, 1.0),
        ("nowak meble", "nowka meble", 0.85, 0.95),
        ("wisniewski transport", "wisniewska transprot", 0.8, 0.95),
        ("kowalski", "kowalska", 0.8, 0.9),
        ("محمدرضا احمدی", "محمد رضا احمدی", 1.0, 1.0),
        ("فولاد اریا", "فولاد ایرا", 0.8, 0.9),
        ("jan kowalski", "j kowalski", 0.75, 0.9),
        ("nowak meble", "nowak", 0.6, 0.7),
        ("dom 1", "dom 2", 0.5, 0.5),
        ("abc", "abd", 0.0, 0.0),
        ("nowak", "lis", 0.0, 0.0),
        ("nowak nowak", "nowak", 0.6, 0.7),
        ("nowak", "", 0.0, 0.0),
        ("", "", 0.0, 0.0),
    ],
)
def test_names_are_alike_by_their_words(one, other, least, most):
    assert least <= names.likeness(one, other).ratio <= most
    assert names.likeness(one, other).ratio == names.likeness(other, one).ratio


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("nowak meble", "nowak meble", (1.0, 1.0, 2.0, True)),
        ("nowak meble", "meble nowak", (1.0, 1.0, 2.0, True)),
        ("nowak", "nowak meble", (2 / 3, 2 / 3, 1.0, True)),
        ("nowak", "nowak meble okna", (1 / 2, 1 / 2, 1.0, True)),
        ("nowak meble okna", "nowak", (1 / 2, 1 / 2, 1.0, True)),
        ("nowak meble", "nowak okna", (1 / 2, 1 / 2, 1.0, False)),
        ("firma meble", "firma okna", (1 / 5, 1 / 2, 0.25, False)),
        ("firma", "firma", (1.0, 1.0, 0.25, True)),
        ("nic", "nic", (0.0, 1.0, 0.0, True)),
        ("nowak", "lis", (0.0, 0.0, 0.0, False)),
        ("", "", (0.0, 0.0, 0.0, False)),
    ],
)
def test_likeness_has_its_details(one, other, expected):
    rarity = {"firma": 0.25, "nic": 0.0}
    assert names.likeness(one, other, rarity) == pytest.approx(expected)


def test_words_of_all_names_weigh_little():
    assert matching.word_weights({"a": 2, "b": 1}, 2) == {"a": 0.05, "b": 1.0}
    assert matching.word_weights({"a": 1}, 1) == {"a": 1.0}


def test_rare_words_count_for_more():
    rarity = matching.word_weights({"meble": 500, "transport": 500, "wisznia": 1}, 1000)
    rare = names.likeness("wisznia meble", "wisznia transport", rarity).ratio
    common = names.likeness("wisznia meble", "bolko meble", rarity).ratio
    assert rare > 0.8 > 0.2 > common


def test_a_common_word_may_be_cut_off():
    rarity = {"transport": 0.2, "nowakowski": 0.4, "nowak": 0.3}
    assert names.likeness("eko transport", "eko transp", rarity).plain == 0.9
    assert names.likeness("eko transport", "eko transp").plain == 0.5
    assert names.likeness("eko nowakowski", "eko nowak", rarity).plain == 0.5
    assert names.likeness("eko transport", "eko tr", rarity).plain == 0.5


def test_two_common_words_are_no_spellings_of_one():
    rarity = matching.word_weights({"احمدی": 300, "محمدی": 300, "علی": 300}, 1000)
    assert names.likeness("محمدی", "احمدی").ratio > 0.5
    assert names.likeness("محمدی", "احمدی", rarity).ratio == 0.0


@given(folded_names, folded_names, weights)
@example("a a b", "a b b", {})
@example("abba abab", "abab baab abba", {})
@example("a", "a1", {})
def test_similarity_is_symmetric_and_between_0_and_1(one, other, weights):
    alike = names.likeness(one, other, weights).ratio
    assert 0.0 <= alike <= 1.0
    assert alike == pytest.approx(names.likeness(other, one, weights).ratio, abs=1e-9)
    if one:
        assert names.likeness(one, one, weights).ratio == pytest.approx(1.0)


def count_slips(word: str, other: str) -> int:
    """Count letters to add, drop, change or swap with the next one: optimal string alignment.

    The definition, row by row, as an oracle.
    """
    older, before = [], list(range(len(other) + 1))
    for place, letter in enumerate(word):
        row = [place + 1]
        for column, twin in enumerate(other):
            ways = [before[column] + (letter != twin), before[column + 1] + 1, row[column] + 1]
            if place and column and letter == other[column - 1] and twin == word[place - 1]:
                ways.append(older[column - 1] + 1)
            row.append(min(ways))
        older, before = before, row
    return before[-1]


@given(st.text("abc", min_size=4, max_size=13), st.text("abc", min_size=4, max_size=13))
@example("kowalski", "kowlaski")
@example("kowalski", "nowakowski")
@example("abcd", "acbd")
@example("abcdefg", "bacdegf")
@example("abca", "caab")
@example("abcdef", "xbcdex")
@example("abcdefg", "xbcdefx")
@example("abcdefghij", "xbcdxfghix")
@example("abcdefghijk", "xbcdxfghijx")
def test_words_are_alike_by_the_slips_between_them(one, other):
    shorter, longer = sorted((len(one), len(other)))
    allowed = 1 if shorter < 7 else 2 if shorter < 11 else 3
    slips = count_slips(one, other)
    expected = 1 - 1.25 * slips / longer if slips <= allowed else 0.0
    assert names.likeness(one, other).plain == pytest.approx(expected)
