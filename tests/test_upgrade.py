"""A database of the version before the names changed is upgraded: nothing is lost on the way."""

import io
import json
import re
import subprocess
import tarfile
from dataclasses import replace

import pytest

from sales_deals.tools.renames import names
from scripts import databases, odoo
from scripts.settings import ADDON, Settings
from tests.support import addons, catalogue

#: The last commit whose addon calls its fields without the prefix.
BEFORE = "363cbdf5a8b944bc2b41a00f10b055d47209dc41"
#: Odoo apps whose records name fields too.
APPS = ("spreadsheet_dashboard", "base_automation", "board")
#: What users of the older version do.
WORK = """
from datetime import date, timedelta
import base64, json

from odoo import Command

Lead = env["crm.lead"]
process = env["deal.process"].create({
    "name": "Own",
    "stage_ids": [
        Command.create({"name": "Own first", "sequence": -2, "color": 4}),
        Command.create({"name": "Own won", "sequence": -1, "is_won": True}),
    ],
})
env.ref("sales_deals.deal_offer_template_modern").opening = "<p>Dear {{contact}}, mine</p>"
team = env["crm.team"].create({
    "name": "Bound",
    "process_ids": [Command.link(process.id)],
    "offer_template_ids": [Command.link(env["deal.offer.template"].create({"name": "Own"}).id)],
    "assignment_domain": "[('process_id', '=', %d)]" % process.id,
})
env["crm.team.member"].create({
    "crm_team_id": team.id, "user_id": env.ref("base.user_admin").id, "sequence": 7,
    "is_responsible": True,
    "resource_calendar_id": env["resource.calendar"].search([], limit=1).id,
})
reason = env["crm.lost.reason"].create({
    "name": "Own reason", "category": "price", "description": "Own words",
    "is_shown_to_clients": True, "win_back_days": 30,
})
customer = env["res.partner"].create({"name": "Client", "email": "client@example.com"})
deals = Lead.create([
    {"name": f"Upgraded {n}", "type": "opportunity", "process_id": process.id,
     "stage_id": process.stage_ids[0].id, "partner_id": customer.id}
    for n in range(6)
])
deals[0].action_set_lost(lost_reason_id=reason.id)
deals[1]._suspend(date.today() + timedelta(days=9), "Budget")
deals[2].contact_ids = [Command.create({"partner_id": customer.id, "is_primary": True})]
deals[2].competitor_ids = [Command.create({"name": "Rival"})]
product = env["product.product"].create({"name": "Offered", "list_price": 10})
variant = env["deal.variant"].create({"lead_id": deals[2].id, "name": "A"})
env["deal.variant.line"].create({"variant_id": variant.id, "product_id": product.id})
offer = env["deal.offer"].create({"lead_id": deals[2].id})
offer._send()
env["deal.followup"].create({
    "line_ids": [Command.create({"lead_id": deals[2].id})],
})
deals[4].write({"suspended_reason": "Only the fourth's", "expected_revenue": 40})
deals[4]._suspend(date.today() + timedelta(days=5), "Only the fourth's")
env["deal.contact"].create({"lead_id": deals[5].id, "partner_id": customer.id})
variant = env["deal.variant"].create({"lead_id": deals[5].id, "name": "Fifth's"})
env["deal.variant.line"].create({"variant_id": variant.id, "product_id": product.id})
(deals[3] | deals[4] | deals[5])._merge_into_oldest()
env.flush_all()

model = env["ir.model"]._get
field = env["ir.model.fields"]
field.create({
    "name": "x_process_id", "model_id": model("crm.lead").id, "ttype": "many2one",
    "relation": "deal.process", "field_description": "Own process",
})
field.create({
    "name": "x_process_name", "model_id": model("crm.lead").id, "ttype": "char",
    "related": "process_id.name", "field_description": "Name of the process",
})
field.create({
    "name": "x_twice", "model_id": model("crm.lead").id, "ttype": "char", "store": False,
    "depends": "suspended_reason", "readonly": True, "field_description": "Twice",
    "compute": "for record in self:\\n    record['x_twice'] = (record.suspended_reason or '') * 2",
})
deals[2].x_process_id = process
deals[2].sudo().is_value_by_hand = True
env["ir.filters"].create([
    {"name": f"Upgraded {n}", "model_id": "crm.lead", **saved}
    for n, saved in enumerate([
        {"domain": "[('process_id', '=', %d), ('name', '!=', 'process_id')]" % process.id},
        {"domain": "[('contact_ids', 'any', [('lead_id.process_id', '!=', False)])]",
         "context": "{'group_by': ['process_id', 'stage_id']}", "sort": '["suspended_until desc"]'},
        {"domain": "[('x_process_id', '!=', False)]", "context": "{'group_by': ['x_process_id']}"},
        {"model_id": "res.partner",
         "domain": "[('color', '=', 0), ('opportunity_ids.process_id', '!=', False)]"},
        {"model_id": "deal.report", "domain": "[('process_id', '!=', False)]",
         "context": "{'group_by': ['process_id'], 'pivot_row_groupby': ['process_id']}"},
        {"model_id": "crm.lost.reason",
         "domain": "[('category', '=', 'price'), ('name', '!=', 'category')]"},
    ])
])
env["ir.filters"].create({
    "name": "Search of a report that goes", "model_id": "deal.report", "is_default": True,
    "action_id": env.ref("sales_deals.deal_report_action_reasons").id,
})
env["ir.exports"].create({
    "name": "Upgraded", "resource": "crm.lead",
    "export_fields": [Command.create({"name": name}) for name in (
        "name", "process_id/name", "contact_ids/lead_id/process_id/.id", "x_process_id/id")],
})
env["ir.default"].set("crm.lead", "suspended_reason", "None", condition="process_id=1")
env["ir.actions.server"].create([
    {"name": "Upgraded code", "model_id": model("crm.lead").id, "state": "code",
     "code": "for lead in records:\\n    lead.write({'suspended_reason': lead.process_id.name})"},
    {"name": "Upgraded path", "model_id": model("crm.lead").id, "state": "object_write",
     "update_path": "process_id", "resource_ref": f"deal.process,{process.id}"},
])
action = env["ir.actions.act_window"].create({
    "name": "Upgraded", "res_model": "crm.lead", "view_mode": "list,form",
    "domain": "[('is_suspended', '=', True)]",
    "context": "{'default_process_id': %d, 'search_default_suspended': 1}" % process.id,
})
env["base.automation"].create({
    "name": "Upgraded", "model_id": model("crm.lead").id, "trigger": "on_create_or_write",
    "filter_domain": "[('suspended_reason', '=', 'never')]",
})
env["ir.rule"].create({
    "name": "Upgraded", "model_id": model("crm.lead").id,
    "domain_force": "[('process_id.name', '!=', 'Nowhere')]",
})
env["mail.template"].create({
    "name": "Upgraded", "model_id": model("crm.lead").id, "subject": "{{ object.process_id.name }}",
    "body_html": '<p>process_id <t t-out="object.process_id.name"/></p>',
})
env["ir.ui.view"].create({
    "name": "upgraded.form", "model": "crm.lead",
    "inherit_id": env.ref("crm.crm_lead_view_form").id,
    "arch": '''<xpath expr="//field[@name='contact_ids']" position="after">
        <field name="suspended_reason" invisible="not is_suspended and name != 'process_id'"/>
        <field name="x_process_id" domain="[('id', '=', process_id)]"/></xpath>''',
})
env["ir.ui.view"].create({
    "name": "upgraded.search", "model": "crm.lead",
    "inherit_id": env.ref("crm.view_crm_case_opportunities_filter").id,
    "arch": '''<filter name="suspended" position="after">
        <filter name="x_lost" string="Own" domain="[('process_id', '!=', False)]"/></filter>''',
})
env["ir.ui.view.custom"].create({
    "user_id": env.uid, "ref_id": env.ref("board.board_my_dash_view").id,
    "arch": f'''<form><board style="1"><column><action name="{action.id}" view_mode="list"
        context="{{'group_by': ['process_id']}}" domain="[('process_id', '!=', False)]"/></column>
        </board></form>''',
})
env["ir.actions.server"].create({
    "name": "Equation", "model_id": model("crm.lead").id, "state": "object_write",
    "update_path": "suspended_reason", "evaluation_type": "equation",
    "value": "record.process_id.name",
})
env["ir.actions.act_window"].create({
    "name": "Own filter", "res_model": "crm.lead", "view_mode": "list",
    "context": "{'search_default_tags': 1, 'search_default_process': 1}",
})
env["ir.ui.view"].create({
    "name": "own.search", "model": "crm.lead", "priority": 999,
    "arch": '''<search><filter name="tags" string="Own" domain="[('process_id', '=', 1)]"/>
        </search>''',
})
env["ir.ui.view"].create({
    "name": "own.report", "type": "qweb", "key": "own.report",
    "arch": '<t t-name="own.report"><p t-foreach="docs" t-as="doc" t-out="doc.process_id"/></t>',
})
team.lead_properties_definition = [
    {"name": "first", "string": "First", "type": "many2one", "comodel": "crm.lead",
     "domain": "[('process_id', '!=', False)]"},
    {"name": "second", "string": "process_id", "type": "char"},
]
env["base_import.mapping"].create({
    "res_model": "crm.lead", "column_name": "Upgraded",
    "field_name": "contact_ids/lead_id/process_id",
})
if "sms.template" in env:
    env["sms.template"].create({
        "name": "Upgraded", "model_id": model("crm.lead").id,
        "body": "{{ object.process_id.name }}",
    })
if "mailing.mailing" in env:
    env["mailing.mailing"].create({
        "subject": "Upgraded", "mailing_model_id": model("crm.lead").id,
        "mailing_domain": "[('process_id', '!=', False)]",
    })
# Another addon has this field too; the export of the other one is nobody's claim to it.
env["ir.model.data"].create([
    {"module": module, "name": f"field_{name}", "model": "ir.model.fields",
     "res_id": field._get(of, called).id}
    for module, name, of, called in [
        ("base_automation", "crm_team_member__sequence", "crm.team.member", "sequence"),
        ("__export__", "crm_lead__process_id", "crm.lead", "process_id"),
    ]
])
ours = env.ref("sales_deals.spreadsheet_dashboard_deals")
copy = ours.copy({"name": "Upgraded"})
content = json.loads(base64.b64decode(copy.spreadsheet_binary_data))
content["lists"]["1"] = {
    "id": "1", "name": "Own", "model": "crm.lead", "columns": ["process_id", "x_process_id"],
    "domain": [["process_id", "!=", False]], "orderBy": [{"name": "process_id", "asc": True}],
}
content["sheets"][0]["cells"]["Z1"] = '=ODOO.LIST(1,1,"process_id")'
content["sheets"][0]["cells"]["Z2"] = '=ODOO.LIST(1,ROW()-1,"process_id")'
copy.spreadsheet_binary_data = base64.b64encode(json.dumps(content).encode())
env.cr.commit()
"""
#: What stands in the texts of users.
TEXTS = """
import base64, json


def named(model, name="Upgraded%", by="name"):
    model = env[model].with_context(active_test=False)
    return model.search([(by, "=like", name)], order="id")

copy = named("spreadsheet.dashboard")
content = json.loads(base64.b64decode(copy.spreadsheet_binary_data))
chains = sorted({
    match["chain"] for pivot in content["pivots"].values()
    for match in pivot.get("fieldMatching", {}).values()
})
template = named("mail.template")
print("RESULTS" + json.dumps({
    "filters": [[f.domain, f.context, f.sort] for f in named("ir.filters")],
    "moved": [
        [env["ir.actions.act_window"].browse(saved.action_id.id).xml_id, saved.is_default]
        for saved in named("ir.filters", "Search of a report that goes")
    ],
    "exports": named("ir.exports").export_fields.sorted("id").mapped("name"),
    "default": env["ir.default"].search([("condition", "!=", False)]).mapped("condition"),
    "actions": [
        [a.code, a.update_path] for a in named("ir.actions.server")
        if a.usage == "ir_actions_server"
    ],
    "action": [[a.domain, a.context] for a in named("ir.actions.act_window")],
    "automation": named("base.automation").mapped("filter_domain"),
    "rule": named("ir.rule").mapped("domain_force"),
    "groups' rule": env.ref("sales_deals.deal_duplicate_group_rule_company").domain_force,
    "team": env["crm.team"].search([("name", "=", "Bound")]).assignment_domain,
    "template": [template.subject, str(template.body_html)],
    "views": named("ir.ui.view", "upgraded%").mapped("arch_db"),
    "board": env["ir.ui.view.custom"].search([], limit=1).arch,
    "chains": chains,
    "list": content["lists"]["1"],
    "cells": [content["sheets"][0]["cells"][cell] for cell in ("Z1", "Z2")],
    "equation": named("ir.actions.server", "Equation").mapped("value"),
    "own filter": named("ir.actions.act_window", "Own filter").context,
    "own search": named("ir.ui.view", "own.search").arch_db,
    "own report": named("ir.ui.view", "own.report").id,
    "properties": [
        [definition["string"], definition.get("domain")]
        for definition in named("crm.team", "Bound").lead_properties_definition
    ],
    "import": named("base_import.mapping", by="column_name").mapped("field_name"),
    "sms": named("sms.template").mapped("body") if "sms.template" in env else None,
    "mailing": named("mailing.mailing", by="subject").mapped("mailing_domain")
        if "mailing.mailing" in env else None,
    "members": env["ir.model.fields"].search([
        ("model", "=", "crm.team.member"), ("name", "in", ["sequence", "deal_sequence"]),
    ]).mapped("name"),
    "fields": [[f.related, f.depends, f.compute] for f in
        env["ir.model.fields"].search([("name", "in", ["x_process_name", "x_twice"])], order="id")],
}))
"""
#: All that users have made is used.
USE = """
import ast, json

filters = env["ir.filters"].with_context(active_test=False)
for saved in filters.search([("name", "=like", "Upgraded%")]):
    context = ast.literal_eval(saved.context)
    model = env[saved.model_id].with_context(active_test=False)
    model.search(ast.literal_eval(saved.domain), order=", ".join(json.loads(saved.sort)) or None)
    model.formatted_read_group([], context.get("group_by", []), ["__count"])
Lead = env["crm.lead"].with_context(active_test=False)
deal = Lead.search([("name", "=", "Upgraded 2")])
for view_type in ("form", "list", "kanban", "search"):
    env["crm.lead"].get_view(view_type=view_type)
arch = env["crm.lead"].get_view(env.ref("crm.crm_lead_view_form").id, "form")["arch"]
code, path = env["ir.actions.server"].search(
    [("name", "=like", "Upgraded%"), ("usage", "=", "ir_actions_server")], order="id")
code.with_context(active_model="crm.lead", active_ids=deal.ids).run()
path.with_context(active_model="crm.lead", active_ids=deal.ids).run()
[lines] = env["ir.exports"].search([("name", "=", "Upgraded")])
rows = deal.export_data(lines.export_fields.sorted("id").mapped("name"))["datas"]
template = env["mail.template"].search([("name", "=", "Upgraded")])
subject = template._render_field("subject", deal.ids)[deal.id]
print("RESULTS" + json.dumps({
    "own": [deal.x_process_id.name, deal.x_process_name, deal.x_twice],
    "arch": "deal_suspended_reason" in arch and "x_process_id" in arch,
    "reason": deal.deal_suspended_reason,
    "row": rows[0][1],
    "subject": subject,
}))
env.cr.rollback()
"""
#: A merge of the older version is undone.
UNDO = """
import json

merge = env["deal.merge"].search([], limit=1)
leads = merge.survivor_id | merge.with_context(active_test=False).merged_ids
merge.action_undo()
leads.invalidate_recordset()
print("RESULTS" + json.dumps({
    lead.name: [
        lead.active, lead.deal_is_suspended, lead.deal_suspended_reason or "",
        lead.deal_process_id.name, lead.deal_contact_ids.mapped("partner_id.name"),
        lead.deal_variant_ids.mapped("name"), lead.deal_merged_into_id.id,
        str(lead.deal_suspended_until or ""), lead.deal_variant_ids.deal_process_id.mapped("name"),
    ]
    for lead in leads
}))
env.cr.rollback()
"""
#: The same deals before they were merged.
UNMERGED = {
    "Upgraded 3": [True, False, "", "Own", [], [], False, "", []],
    "Upgraded 4": [True, True, "Only the fourth's", "Own", [], [], False],
    "Upgraded 5": [True, False, "", "Own", ["Client"], ["Fifth's"], False, "", ["Own"]],
}
#: What users have added themselves, numbers of their processes; the column of a field that another
#: addon has too; and an index that names the two columns of a relation in the order in which its
#: models are loaded.
DIFFERING = (
    r"\bx_|crm_lead_x_|^crm_team_member\|sequence\||^ir_sequence_\d"
    r"|deal_process_team_rel_(pkey|\w+_idx)"
)
#: Columns that an update writes anew, in tables of what the addon brings.
WRITTEN = ("write_date", "write_uid")
#: What is worked out of other records, otherwise than before: the job makes it, a part at a time.
MADE_ANEW = {"deal_match_key"}
#: Columns of texts that name fields: what becomes of them is tested by itself.
NAMING = {
    "crm_team": {"assignment_domain", "lead_properties_definition"},
    "deal_merge": {"journal"},
    # The greeting of what nobody has edited.
    "deal_offer_template": {"opening"},
}
TABLES = (
    "crm_lead",
    "crm_stage",
    "crm_team",
    "crm_team_member",
    "crm_lost_reason",
    "deal_loss",
    "deal_process",
    "deal_variant",
    "deal_variant_line",
    "deal_contact",
    "deal_competitor",
    "deal_offer",
    "deal_followup",
    "deal_followup_line",
    "deal_merge",
    "deal_process_team_rel",
    "deal_merge_lead_rel",
)


