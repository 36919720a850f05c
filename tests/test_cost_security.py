"""Addons of the OCA that close costs close them beside ours too, whichever was installed first."""

from dataclasses import replace

import pytest

from scripts import databases
from tests.support import addons
from tests.support.neighbours import ask

CLOSING = ("product_cost_security", "sale_margin_security")


@pytest.fixture(scope="module")
def answers(settings):
    """Return what users learn of costs with the OCA's addons alone, and with ours by order."""
    beside = replace(settings, other_addons=(settings.tested_addons / "odoo/addons",))
    found = {}
    with databases.copied(settings, databases.base(settings)) as database:
        addons.install(beside, database, *CLOSING)
        found["alone"] = ask(beside, database, "closed_costs")
        # What was asked is undone; our addon comes to a database that is otherwise the same.
        addons.install(beside, database)
        found["theirs first"] = ask(beside, database, "closed_costs")
    with databases.copied(settings, databases.with_addon(settings)) as database:
        addons.install(beside, database, *CLOSING)
        found["ours first"] = ask(beside, database, "closed_costs")
    return found


ORDERS = ("theirs first", "ours first")


@pytest.mark.parametrize("order", ORDERS)
def test_salesperson_without_their_group_learns_no_cost(answers, order):
    assert answers[order]["without"]["seen"] == []


@pytest.mark.parametrize("order", ORDERS)
def test_salesperson_with_their_group_sees_costs_of_odoo_and_of_ours(answers, order):
    seen = answers[order]["with"]["seen"]
    assert set(answers["alone"]["with"]["seen"]) - set(seen) == set()
    assert {"deal.variant.line.cost", "deal.variant.margin", "crm.lead.deal_profit"} <= set(seen)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("user", ["with", "without"])
def test_selling_goes_on_as_with_their_addons_alone(answers, order, user):
    wanted = answers["alone"][user] | {"seen": None}
    assert answers[order][user] | {"seen": None} == wanted
