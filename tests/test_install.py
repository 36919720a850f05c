"""Installing keeps an existing pipeline untouched; uninstalling leaves nothing behind."""

import re
from ast import literal_eval
from collections import defaultdict
from datetime import datetime, timezone

import pytest
import requests

from scripts import databases, odoo
from scripts.settings import ADDON, Settings
from tests.support import addons, catalogue
from tests.support.server import OdooServer

#: Leads of many years, not created in the order of their ids, with equal moments and without one.
EXISTING = """
from odoo import Command

second = env["res.company"].create({"name": "Second"})
model = env["ir.model"]._get("crm.lead")
of_customers = [
    ("x_weighted", "float", "record.probability * record.expected_revenue", "probability"),
    ("x_note", "char", "record.x_note or record.won_status", "won_status"),
    ("x_label", "char", "record.display_name", "display_name"),
    ("x_day", "char", "str(record.date_last_stage_update)", "date_last_stage_update"),
]
env["ir.model.fields"].create([
    {
        "name": name, "field_description": name, "model_id": model.id, "ttype": kind,
        "compute": f"for record in self: record['{name}'] = {value}", "depends": depends,
        "store": True, "readonly": name != "x_note",
    }
    for name, kind, value, depends in of_customers
])
env["ir.model.fields"].create({
    "name": "x_stage", "field_description": "Stage's name", "model_id": model.id, "ttype": "char",
    "related": "stage_id.name", "store": True, "readonly": True,
})
team = env["crm.team"].create({"name": "Second's team", "company_id": second.id})
env["crm.stage"].create({
    "name": "Second's stage", "sequence": 5, "team_ids": [Command.link(team.id)],
})
stages = env["crm.stage"].search([("is_won", "=", False)])
leads = env["crm.lead"].create([
    {
        "name": f"Old {number}",
        "type": "lead" if number % 5 == 0 else "opportunity",
        "stage_id": stages[number % len(stages)].id,
        "company_id": second.id if number % 3 == 0 else False,
        "expected_revenue": number * 10.5,
    }
    for number in range(80)
])
leads[::7].action_set_lost()
leads[1::7].action_set_won()
leads[2::7].action_archive()
client = env["res.partner"].create({"name": "Client of orders"})
for lead, state in ((leads[4], "sale"), (leads[13], "sent")):
    order = {"partner_id": client.id, "opportunity_id": lead.id}
    env["sale.order"].create(order).state = state
env.flush_all()
env.cr.execute(
    '''UPDATE crm_lead
          SET create_date = '2018-03-01'::timestamp + INTERVAL '1 day' * MOD(id / 2 * 7919, 2800),
              write_date = '2020-01-01'
        WHERE id IN %s''',
    [leads._ids],
)
env.cr.execute("UPDATE crm_lead SET create_date = NULL WHERE id = %s", [leads[-1].id])
env["ir.filters"].create([
    {
        "name": "Kept", "model_id": "crm.lead", "active": False,
        "domain": "[('stage_id.name', '=', 'deal_process_id'), ('date_deadline', '!=', False)]",
        "context": "{'group_by': ['date_deadline:month']}",
        "sort": '["expected_revenue desc"]',
    },
    {"name": "Kept for customers", "model_id": "res.partner", "domain": "[('name', '=', 'x')]"},
])
env.cr.commit()
"""
#: What users delete and call otherwise, which an update must not overrule.
ADAPTATIONS = """
for name in ("crm_lost_reason_inquiry", "activity_step_meeting_email",
             "mail_template_followup_win_back", "deal_offer_template_compact"):
    env.ref(f"sales_deals.{name}").unlink()
env.ref("sales_deals.menu_offers").write({"name": "Quotes", "sequence": 1})
env.ref("sales_deals.group_show_costs").write({"comment": "Ask Anna", "user_ids": [(5,)]})
env.cr.commit()
"""
#: A deal on every stage of the addon, and what users do with processes.
NEW_DEALS = """
from datetime import date, timedelta

from odoo import Command

process = env["deal.process"].create({
    "name": "Users' own",
    "sequence": 0,
    "stage_ids": [
        Command.create({"name": "Own first", "sequence": -2}),
        Command.create({"name": "Own won", "sequence": -1, "is_won": True}),
    ],
})
processes = process
for name in ("deal_process_management", "demo_deal_process_tender"):
    processes |= env.ref(f"sales_deals.{name}")
Lead = env["crm.lead"]
for stage in processes.stage_ids:
    values = {"deal_process_id": stage.deal_process_id.id, "stage_id": stage.id}
    Lead.create({"name": f"On {stage.name}", "type": "opportunity", **values})
for stage, name in (("Decision", "Lost"), ("Documents", "Archived")):
    stage = processes.stage_ids.filtered(lambda s: s.name == stage)
    values = {"deal_process_id": stage.deal_process_id.id, "stage_id": stage.id}
    deal = Lead.create({"name": name, **values})
    if name == "Lost":
        deal.action_set_lost(lost_reason_id=env.ref("sales_deals.crm_lost_reason_budget").id)
    else:
        deal.action_archive()
deal = Lead.search([("name", "=", "Old 1")])
standard, management = env.ref("sales_deals.deal_process_standard"), processes[1]
change = {"deal_process_id": management.id, "stage_id": management.stage_ids[1].id}
env["deal.process.change"].create({"lead_ids": deal.ids, **change}).action_apply()
env["crm.team"].create({"name": "Bound", "deal_process_ids": [Command.link(management.id)]})
env.user.action_id = env.ref("sales_deals.crm_lead_action_deals").id
Lead.search([("name", "in", ("Old 10", "Old 11"))])._merge_into_oldest()
resting = Lead.create({"name": "Resting", "type": "opportunity"})
resting._suspend(date.today() + timedelta(days=9), "Budget")
customer = env["res.partner"].create({"name": "Client of an offer"})
picture = env.company.logo
template = env["deal.offer.template"].create({"name": "Own", "cover": picture, "logo": picture})
offered = Lead.create({"name": "Old offered", "type": "opportunity", "partner_id": customer.id})
offered.deal_contact_ids = [Command.create({"partner_id": customer.id, "is_primary": True})]
offered.deal_competitor_ids = [Command.create({"name": "Rival"})]
product = env["product.product"].create({"name": "Offered", "image_1920": picture})
variant = env["deal.variant"].create({"lead_id": offered.id, "name": "A"})
env["deal.variant.line"].create({"variant_id": variant.id, "product_id": product.id})
offer = env["deal.offer"].create({"lead_id": offered.id, "template_id": template.id})
offer._send()
offer.sudo()._ask("Is delivery included?")
for name in ("email", "first_meeting", "offer", "offer_call"):
    kind = f"sales_deals.activity_type_{name}"
    offered.activity_schedule(kind, summary=f"Planned {name}")
    done = offered.activity_schedule(kind, summary=f"Done {name}")
    done.deal_outcome_id = env.ref("sales_deals.activity_outcome_reached")
    done.action_feedback()
offered.deal_suggestion_ids[-1:].action_take()
env.company.portal_confirmation_pay = False
offer.sudo()._accept(str(variant.id), [], "Client", picture.decode())
env["ir.filters"].create([
    {"name": f"Broken {number}", "model_id": "crm.lead", **saved}
    for number, saved in enumerate([
        {"domain": "[('deal_number', 'ilike', 'D/')]"},
        {
            "domain": "['|', ('name', '=', 'x'), ('stage_id.deal_process_id', '=', 1)]",
            "active": False,
        },
        {"domain": "[('order_ids', 'any', [('opportunity_id.deal_margin', '>', 0)])]"},
        {"context": "{'group_by': ['deal_process_id']}"},
        {"context": "{'graph_measure': 'deal_profit'}"},
        {"sort": '["deal_number desc"]'},
        {"model_id": "res.partner", "domain": "[('opportunity_ids.deal_number', '=', 'x')]"},
        {"model_id": "deal.variant", "domain": "[]"},
        {"domain": "[('deal_is_suspended', '=', True), ('deal_state', '!=', 'won')]"},
        {"model_id": "deal.loss", "domain": "[]"},
    ])
])
env.cr.commit()
"""
#: What became of the activities that were planned or done by types of the addon.
ACTIVITIES = """
from collections import Counter

domain = [("active", "in", [True, False]), ("summary", "=like", "% %")]
activities = env["mail.activity"].search(domain).filtered(
    lambda activity: activity.summary.split()[0] in ("Planned", "Done")
)
print(sorted(Counter(
    (activity.summary.split()[1], activity.activity_type_id.name) for activity in activities
).items()))
"""
#: Leads of the addon's own demo data, and how often they were lost.
DEMO_DEALS = 25
DEMO_LOSSES = 3
#: Name of a deal -> name of the stage on which it must stand when the addon is gone.
COUNTERPARTS = {
    "On Needs known": "Qualified",
    "On Offer with the client": "Proposition",
    "On Decision": "Proposition",
    "On Tender found": "New",
    "On Documents": "Qualified",
    "On Bid submitted": "Proposition",
    "On Contract signed": "Won",
    "On Own first": "Own first",
    "On Own won": "Own won",
    "Old 1": "Qualified",
    "Lost": "Proposition",
    "Archived": "Qualified",
}