class Upgrade:
    """A database before and after, and after a second update."""

    def __init__(self, settings: Settings, database: str) -> None:
        self.settings = settings
        self.database = database
        self.rows: dict[str, dict] = {}
        self.structure: dict[str, dict] = {}
        self.texts: dict[str, dict] = {}
        self.log = ""

    def record(self, moment: str) -> None:
        where = (self.settings, self.database)
        self.structure[moment] = catalogue.structure(*where)
        tables = catalogue.counts(*where)
        self.rows[moment] = {
            table: catalogue.rows(*where, table, *WRITTEN)
            for table in tables
            if table in TABLES or table.startswith("deal_")
        }

    def ask(self, script: str) -> dict:
        output = odoo.shell(self.settings, self.database, script)
        [line] = [line for line in output.splitlines() if line.startswith("RESULTS")]
        return json.loads(line.removeprefix("RESULTS"))


@pytest.fixture(scope="module")
def older(settings, tmp_path_factory) -> Settings:
    """Return settings with which Odoo runs the older version of the addon."""
    git = ["git", "-C", settings.checkout, "archive", "--format=tar", BEFORE, ADDON]
    done = subprocess.run(git, capture_output=True)
    if done.returncode:
        pytest.fail(
            f"The history of this clone does not reach back to commit {BEFORE[:7]}, whose addon "
            "this test upgrades: `git fetch --unshallow` brings it."
        )
    folder = tmp_path_factory.mktemp("older")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return replace(settings, older_addon=folder)


