"""Whether two deals of one client are one."""

import doctest
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools import matching
from sales_deals.tools.matching import Content, contents

FOUND = matching.Match(0.99, (matching.Reason("email", "jan@nowak.pl"),))
#: A deal that the examples are held against.
WINDOWS = Content("windows site a", 120_000, process=1, decision=1_000, created=900)

texts = st.lists(st.sampled_from(["windows", "doors", "a", "b", "7", "2026"])).map(" ".join)
some = st.builds(
    Content,
    texts,
    st.sampled_from([0.0, 1.0, 99.0, 100.0]),
    st.lists(st.integers(1, 3), unique=True).map(tuple),
    st.integers(0, 2),
    st.integers(0, 90),
    st.integers(0, 900),
    st.booleans(),
)


def is_repeat(one: Content, other: Content) -> bool:
    return matching.weigh(FOUND, one, other).is_repeat


def codes(one: Content, other: Content) -> list[str]:
    return [reason.code for reason in matching.weigh(FOUND, one, other).reasons[1:]]


def test_examples_in_the_docstrings():
    assert doctest.testmod(contents).failed == 0


@pytest.mark.parametrize(
    "other",
    [
        Content(),
        WINDOWS,
        WINDOWS._replace(value=0),
        WINDOWS._replace(value=150_000),
        WINDOWS._replace(subject="40 windows"),
        WINDOWS._replace(subject=""),
        WINDOWS._replace(decision=1_100),
        WINDOWS._replace(created=980),
        WINDOWS._replace(process=2),
        WINDOWS._replace(products=(7,)),
        Content("doors", created=902),
    ],
)
def test_one_deal_that_was_entered_twice_is_one(other):
    assert not is_repeat(WINDOWS, other)


@pytest.mark.parametrize(
    "other",
    [
        WINDOWS._replace(subject="doors site b", value=480_000, decision=1_090),
        WINDOWS._replace(subject="doors site b", value=480_000),
        Content("doors", 480_000),
        Content("doors", created=905),
        Content("doors", created=980),
        Content("windows site b", 60_000, created=980),
        Content(created=1_300),
        Content("windows site a", created=1_300),
    ],
)
def test_what_is_asked_for_besides_is_another(other):
    assert is_repeat(WINDOWS, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Content("windows"), Content("windows"), ["subject"]),
        (Content("40 windows"), Content("60 windows"), ["figures_differ"]),
        (Content("40 windows"), Content("windows"), []),
        (Content("windows a"), Content("windows b"), ["figures_differ"]),
        (Content("windows"), Content("doors"), ["subject_differs"]),
        (Content(value=100), Content(value=96), ["value"]),
        (Content(value=100), Content(value=85), []),
        (Content(value=100), Content(value=79), ["value_differs"]),
        (Content(value=100), Content(), []),
        (Content(value=-100), Content(value=100), []),
        (Content(products=(1, 2)), Content(products=(2, 3)), []),
        (Content(products=(1, 2)), Content(products=(2, 1)), ["products"]),
        (Content(products=(1, 2)), Content(products=(3,)), ["products_differ"]),
        (Content(process=1), Content(process=2), ["process_differs"]),
        (Content(is_offered=True), Content(is_offered=True), ["both_offered"]),
        (Content(decision=100), Content(decision=131), ["decision_differs"]),
        (Content(decision=100), Content(decision=130), []),
        (Content(created=100), Content(created=103), ["soon"]),
        (Content(created=100), Content(created=104), []),
        (Content(created=100), Content(created=160), ["later"]),
        (Content(created=100), Content(created=400), ["much_later"]),
    ],
)
def test_each_piece_of_evidence_has_its_code(one, other, expected):
    assert codes(one, other) == codes(other, one) == expected


@pytest.mark.parametrize(
    ("subject", "names", "words"),
    [
        ("RE: Zapytanie o okna - Nowak Meble", ["nowak meble"], "okna"),
        ("Formularz kontaktowy", [], ""),
        ("Kontaktformular", [], ""),
        ("درخواست قیمت پنجره", [], "پنجره"),
        ("Nowak's opportunity", ["nowak"], "nowaks"),
        ("Deal 17", [], ""),
        ("Windows for 2027", [], "windows 2027"),
        (False, [], ""),
    ],
)
def test_a_subject_is_what_the_deal_is_about(subject, names, words):
    assert matching.content_words(subject, *names) == words


def test_what_speaks_against_it_leaves_nothing_certain():
    one, other = Content("windows", 100), Content("windows", 10)
    assert matching.is_certain(FOUND)
    assert matching.is_certain(matching.weigh(FOUND, one, one))
    assert not matching.is_certain(matching.weigh(FOUND, one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Content("windows with shutters"), Content("windows without shutters")),
        (Content("etap i"), Content("etap ii")),
        (Content("service january"), Content("service june")),
        (Content(value=1000), Content(value=1200)),
        (Content(decision=100), Content(decision=110)),
        (Content(products=(1, 2)), Content(products=(1, 2, 3))),
        (Content(details=(("team_id", "1"),)), Content(details=(("team_id", "2"),))),
        (Content(details=(("state", "true"),)), Content(details=(("state", "false"),))),
    ],
)
def test_whatever_differs_leaves_nothing_certain(one, other):
    assert not is_repeat(one, other)
    assert not matching.is_certain(matching.weigh(FOUND, one, other))
    assert not matching.is_certain(matching.weigh(FOUND, other, one))
    empty = Content(details=(("team_id", None),))
    assert matching.is_certain(matching.weigh(FOUND, one, empty))


@given(some, some)
def test_the_order_does_not_matter_and_codes_are_known(one, other):
    match = matching.weigh(FOUND, one, other)
    assert match == matching.weigh(FOUND, other, one)
    known = {*matching.SAME_CONTENT, *matching.OTHER_CONTENT}
    assert {reason.code for reason in match.reasons[1:]} <= known
    assert match.score == FOUND.score


@given(some)
def test_a_deal_is_itself(content):
    assert not is_repeat(content, content._replace(is_offered=False))


def test_every_code_can_come():
    values = {
        "subject": ["windows a", "windows b", "doors"],
        "value": [100.0, 10.0],
        "products": [(1,), (2,)],
        "process": [1, 2],
        "decision": [1, 90],
        "created": [1, 90, 900],
        "is_offered": [True],
    }
    made = set()
    for name, known in values.items():
        for one, other in itertools.product(known, known):
            made |= set(codes(Content(**{name: one}), Content(**{name: other})))
    assert made == {*matching.SAME_CONTENT, *matching.OTHER_CONTENT}
