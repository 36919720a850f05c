"""A pipeline that is in use keeps its stages, and imports find each by its name."""

import json

from scripts import databases, odoo
from tests.support import addons

LEADS = """
lead = env["crm.lead"].create({"name": "Old", "type": "opportunity"})
lead.action_set_won()
env.cr.commit()
"""
LOOK = """
import json

content = "name,stage_id\\nImported,Won\\nBegun,New\\n"
importing = env["base_import.import"].create(
    {"res_model": "crm.lead", "file": content.encode(), "file_type": "text/csv"}
)
options = {"quoting": '"', "separator": ",", "has_headers": True}
done = importing.execute_import(["name", "stage_id"], ["name", "stage_id"], options)
leads = env["crm.lead"].browse(done["ids"])
last = env["crm.stage"].search([("is_won", "=", True)], order="sequence desc", limit=1)
leads[1].write({"type": "opportunity", "stage_id": last.id})
print(json.dumps({
    "messages": done["messages"],
    "stages": env["crm.stage"].search([]).mapped("name"),
    "imported": leads.stage_id.mapped("name"),
    "processes": env["deal.process"].search([]).mapped("name"),
}))
"""
STAGES = "print(env['crm.stage'].search([]).mapped('name'))"


def test_no_second_stage_of_a_name_comes(settings):
    with databases.copied(settings, databases.base(settings)) as database:
        odoo.shell(settings, database, LEADS)
        before = odoo.shell(settings, database, STAGES).splitlines()[-1]
        addons.install(settings, database)
        found = json.loads(odoo.shell(settings, database, LOOK).splitlines()[-1])
        addons.update(settings, database)
        assert odoo.shell(settings, database, STAGES).splitlines()[-1] == before
    assert str(found["stages"]) == before
    assert found["messages"] == []
    assert found["imported"] == ["Won"]
    assert found["processes"] == ["Standard sale"]
