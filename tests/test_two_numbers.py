"""Beside an addon of the OCA that numbers leads too, one switch says which number is shown."""

import json
from dataclasses import replace

import pytest

from scripts import databases, odoo
from tests.support import addons

OTHER = "crm_lead_code"
SHOWN = """
import json
from lxml import etree

lead = env["crm.lead"].create({"name": "Roof", "type": "opportunity"})

def find_shown():
    found = {}
    for kind in ("form", "list", "kanban"):
        arch = etree.fromstring(env["crm.lead"].get_view(view_type=kind)["arch"])
        nodes = arch.xpath("//field[@name='code' or @name='deal_number']")
        hidden = ("invisible", "column_invisible")
        found[kind] = sorted(
            node.get("name") for node in nodes if not any(node.get(name) == "1" for name in hidden)
        )
    lead.invalidate_recordset(["display_name"])
    return {"views": found, "name": lead.display_name.replace(lead.deal_number, "NUMBER")}

answer = {"chosen": env.company.deal_number_shown}
for choice in ("deal", "code"):
    env.company.deal_number_shown = choice
    answer[choice] = find_shown()
print(json.dumps(answer))
"""
LEAD = """
env["crm.lead"].create({"name": "Old", "type": "lead"})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def beside(settings):
    return replace(settings, other_addons=(settings.tested_addons / "odoo/addons",))


def _ask(settings, database):
    return json.loads(odoo.shell(settings, database, SHOWN).splitlines()[-1])


def _check(answer, chosen):
    kinds = ("form", "list", "kanban")
    assert answer == {
        "chosen": chosen,
        "deal": {"views": {key: ["deal_number"] for key in kinds}, "name": "NUMBER Roof"},
        "code": {"views": {key: ["code"] for key in kinds}, "name": "Roof"},
    }


def test_ours_is_shown_where_ours_was_first(settings, beside):
    with databases.copied(settings, databases.with_addon(settings)) as database:
        addons.install(beside, database, OTHER)
        _check(_ask(beside, database), "deal")


def test_theirs_is_shown_where_leads_had_theirs(settings, beside):
    with databases.copied(settings, databases.base(settings)) as database:
        addons.install(beside, database, OTHER)
        odoo.shell(beside, database, LEAD)
        addons.install(beside, database)
        _check(_ask(beside, database), "code")