class Life:
    """A database through which the addon passes, and what it was made of at each point."""

    def __init__(self, settings: Settings, database: str) -> None:
        self.settings = settings
        self.database = database
        self.leads: dict[str, dict] = {}
        self.stages: dict[str, dict] = {}
        self.structure: dict[str, dict] = {}
        self.registers: dict[str, dict] = {}
        self.counts: dict[str, dict] = {}
        self.standard = 0

    def record(self, moment: str) -> None:
        where = (self.settings, self.database)
        self.leads[moment] = catalogue.rows(*where, "crm_lead")
        self.stages[moment] = catalogue.rows(*where, "crm_stage")
        self.structure[moment] = catalogue.structure(*where)
        self.registers[moment] = catalogue.registers(*where)
        self.counts[moment] = catalogue.counts(*where)
        if "deal_process" in self.counts[moment]:
            processes = catalogue.rows(*where, "deal_process").values()
            [self.standard] = [p["id"] for p in processes if p["name"]["en_US"] == "Standard sale"]

    def do(self, script: str) -> str:
        return odoo.shell(self.settings, self.database, script)

    def install(self, demo: bool = False) -> None:
        addons.install(self.settings, self.database, demo=demo)

    def uninstall(self) -> None:
        addons.uninstall(self.settings, self.database)

    def complaints(self) -> list[str]:
        """Return the warnings and errors in Odoo's log, but those about its configuration."""
        log = (self.settings.logs / f"{self.database}.log").read_text()
        lines = re.findall(r"^.* (?:ERROR|CRITICAL|WARNING) .*$", log, re.MULTILINE)
        return [line for line in lines if "odoo.tools.config" not in line]


