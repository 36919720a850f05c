"""The demo data: what a first look should find, with and without Persian and Polish installed."""

import json

from scripts import databases, odoo, postgres
from tests.support import addons

NO_LANGUAGES = "UPDATE res_lang SET active = false WHERE code != 'en_US'"
LOOK = """
import json

ref = lambda name: env.ref(f"sales_deals.{name}")
offers = env["deal.offer"].search([])
tower, estate = ref("demo_offer_tower"), ref("demo_offer_estate")
pairs = env["deal.duplicate"].search([("is_repeat", "=", False)])
print(json.dumps({
    "states": sorted(set(offers.mapped("state"))),
    "openings": [tower.opening_count, tower.machine_count],
    "order": [estate.sale_order_id.state, estate.lead_id.deal_state],
    "reason": bool(ref("demo_offer_bakery").lost_reason_id),
    "question": env["mail.activity"].search_count([("res_id", "=", tower.lead_id.id)]),
    "deals": sorted(set(env["crm.lead"].with_context(active_test=False).search(
        [("type", "=", "opportunity")]).mapped("deal_state"))),
    "steps": sorted({state for state in env["mail.activity"].search([]).mapped("state") if state}),
    "digits": [len(str(int(v.amount_total))) for v in tower.variant_ids],
    "pairs": len(pairs),
    "langs": sorted({name or "" for name in env["res.partner"].search(
        [("email", "like", "%.example")]).mapped("lang")}),
    "won back": env["deal.loss"].search_count([("restored_on", "!=", False)]),
}))
"""


def look(settings, database: str) -> dict:
    return json.loads(odoo.shell(settings, database, LOOK).splitlines()[-1])


def assert_whole(found: dict) -> None:
    """Check that nothing is missing: Odoo installs an addon whose demo data fail without them."""
    assert found["states"] == ["accepted", "declined", "opened"]
    assert found["openings"] == [2, 1]
    assert found["order"] == ["sale", "won"]
    assert found["reason"]
    assert found["question"]
    assert found["deals"] == ["lost", "open", "suspended", "won"]
    assert found["steps"] == ["overdue", "planned", "today"]
    assert all(10 <= digits <= 12 for digits in found["digits"])
    assert found["pairs"] >= 3
    assert found["won back"]


def test_it_has_something_of_everything(settings, fresh_database):
    found = look(settings, fresh_database(demo=True))
    assert_whole(found)
    assert {"fa_IR", "pl_PL"} <= set(found["langs"])


def test_it_loads_where_the_clients_languages_are_not_installed(settings):
    with databases.copied(settings, databases.base(settings, demo=True)) as database:
        postgres.query(settings, NO_LANGUAGES, database)
        addons.install(settings, database, "sales_deals", demo=True)
        found = look(settings, database)
    assert_whole(found)
    assert set(found["langs"]) <= {"", "en_US"}
