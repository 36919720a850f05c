"""Sections of an offer keep from the client what they hide."""

import doctest

import pytest

from sales_deals.tools.offer import sections
from sales_deals.tools.offer.choice import is_something_chosen


def heading(kind: str = "section", **hides: bool) -> dict:
    return {"key": "h", "type": kind, "is_optional": False, "name": "Heading", **hides}


def line(key: str, *, optional: bool = False) -> dict:
    product = {"type": "product", "is_optional": optional, "quantity": 1, "amount": 10}
    return {"key": key, "name": key, **product}


HIDING = {sections.PRICES: True}, {sections.COMPOSITION: True}


def test_examples_in_the_docstrings():
    assert doctest.testmod(sections).failed == 0


@pytest.mark.parametrize("hides", HIDING)
@pytest.mark.parametrize("kind", sections.HEADINGS)
def test_what_is_hidden_ends_with_its_section(kind, hides):
    [what] = hides
    lines = [line("before"), heading(kind, **hides), line("in"), heading(kind), line("after")]
    hidden = [found.line["key"] for found in sections.place(lines) if found.is_hidden(what)]
    assert hidden == ["in"]


@pytest.mark.parametrize("hides", HIDING)
def test_a_section_hides_what_is_in_its_subsections_and_no_other(hides):
    [what] = hides
    lines = [heading(**hides), heading("subsection"), line("in"), heading(), line("out")]
    assert [found.is_hidden(what) for found in sections.place(lines)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_a_section_counts_its_subsections_and_a_subsection_itself():
    section, subsection = heading(), heading("subsection")
    lines = [section, line("a"), subsection, line("b"), line("o", optional=True), heading()]
    places = sections.place(lines)
    assert [one["key"] for one in sections.counted_below(places, section)] == ["a", "b"]
    assert [one["key"] for one in sections.counted_below(places, subsection)] == ["b"]


def test_the_uppermost_section_stands_for_what_is_hidden():
    section, subsection = heading(hides_prices=True), heading("subsection", hides_composition=True)
    places = sections.place([section, subsection, line("a")])
    assert places[-1].get_cover() is section
    assert sections.place([heading(), subsection, line("a")])[-1].get_cover() is subsection
    assert sections.place([heading(), line("a")])[-1].get_cover() is None


def test_options_that_are_hidden_can_not_be_ticked():
    hidden = [heading(hides_composition=True), line("o", optional=True)]
    shown = [heading(hides_prices=True), line("p", optional=True)]
    assert [found.line["key"] for found in sections.options(hidden + shown)] == ["p"]
    assert not is_something_chosen({"lines": hidden}, ["o"])
    assert is_something_chosen({"lines": [*hidden, *shown]}, ["p"])
    assert is_something_chosen({"lines": [*hidden, line("a")]})