@pytest.fixture(scope="module")
def life(settings):
    """Install, update, use and uninstall the addon in a database with leads; record each step."""
    with databases.copied(settings, databases.base(settings, demo=True)) as database:
        life = Life(settings, database)
        life.do(EXISTING)
        life.record("before")
        life.install(demo=True)
        life.do(ADAPTATIONS)
        life.record("installed")
        addons.update(settings, database)
        life.record("updated")
        life.do(NEW_DEALS)
        life.record("used")
        life.uninstall()
        life.record("uninstalled")
        yield life


@pytest.fixture(scope="module")
def bare_life(settings):
    """Install and uninstall the addon in a database without leads and without a won stage."""
    with databases.copied(settings, databases.base(settings)) as database:
        life = Life(settings, database)
        life.do('env["crm.stage"].search([("is_won", "=", True)]).unlink(); env.cr.commit()')
        life.record("before")
        life.install()
        life.record("installed")
        life.uninstall()
        life.record("uninstalled")
        yield life


def of_odoo(rows: dict[str, dict], before: dict[str, dict]) -> dict[str, dict]:
    """Return rows with the columns that there were before the addon came."""
    columns = next(iter(before.values())).keys()
    return {key: {name: row[name] for name in columns} for key, row in rows.items()}


def year_of(row: dict) -> int:
    return datetime.fromisoformat(row["create_date"] or datetime.now(timezone.utc).isoformat()).year