@pytest.fixture(scope="module")
def upgrade(settings, older):
    """Install the older version, work with it, upgrade, update again."""
    with databases.copied(settings, databases.base(settings)) as database:
        upgrade = Upgrade(settings, database)
        addons.install(older, database, ADDON, *APPS)
        odoo.shell(older, database, WORK)
        upgrade.record("before")
        addons.update(settings, database)
        upgrade.log = (settings.logs / f"{database}.log").read_text()
        upgrade.record("upgraded")
        addons.update(settings, database)
        upgrade.record("again")
        upgrade.texts = upgrade.ask(TEXTS)
        yield upgrade


def renamed(table: str, row: dict) -> dict:
    """Return a row with the columns as they are called now."""
    new = {(model.replace(".", "_"), old): name for (model, old), name in names.FIELDS.items()}
    return {new.get((table, column), column): value for column, value in row.items()}


def test_there_is_something_to_lose(upgrade):
    before = upgrade.rows["before"]
    for (model, old), _new in names.FIELDS.items():
        rows = before.get(model.replace(".", "_"), {}).values()
        columns = next(iter(rows), {})
        if old in columns and not model.startswith("deal.process.change"):
            assert any(row[old] for row in rows), f"{model}.{old}"
    assert len(before["deal_process_team_rel"]) == 1


