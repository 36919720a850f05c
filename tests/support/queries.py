"""How many SQL queries Odoo makes for what users do all day, with caches warm."""

import json

from scripts import odoo
from scripts.settings import Settings

MEASURING = r"""
import json

from lxml import etree

from benchmarks.shell.report import form_specification, get_arch

# The web client always says which companies are chosen.
admin = env.ref("base.user_admin")
Lead = env(user=admin, context={"allowed_company_ids": admin.company_ids.ids})["crm.lead"]
users = env["res.users"].search([("share", "=", False)])
teams = env["crm.team"].search([])
partners = env["res.partner"].create([{"name": f"Client {n}"} for n in range(20)])
tags = env["crm.tag"].create([{"name": f"Tag {n}"} for n in range(5)])
stages = env["crm.stage"].search([("is_won", "=", False)], limit=3)


def values_of(number):
    return {
        "name": f"Deal {number}",
        "type": "opportunity" if number % 4 else "lead",
        "partner_id": partners[number % len(partners)].id,
        "user_id": users[number % len(users)].id,
        "team_id": teams[number % len(teams)].id,
        "expected_revenue": 100.0 * number,
        "tag_ids": [(4, tags[number % len(tags)].id)],
    }


def create(with_stage=False):
    extra = {"stage_id": stages[1].id} if with_stage else {}
    leads = Lead.create([values_of(number) | extra for number in range(100)])
    env.flush_all()
    return leads


def specification(view_type, view_xmlid):
    # What the web client asks for: the fields of the view, names of related records.
    views = Lead.get_views([(env.ref(view_xmlid).id, view_type)])
    fields = views["models"]["crm.lead"]["fields"]
    arch = etree.fromstring(views["views"][view_type]["arch"])
    names = {
        node.get("name") for node in arch.iter("field") if not list(node.iterancestors("field"))
    }
    relational = ("many2one", "many2many", "one2many")
    return {
        name: {"fields": {"display_name": {}}} if fields[name]["type"] in relational else {}
        for name in sorted(names)
    }


def read_pipeline():
    Lead.with_context(default_type="opportunity").web_read_group(
        [("type", "=", "opportunity")],
        ["stage_id"],
        ["expected_revenue:sum", "color:sum"],
        auto_unfold=True,
        unfold_read_specification=specifications["kanban"],
        unfold_read_default_limit=80,
    )


def read_list():
    Lead.web_search_read(
        [("type", "=", "opportunity")], specifications["list"], limit=80, count_limit=10001
    )


def write_one(name, make):
    # A value that the deal does not have yet.
    numbers.append(numbers[-1] + 1)
    Lead.browse(written).write({name: make(numbers[-1])})


def save_one(name, make):
    # As from its form, which shows it anew.
    numbers.append(numbers[-1] + 1)
    Lead.browse(written).web_save({name: make(numbers[-1])}, specifications["form"])


def count(action, *arguments):
    # First fill the caches that outlive a request, as on a running server.
    for _round in range(3):
        env.flush_all()
        env.invalidate_all()
        before = env.cr.sql_log_count
        action(*arguments)
        env.flush_all()
    return env.cr.sql_log_count - before


written = create()[:1].id
numbers = [0]
create(True)
specifications = {
    "kanban": specification("kanban", "crm.crm_case_kanban_view_leads"),
    "list": specification("list", "crm.crm_case_tree_view_oppor"),
    "form": form_specification(get_arch(Lead, "crm.crm_lead_view_form", "form"), Lead),
}
print(json.dumps({
    "creating 100 leads": count(create),
    "creating 100 leads on a stage": count(create, True),
    "reading the pipeline": count(read_pipeline),
    "reading the list": count(read_list),
    "renaming a deal": count(write_one, "name", "Renamed {}".format),
    "writing a deal's phone number": count(write_one, "phone", "+48 22 765 40 {}".format),
    "writing a deal's address": count(write_one, "email_from", "ola{}@client.example".format),
    "writing a deal's value": count(write_one, "expected_revenue", float),
    "rating a deal": count(write_one, "priority", lambda number: str(number % 3)),
    "opening a deal": count(lambda: Lead.browse(written).web_read(specifications["form"])),
    "saving a title": count(save_one, "name", "Saved {}".format),
    "saving a phone number": count(save_one, "phone", "+48 22 765 41 {}".format),
    "saving a value": count(save_one, "expected_revenue", lambda number: number + 0.5),
    "fields of the pipeline": len(specifications["kanban"]),
    "fields of the list": len(specifications["list"]),
}))
"""


def measure(settings: Settings, database: str) -> dict[str, int]:
    """Return how many queries each action makes, and how many fields each view reads."""
    script = f"import sys\nsys.path.insert(0, {str(settings.checkout)!r})\n{MEASURING}"
    return json.loads(odoo.shell(settings, database, script).splitlines()[-1])