def test_existing_leads_are_numbered_in_order_of_creation_per_year(life):
    by_year = defaultdict(list)
    for row in life.leads["before"].values():
        by_year[year_of(row)].append((row["create_date"] or "9", row["id"]))
    expected = {
        str(lead_id): f"D/{year}/{rank:05}"
        for year, leads in by_year.items()
        for rank, (_created, lead_id) in enumerate(sorted(leads), start=1)
    }
    assert len(by_year) > 5
    after = life.leads["installed"]
    assert {key: after[key]["deal_number"] for key in expected} == expected


def test_installing_changes_nothing_else_of_a_lead(life):
    before = life.leads["before"]
    after = of_odoo(life.leads["installed"], before)
    assert {key: after[key] for key in before} == before


def test_installing_changes_nothing_else_of_a_stage(life):
    before = life.stages["before"]
    after = of_odoo(life.stages["installed"], before)
    assert {key: after[key] for key in before} == before


def test_existing_stages_and_leads_belong_to_the_standard_process(life):
    for table in (life.stages, life.leads):
        rows = [table["installed"][key] for key in table["before"]]
        assert {row["deal_process_id"] for row in rows} == {life.standard}


def test_existing_leads_have_the_profit_that_follows_from_their_value(life):
    for key in life.leads["before"]:
        row = life.leads["installed"][key]
        assert row["deal_profit"] == (row["expected_revenue"] or 0)
        assert row["deal_margin"] == (1 if row["expected_revenue"] else None)


def test_existing_leads_have_the_state_that_they_are_in(life):
    states = {"won": "won", "lost": "lost", "pending": "open"}
    rows = [life.leads["installed"][key] for key in life.leads["before"]]
    assert {row["deal_state"] for row in rows} == set(states.values())
    assert [row["deal_state"] for row in rows] == [states[row["won_status"]] for row in rows]


def test_existing_deals_are_what_their_orders_say(life):
    kinds = {row["name"]: row["deal_kind"] for row in life.leads["installed"].values()}
    assert (kinds["Old 4"], kinds["Old 13"], kinds["Old 7"]) == ("contract", "offer", "opportunity")
    assert None not in [life.leads["installed"][key]["deal_kind"] for key in life.leads["before"]]


def test_odoos_rules_hold_where_leads_were_there_before(life):
    rules = (life.settings, life.database)
    odoos = {
        "deal_activities_lost": "keep",
        "deal_hides_costs": False,
        "deal_loss_reason_required": False,
        "deal_mail_policy": "new",
    }
    for row in catalogue.rows(*rules, "res_company").values():
        assert {name: row.get(name) for name in odoos} in (odoos, dict.fromkeys(odoos))


def test_deals_lost_before_have_a_loss_each(life):
    lost = [row for row in life.leads["before"].values() if row["won_status"] == "lost"]
    assert life.counts["installed"]["deal_loss"] == len(lost) + DEMO_LOSSES > 5


def test_uninstalling_keeps_the_reason_of_a_lost_deal(life):
    used = {row["name"]: row["lost_reason_id"] for row in life.leads["used"].values()}
    left = {row["name"]: row["lost_reason_id"] for row in life.leads["uninstalled"].values()}
    assert left["Lost"] == used["Lost"] is not None
    before, after = (life.counts[moment]["crm_lost_reason"] for moment in ("before", "uninstalled"))
    assert before < after <= before + 1 + DEMO_LOSSES