def test_every_value_of_every_record_is_kept(upgrade):
    for table, rows in upgrade.rows["before"].items():
        after = upgrade.rows["upgraded"][table]
        if table in MADE_ANEW:
            assert rows and not after, table
            continue
        expected = {key: renamed(table, row) for key, row in rows.items()}
        left_out = NAMING.get(table, set())
        assert after.keys() == expected.keys(), table
        for key, row in expected.items():
            kept = row.keys() - left_out
            assert {name: after[key][name] for name in kept} == {
                name: row[name] for name in kept
            }, table


def test_a_second_update_changes_nothing(upgrade):
    assert upgrade.rows["again"] == upgrade.rows["upgraded"]
    assert upgrade.structure["again"] == upgrade.structure["upgraded"]


def test_texts_that_nobody_has_edited_greet_by_the_placeholder(upgrade):
    texts = {
        moment: {
            row["name"]["en_US"]: (row["opening"] or {}).get("en_US")
            for row in upgrade.rows[moment]["deal_offer_template"].values()
        }
        for moment in ("before", "upgraded")
    }
    before, after = texts["before"], texts["upgraded"]
    assert "<p>Dear {{contact}},</p>" in before["Classic letter"]
    assert after["Classic letter"] == before["Classic letter"].replace(
        "Dear {{contact}},", "{{greeting}}"
    )
    assert "Dear {{contact}}, mine" in before["Modern"]
    assert {**after, "Classic letter": ""} == {**before, "Classic letter": ""}


