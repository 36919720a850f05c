"""A follow-up against Odoo's own mass composer on the same deals, through one real mail server.

Both write to the clients of 5,000 deals by the same template, in one database and one run; the
mail server is a process of its own that counts what it takes. Odoo's composer is asked not to make
contacts, as follow-ups make none. `DEALS=1000` takes fewer.
"""

import json
import multiprocessing
import os

from scripts import databases, odoo, postgres
from scripts.server import free_port
from scripts.settings import Settings

DEALS = int(os.environ.get("DEALS", "5000"))

MEASURING = r"""
import gc
import json
import resource
import time

from odoo import sql_db

DEALS, PORT = %(deals)s, %(port)s
admin = env.ref("base.user_admin")
admin.email = "boss@ours.example"
env["ir.mail_server"].create({"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": PORT})
env = env(user=admin, context={"tracking_disable": True})
template = env.ref("sales_deals.mail_template_followup_news")
languages = env["res.lang"].search([])
leads = env["crm.lead"].create([
    {
        "name": f"Deal {i}",
        "type": "opportunity",
        "contact_name": f"Client {i}",
        "email_from": f"client{i}@benchmark.example",
        "user_id": admin.id,
        "lang_id": languages[i %% len(languages)].id,
    }
    for i in range(DEALS)
])
env.cr.commit()


def memory():
    gc.collect()
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 2**20


def measure(send):
    env.invalidate_all()
    before, queries, begin = memory(), sql_db.sql_counter, time.perf_counter()
    processor = time.process_time()
    send()
    seconds = time.perf_counter() - begin
    return {
        "seconds": seconds,
        "processor": time.process_time() - processor,
        "queries": sql_db.sql_counter - queries,
        "memory": memory() - before,
    }


def by_odoo():
    composer = env["mail.compose.message"].with_context(
        mail_composer_force_partners=False).create({
            "composition_mode": "mass_mail",
            "model": "crm.lead",
            "res_domain": [("id", "in", leads.ids)],
            "template_id": template.id,
        })
    composer._action_send_mail_mass_mail(leads.ids, auto_commit=True)
    mails = env["mail.mail"].sudo()
    while mails.search_count([("state", "=", "outgoing")]):
        mails.process_email_queue()


def by_followup(chosen):
    followup = env["deal.followup"]._make_for_leads(chosen, template_id=template.id, skip_days=0)
    followup.action_launch()
    env.cr.commit()
    env["deal.followup"].sudo()._cron_send()
    assert followup.sent_count == len(chosen), (followup.sent_count, followup.trouble)


by_followup(leads[:200])  # what is loaded once is loaded
results = {"odoo": measure(by_odoo), "followup": measure(lambda: by_followup(leads))}
print("RESULTS" + json.dumps(results))
"""


class Sink:
    """A mail server that counts what it takes."""

    def __init__(self, counter) -> None:
        self._counter = counter

    async def handle_DATA(self, _server, _session, _envelope) -> str:
        self._counter.value += 1
        return "250 OK"


def _serve(port: int, counter, is_ready) -> None:
    from aiosmtpd.controller import Controller

    controller = Controller(Sink(counter), hostname="127.0.0.1", port=port)
    controller.start()
    is_ready.set()
    multiprocessing.Event().wait()


def main(settings: Settings) -> int:
    """Measure in a copy of a database with the addon, and print a table."""
    port, counter, is_ready = free_port(), multiprocessing.Value("i"), multiprocessing.Event()
    sink = multiprocessing.Process(target=_serve, args=(port, counter, is_ready), daemon=True)
    sink.start()
    is_ready.wait()
    try:
        with postgres.running(settings):
            template = databases.with_addon(settings)
            with databases.copied(settings, template) as database:
                script = MEASURING % {"deals": DEALS, "port": port}
                output = odoo.shell(settings, database, script)
    finally:
        sink.kill()
    results = json.loads(output.split("RESULTS", 1)[1].splitlines()[0])
    _print(results, counter.value)
    return int(counter.value != 2 * DEALS + 200)


def _print(results: dict, taken: int) -> None:
    print(f"{DEALS:,} deals; the mail server took {taken:,} messages\n")
    print("| | messages a second | processor | queries a message | memory grown by |")
    print("|---|---:|---:|---:|---:|")
    for name, label in (("odoo", "Odoo's mass composer"), ("followup", "follow-up")):
        row = results[name]
        rate, queries = DEALS / row["seconds"], row["queries"] / DEALS
        processor = f"{1000 * row['processor'] / DEALS:.1f} ms"
        print(f"| {label} | {rate:,.0f} | {processor} | {queries:.1f} | {row['memory']:,.0f} MB |")
    of_odoo, ours = results["odoo"], results["followup"]
    times = of_odoo["seconds"] / ours["seconds"]
    processor, queries = (ours[name] / of_odoo[name] for name in ("processor", "queries"))
    print(f"| | {times:.1f}x | {processor:.2f}x | {queries:.2f}x | |")