def test_updating_changes_nothing(life):
    assert life.leads["updated"] == life.leads["installed"]
    assert life.stages["updated"] == life.stages["installed"]
    assert life.structure["updated"] == life.structure["installed"]
    assert life.counts["updated"] == life.counts["installed"] | moving(life.counts["updated"])


def test_updating_overrules_nobody(life):
    for table in ("ir_ui_menu", "res_groups", "res_groups_users_rel"):
        before, after = (life.registers[moment][table] for moment in ("installed", "updated"))
        assert changes(before, after) == {}, table


def moving(counts: dict[str, int]) -> dict[str, int]:
    """Return the row counts of tables in which Odoo takes notes of its own work."""
    names = ("ir_cron_trigger", "orm_signaling_registry", "ir_attachment")
    return {name: counts[name] for name in names}


def test_uninstalling_leaves_nothing_in_the_schema(life):
    assert life.structure["uninstalled"] == life.structure["before"]


def test_uninstalling_leaves_no_menu_view_field_or_the_like(life):
    before, after = (registers_of(life, moment) for moment in ("before", "uninstalled"))
    assert after.keys() == before.keys()
    # Odoo's price lists stay switched on: users have made some of their own meanwhile. So do
    # several currencies: those of the demo data are Odoo's records, and stay active.
    for group in ("product.group_product_pricelist", "base.group_multi_currency"):
        before["res_groups_implied_rel"].setdefault(*group_of_users(life, group))
    for table in before:
        assert changes(before[table], after[table]) == {}, table


def test_uninstalling_removes_saved_searches_that_name_what_goes(life):
    names = {
        moment: {row["name"] for row in registers["ir_filters"].values()}
        for moment, registers in life.registers.items()
    }
    assert len(names["used"] - names["before"]) == 10
    assert {"Kept", "Kept for customers"} <= names["before"]
    assert names["uninstalled"] == names["before"]


def group_of_users(life: Life, group: str) -> tuple[str, dict]:
    """Return key and columns of the row that gives internal users a group of Odoo."""
    ids = {
        f"{row['module']}.{row['name']}": row["res_id"]
        for row in life.registers["before"]["ir_model_data"].values()
    }
    row = {"gid": ids["base.group_user"], "hid": ids[group]}
    return str(sorted(row.items())), row


def changes(before: dict[str, dict], after: dict[str, dict]) -> dict:
    """Return rows that came, went or changed: key -> columns that differ, before and after."""
    return {
        key: {
            name: (before.get(key, {}).get(name), after.get(key, {}).get(name))
            for name in before.get(key, {}) | after.get(key, {})
            if before.get(key, {}).get(name) != after.get(key, {}).get(name)
        }
        for key in before | after
        if before.get(key) != after.get(key)
    }


def registers_of(life: Life, moment: str) -> dict[str, dict]:
    """Return Odoo's registers at a moment, without its notes of its own work."""
    registers = {name: dict(rows) for name, rows in life.registers[moment].items()}
    del registers["ir_cron_trigger"]
    for module in registers["ir_module_module"].values():
        # The summary of the addon may be newer than the database's list of addons.
        for note in ("demo", "url", "summary"):
            module.pop(note)
    # Leave out files that belong to messages, teams and the like.
    files = registers["ir_attachment"]
    registers["ir_attachment"] = {k: f for k, f in files.items() if f["res_model"] == "ir.ui.view"}
    return registers


def test_uninstalling_leaves_no_file_of_an_offer(life):
    def count(moment):
        files = life.registers[moment]["ir_attachment"].values()
        return sum((row["res_model"] or "").startswith("deal.") for row in files)

    assert count("used") > 3
    assert count("uninstalled") == 0