def test_ready_cadences_come_once(upgrade):
    names = [row["name"]["en_US"] for row in upgrade.rows["upgraded"]["deal_cadence"].values()]
    assert len(names) == 5
    assert "After an offer" in names


def test_the_schema_is_that_of_a_new_installation(upgrade, fresh_database):
    fresh = fresh_database()
    addons.install(upgrade.settings, fresh, *APPS)
    new = catalogue.structure(upgrade.settings, fresh)
    for kind, lines in upgrade.structure["upgraded"].items():
        if kind == "comments":
            continue  # they know columns by their position
        differing = {line for line in lines ^ new[kind] if not re.search(DIFFERING, line)}
        assert differing == set(), kind


def test_searches_of_a_report_that_goes_are_kept_with_another(upgrade):
    assert upgrade.texts["moved"] == [["sales_deals.deal_report_action", False]]


def test_saved_searches_follow(upgrade):
    domain, context, sort = upgrade.texts["filters"][0]
    assert re.sub(r"\d+", "1", domain) == (
        "[('deal_process_id', '=', 1), ('name', '!=', 'process_id')]"
    )
    assert (context, sort) == ("{}", "[]")
    assert upgrade.texts["filters"][1:] == [
        [
            "[('deal_contact_ids', 'any', [('lead_id.deal_process_id', '!=', False)])]",
            "{'group_by': ['deal_process_id', 'stage_id']}",
            '["deal_suspended_until desc"]',
        ],
        ["[('x_process_id', '!=', False)]", "{'group_by': ['x_process_id']}", "[]"],
        ["[('color', '=', 0), ('opportunity_ids.deal_process_id', '!=', False)]", "{}", "[]"],
        [
            "[('deal_process_id', '!=', False)]",
            "{'group_by': ['deal_process_id'], 'pivot_row_groupby': ['deal_process_id']}",
            "[]",
        ],
        ["[('deal_category', '=', 'price'), ('name', '!=', 'category')]", "{}", "[]"],
    ]


