"""Employees as senders: what becomes of them when the Employees app comes, and when ours goes."""

import json

import pytest

from scripts import databases, odoo
from tests.support import addons

PREPARING = """
team = env["crm.team"].search([], order="id", limit=1)
team.write({"alias_name": "deals", "alias_contact": "internal_users"})
other = env["mail.alias"].create({
    "alias_name": "others", "alias_contact": "internal_users",
    "alias_model_id": env["ir.model"]._get_id("crm.lead"),
})
env.cr.commit()
print(json.dumps([team.alias_id.id, other.id]))
"""
LOOKING = """
team = env["crm.team"].search([], order="id", limit=1)
options = {
    model: [name for name, _label in
            env[model].fields_get(["alias_contact"])["alias_contact"]["selection"]]
    for model in ("mail.alias", "crm.team")
}
aliases = env["mail.alias"].search([("alias_name", "in", ("deals", "others"))], order="id")
print(json.dumps({
    "options": options,
    "contacts": aliases.mapped("alias_contact"),
    "team": team.alias_id.id in aliases.ids,
    "can_switch": "deal_can_use_employees_contact" in team and team.deal_can_use_employees_contact,
    "in_settings": "deal_replaced_contacts" in env["res.config.settings"]
        and env["res.config.settings"].new({}).deal_replaced_contacts,
}))
"""


SWITCHING = """
env["crm.team"].search([], order="id", limit=1).action_deal_use_employees_contact()
env.cr.commit()
print("null")
"""


class Life:
    """A database in which addons come and go."""

    def __init__(self, settings, database: str) -> None:
        self.settings = settings
        self.database = database

    def do(self, script: str):
        output = odoo.shell(self.settings, self.database, "import json\n" + script)
        return json.loads(output.splitlines()[-1])


@pytest.fixture(scope="module")
def life(settings):
    with databases.copied(settings, databases.with_addon(settings)) as database:
        yield Life(settings, database)


def test_the_employees_app_is_offered_and_replaces_ours(life):
    life.do(PREPARING)
    before = life.do(LOOKING)
    assert "internal_users" in before["options"]["crm.team"]
    assert not before["can_switch"] and not before["in_settings"]

    addons.install(life.settings, life.database, "hr")
    offered = life.do(LOOKING)
    assert offered["contacts"] == ["internal_users"] * 2
    assert offered["can_switch"] and offered["in_settings"]

    life.do(SWITCHING)
    assert life.do(LOOKING)["contacts"] == ["employees", "internal_users"]
    life.do(
        'env["res.config.settings"].create({}).action_deal_use_employees_contact()\n'
        'env.cr.commit()\nprint("null")'
    )
    replaced = life.do(LOOKING)
    assert replaced["contacts"] == ["employees"] * 2
    assert not replaced["can_switch"] and not replaced["in_settings"]
    for options in replaced["options"].values():
        assert "employees" in options and "internal_users" not in options


def test_when_the_employees_app_goes_teams_keep_their_aliases(life):
    addons.uninstall(life.settings, life.database, "hr")
    left = life.do(LOOKING)
    assert left["team"]
    assert left["contacts"] == ["internal_users"] * 2


def test_when_ours_goes_only_known_contacts_may_write(life):
    addons.uninstall(life.settings, life.database)
    left = life.do(LOOKING)
    assert left["team"]
    assert left["contacts"] == ["partners"] * 2
    for options in left["options"].values():
        assert "internal_users" not in options