def test_uninstalling_loses_no_lead(life):
    demo = {key for key, row in life.leads["installed"].items() if key not in life.leads["before"]}
    assert len(demo) == DEMO_DEALS
    assert life.leads["uninstalled"].keys() == life.leads["used"].keys() - demo


def test_uninstalling_keeps_activities_with_the_nearest_type(life):
    found = dict(literal_eval(life.do(ACTIVITIES).strip().splitlines()[-1]))
    assert found == {
        ("email", "Email"): 2,
        ("first_meeting", "Meeting"): 2,
        ("offer", "To-Do"): 2,
        ("offer_call", "Call"): 2,
    }


def test_uninstalling_changes_nothing_of_a_lead_but_its_stage(life):
    """Nor of fields that customers have made, whatever of Odoo's they depend on."""
    used = of_odoo(life.leads["used"], life.leads["before"])
    names = {row["id"]: row["name"]["en_US"] for row in life.stages["uninstalled"].values()}
    for key, row in life.leads["uninstalled"].items():
        stage = {"stage_id": row["stage_id"], "x_stage": names[row["stage_id"]]}
        assert row == used[key] | stage
    assert {row["x_note"] for row in life.leads["uninstalled"].values()} == {
        "won",
        "lost",
        "pending",
    }


def test_uninstalling_moves_deals_to_the_counterpart_of_their_stage(life):
    names = {row["id"]: row["name"]["en_US"] for row in life.stages["uninstalled"].values()}
    stages = {row["name"]: names[row["stage_id"]] for row in life.leads["uninstalled"].values()}
    assert {name: stages[name] for name in COUNTERPARTS} == COUNTERPARTS
    # Two processes have a won stage of this name.
    assert stages["On Won"] == "Won"
    assert stages["On New"] == "New"


def test_nothing_is_complained_of(life, bare_life):
    assert life.complaints() == []
    assert bare_life.complaints() == []


def test_a_database_without_a_won_stage_gets_one(bare_life):
    before, installed = bare_life.stages["before"], bare_life.stages["installed"]
    standard = [row for row in installed.values() if row["deal_process_id"] == bare_life.standard]
    assert [row["is_won"] for row in before.values()].count(True) == 0
    assert [row["is_won"] for row in standard].count(True) == 1


def test_uninstalling_from_an_empty_database_keeps_its_stages(bare_life):
    before, after = bare_life.stages["before"], bare_life.stages["uninstalled"]
    assert {key: after[key] for key in before} == before
    assert bare_life.structure["uninstalled"] == bare_life.structure["before"]
    left = bare_life.counts["uninstalled"]["ir_model_data"]
    assert left == bare_life.counts["before"]["ir_model_data"]


@pytest.mark.usefixtures("life")
def test_odoo_works_when_the_addon_is_gone(life):
    with OdooServer(life.settings, life.database) as server:
        client = server.client()
        deal = client("crm.lead", "create", {"name": "After all", "type": "opportunity"})
        client("crm.lead", "action_set_won", [deal])
        [row] = client("crm.lead", "read", [deal], fields=["stage_id", "won_status"])
        assert (row["stage_id"][1], row["won_status"]) == ("Won", "won")
        with requests.Session() as browser:
            page = browser.get(f"{server.url}/web/login")
            token = re.search(r'name="csrf_token" value="(\w+)"', page.text)[1]
            form = {"login": "admin", "password": "admin", "csrf_token": token}
            browser.post(f"{server.url}/web/login", data=form)
            page = browser.get(f"{server.url}/odoo/crm")
        assert page.status_code == 200
        assert "odoo.__session_info__" in page.text
        assert " ERROR " not in server.output()


def test_the_addon_can_be_installed_again(life):
    life.install()
    life.record("again")
    numbers = [row["deal_number"] for row in life.leads["again"].values()]
    assert len(set(numbers)) == len(numbers)
    assert all(numbers)
    assert life.do(f"print(env['ir.module.module']._get('{ADDON}').state)").strip() == "installed"