def test_exports_defaults_and_fields_of_users_follow(upgrade):
    assert upgrade.texts["exports"] == [
        "name",
        "deal_process_id/name",
        "deal_contact_ids/lead_id/deal_process_id/.id",
        "x_process_id/id",
    ]
    assert upgrade.texts["default"] == ["deal_process_id=1"]
    assert upgrade.texts["fields"] == [
        ["deal_process_id.name", False, False],
        [
            False,
            "deal_suspended_reason",
            "for record in self:\n    record['x_twice'] = (record.deal_suspended_reason or '') * 2",
        ],
    ]


def test_actions_rules_and_templates_follow(upgrade):
    texts = upgrade.texts
    assert texts["actions"][0][0] == (
        "for lead in records:\n    lead.write({'deal_suspended_reason': lead.deal_process_id.name})"
    )
    assert texts["actions"][1][1] == "deal_process_id"
    [[domain, context]] = texts["action"]
    assert domain == "[('deal_is_suspended', '=', True)]"
    assert "'default_deal_process_id': " in context
    assert "'search_default_deal_suspended': 1" in context
    assert texts["automation"] == ["[('deal_suspended_reason', '=', 'never')]"]
    assert texts["rule"] == ["[('deal_process_id.name', '!=', 'Nowhere')]"]
    assert texts["groups' rule"].startswith("[('pair_ids', 'any', ")
    assert re.sub(r"\d+", "1", texts["team"]) == "[('deal_process_id', '=', 1)]"
    assert texts["template"] == [
        "{{ object.deal_process_id.name }}",
        '<p>process_id <t t-out="object.deal_process_id.name"/></p>',
    ]


