"""Beside Odoo's other addons all roles work as without ours, whichever was installed first."""

import pytest

from scripts import neighbours
from tests.support.neighbours import ask_copy

ALL = pytest.mark.neighbours
#: The addons beside ours, and what makes a database with both.
CASES = [
    pytest.param((neighbours.FEW, neighbours.neighbours_first), id="few"),
    pytest.param((neighbours.ALL, neighbours.neighbours_first), id="neighbours first", marks=ALL),
    pytest.param((neighbours.ALL, neighbours.addon_first), id="addon first", marks=ALL),
]
#: Who sees no costs where the company hides them: salespeople who neither have the addon's group
#: nor do other work that needs costs.
DENIED = {
    "salesperson without costs",
    "busy salesperson without costs",
    "selling project manager without costs",
}
#: What they try that tells a cost, and the fields that their screens go without.
DENIED_OUTCOME = dict.fromkeys(
    ("cost on screen", "worth of moves", "worth of stock"), "AccessError"
)
CLOSED = {
    "product.product form: standard_price",
    "product.product list: avg_cost",
    "product.product list: standard_price",
    "product.product list: total_value",
    "product.template form: standard_price",
    "product.template list: standard_price",
    "sale.order form: margin",
    "sale.order form: margin_percent",
}


@pytest.fixture(scope="module")
def answers(settings):
    """Return a function that asks each template but once."""
    known = {}

    def ask(template: str, name: str) -> dict:
        if (template, name) not in known:
            known[template, name] = ask_copy(settings, template, name)
        return known[template, name]

    return ask


@pytest.fixture(scope="module")
def ask_both(settings, answers):
    """Return the answers without the addon and with it: `ask_both(case, "measure")`."""

    def ask(case: tuple, name: str) -> list[dict]:
        addons, make = case
        templates = (neighbours.without_addon(settings, addons), make(settings, addons))
        return [answers(template, name) for template in templates]

    return ask


@pytest.mark.parametrize("case", CASES)
def test_all_roles_can_do_their_work_without_the_addon(ask_both, case):
    without, _with_addon = ask_both(case, "measure")
    assert _get_outcomes(without["open"], "stopped") == {}
    assert len(without["open"]) > 10


@pytest.mark.parametrize("case", CASES)
def test_salespeople_see_costs_where_nothing_closes_them(ask_both, case):
    for answer in ask_both(case, "measure"):
        work = answer["open"]["salesperson without costs"]
        assert work["outcomes"]["cost on screen"] == 60
        assert set(work["seen"]) >= CLOSED


@pytest.mark.parametrize("case", CASES)
def test_all_roles_do_the_same_with_the_addon(ask_both, case):
    without, with_addon = ask_both(case, "measure")
    for role, work in without["open"].items():
        found = with_addon["open"][role]
        assert (role, found["outcomes"]) == (role, work["outcomes"])
        assert (role, _get_missing(found, work)) == (role, set())


@pytest.mark.parametrize("case", CASES)
def test_hidden_costs_are_closed_to_nobody_but_salespeople(ask_both, case):
    without, with_addon = ask_both(case, "measure")
    for role, work in without["open"].items():
        found, outcomes, closed = with_addon["hidden"][role], work["outcomes"], set()
        if role in DENIED:
            tried = outcomes.keys() & DENIED_OUTCOME.keys()
            outcomes = outcomes | {task: DENIED_OUTCOME[task] for task in tried}
            closed = CLOSED & set(work["seen"])
        assert (role, found["outcomes"]) == (role, outcomes)
        assert (role, _get_missing(found, work)) == (role, closed)


@pytest.mark.parametrize("case", CASES[1:])
def test_all_views_open_that_open_without_the_addon(ask_both, case):
    without, with_addon = ask_both(case, "views")
    assert len(without["valid"]) > 500
    broken = with_addon["broken"].items()
    assert {name: fault for name, fault in broken if name not in without["broken"]} == {}
    assert set(without["valid"]) - set(with_addon["valid"]) == set()


def _get_outcomes(roles: dict, task: str) -> dict:
    return {
        name: work["outcomes"][task] for name, work in roles.items() if task in work["outcomes"]
    }


def _get_missing(found: dict, wanted: dict) -> set:
    """Return the fields that a role does not see any more."""
    return set(wanted["seen"]) - set(found["seen"])
