"""Merging deals against Odoo's own merge of the same deals, in one database and one run."""

import json

from scripts import databases, odoo, postgres
from scripts.settings import Settings

MEASURING = r"""
import json
import time

env = env(user=env.ref("base.user_admin"), context={**env.context, "tracking_disable": True})


def deals(count):
    leads = env["crm.lead"].create([
        {"name": f"Deal {i}", "type": "opportunity", "description": f"<p>Text {i}</p>"}
        for i in range(count)
    ])
    for lead in leads:
        for i in range(20):
            lead.message_post(body=f"Message {i}")
        for i in range(3):
            lead.activity_schedule("mail.mail_activity_data_call", summary=f"Call {i}")
    env["ir.attachment"].create([
        {"name": f"file {i}", "raw": b"x", "res_model": "crm.lead", "res_id": lead.id}
        for lead in leads for i in range(5)
    ])
    return leads


def measure(count, policy):
    env.company.deal_merge_policy = policy
    leads = deals(count)
    env.flush_all()
    env.invalidate_all()
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    leads._merge_opportunity(max_length=0)
    env.flush_all()
    return time.perf_counter() - begin, env.cr.sql_log_count - queries


results = []
for count in (2, 50):
    for policy in ("odoo", "oldest"):
        measure(2, policy)
    odoo = min(measure(count, "odoo") for _round in range(2))
    ours = min(measure(count, "oldest") for _round in range(2))
    results.append((count, odoo, ours))
env.cr.rollback()
print("RESULTS" + json.dumps(results))
"""


def main(settings: Settings) -> int:
    """Measure in a copy of a database with the addon, and print a table."""
    with postgres.running(settings):
        template = databases.with_addon(settings)
        with databases.copied(settings, template) as database:
            output = odoo.shell(settings, database, MEASURING)
    print("| deals | Odoo's merge | into the oldest | time | queries |")
    print("|------:|-------------:|----------------:|-----:|--------:|")
    for count, of_odoo, ours in json.loads(output.split("RESULTS", 1)[1].splitlines()[0]):
        figures = " | ".join(f"{s * 1000:,.0f} ms, {queries} q." for s, queries in (of_odoo, ours))
        time, queries = ours[0] / of_odoo[0], ours[1] / of_odoo[1]
        print(f"| {count} | {figures} | {time:.2f}x | {queries:.2f}x |")
    return 0