def test_views_and_dashboards_follow(upgrade):
    form, search = upgrade.texts["views"]
    assert "//field[@name='deal_contact_ids']" in form
    assert "not deal_is_suspended and name != 'process_id'" in form
    assert "name=\"x_process_id\" domain=\"[('id', '=', deal_process_id)]\"" in form
    assert '<filter name="deal_suspended" position="after">' in search
    assert "[('deal_process_id', '!=', False)]" in search
    assert "{'group_by': ['deal_process_id']}" in upgrade.texts["board"]
    assert "[('deal_process_id', '!=', False)]" in upgrade.texts["board"]
    assert "deal_process_id" in upgrade.texts["chains"]
    assert "process_id" not in upgrade.texts["chains"]
    assert upgrade.texts["list"]["columns"] == ["deal_process_id", "x_process_id"]
    assert upgrade.texts["list"]["domain"] == [["deal_process_id", "!=", False]]
    assert upgrade.texts["list"]["orderBy"] == [{"name": "deal_process_id", "asc": True}]
    assert upgrade.texts["cells"] == [
        '=ODOO.LIST(1,1,"deal_process_id")',
        '=ODOO.LIST(1,ROW()-1,"deal_process_id")',
    ]


def test_a_filter_of_ones_own_is_still_switched_on(upgrade):
    assert upgrade.texts["own filter"] == (
        "{'search_default_tags': 1, 'search_default_deal_process': 1}"
    )
    assert (
        "name=\"tags\" string=\"Own\" domain=\"[('deal_process_id', '=', 1)]\""
        in (upgrade.texts["own search"])
    )


def test_properties_imports_and_computed_values_follow(upgrade):
    assert upgrade.texts["properties"] == [
        ["First", "[('deal_process_id', '!=', False)]"],
        ["process_id", None],
    ]
    assert upgrade.texts["import"] == ["deal_contact_ids/lead_id/deal_process_id"]
    assert upgrade.texts["equation"] == ["record.deal_process_id.name"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("sms", "{{ object.deal_process_id.name }}"),
        ("mailing", "[('deal_process_id', '!=', False)]"),
    ],
)
def test_texts_of_other_apps_follow(upgrade, kind, expected):
    if upgrade.texts[kind] is None:
        pytest.skip("Its app is not installed.")
    assert upgrade.texts[kind] == [expected]


def test_a_field_that_another_addon_has_too_stays_beside_ours(upgrade):
    assert sorted(upgrade.texts["members"]) == ["deal_sequence", "sequence"]
    [member] = [
        row
        for row in upgrade.rows["upgraded"]["crm_team_member"].values()
        if row["deal_is_responsible"]
    ]
    assert (member["sequence"], member["deal_sequence"]) == (7, 7)


def test_the_log_names_what_may_hold_an_old_name_still(upgrade):
    told = re.findall(r"An old name of a field may be left in (\w+) (\d+), (\w+)", upgrade.log)
    assert ("ir_ui_view", str(upgrade.texts["own report"]), "arch_db") in told
    assert {table for table, _row, _column in told} >= {"ir_filters", "mail_template"}
    assert len(told) < 40, told


def test_all_that_users_made_works(upgrade):
    found = upgrade.ask(USE)
    assert found == {
        "own": ["Own", "Own", "OwnOwn"],
        "arch": True,
        "reason": "Own",
        "row": "Own",
        "subject": "Own",
    }


def test_a_merge_of_the_older_version_can_be_undone(upgrade):
    found = upgrade.ask(UNDO)
    assert found.keys() == UNMERGED.keys()
    for name, expected in UNMERGED.items():
        assert found[name][: len(expected)] == expected, name
