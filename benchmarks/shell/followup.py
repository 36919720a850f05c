"""Write to the clients of many deals: by Odoo's mass composer, and by a follow-up."""

import gc
import resource
import time

from odoo import Command, sql_db


def measure(env, count: int, port: int) -> dict[str, dict[str, float]]:
    """Return what each way takes to write to the clients of `count` deals."""
    admin = env.ref("base.user_admin")
    admin.email = "boss@ours.example"
    server = {"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": port}
    env["ir.mail_server"].create(server)
    env = env(user=admin, context={"tracking_disable": True})
    template = env.ref("sales_deals.mail_template_followup_news")
    leads = make_deals(env, count)
    env.cr.commit()
    send_followup(leads[:200], template)  # what is loaded once is loaded
    found = {
        "odoo": weigh(env, lambda: send_composer(leads, template)),
        "followup": weigh(env, lambda: send_followup(leads, template)),
    }
    # Nobody gets messages of a cadence on a day on which he got others.
    runs = begin_cadence(make_deals(env, count, "cadence"), template)
    return {**found, "cadence": weigh(env, lambda: send_cadence(runs))}


def make_deals(env, count: int, name: str = "client"):
    """Make deals of the user with clients of all languages."""
    languages = env["res.lang"].search([])
    return env["crm.lead"].create(
        [
            {
                "name": f"Deal {i}",
                "type": "opportunity",
                "contact_name": f"Client {i}",
                "email_from": f"{name}{i}@benchmark.example",
                "user_id": env.uid,
                "lang_id": languages[i % len(languages)].id,
            }
            for i in range(count)
        ]
    )


def send_composer(leads, template) -> None:
    """Send by Odoo's composer, and wait until its queue is empty."""
    composers = leads.env["mail.compose.message"]
    composer = composers.with_context(mail_composer_force_partners=False).create(
        {
            "composition_mode": "mass_mail",
            "model": "crm.lead",
            "res_domain": [("id", "in", leads.ids)],
            "template_id": template.id,
        }
    )
    composer._action_send_mail_mass_mail(leads.ids, auto_commit=True)
    mails = leads.env["mail.mail"].sudo()
    while mails.search_count([("state", "=", "outgoing")]):
        mails.process_email_queue()


def send_followup(leads, template) -> None:
    """Send by a follow-up."""
    followups = leads.env["deal.followup"]
    followup = followups._make_for_leads(leads, template_id=template.id, skip_days=0)
    followup.action_launch()
    leads.env.cr.commit()
    followups.sudo()._cron_send()
    if followup.sent_count != len(leads):
        raise RuntimeError(f"{followup.sent_count} of {len(leads)} sent: {followup.trouble}")


def begin_cadence(leads, template):
    """Begin a cadence of one message, which is due at once, on any day."""
    env = leads.env
    env.company.deal_cadence_cap = 0
    step = {"kind": "message", "template_id": template.id, "wait": 0}
    cadence = env["deal.cadence"].create(
        {
            "name": "Bench",
            "reading": "auto",
            "send_from": 0,
            "send_to": 24,
            "spread": 0,
            "step_ids": [Command.create(step)],
        }
    )
    runs, _reasons = env["deal.cadence.run"]._enrol(cadence, leads)
    env.cr.commit()
    return runs


def send_cadence(runs) -> None:
    """Send by the jobs of cadences and of follow-ups."""
    tasks = runs.env["deal.cadence.task"].sudo()
    tasks._cron_work()
    tasks.env["deal.followup"]._cron_send()
    if states := set(runs.task_ids.mapped("state")) - {"done"}:
        raise RuntimeError(f"Messages of the cadence are {states}")


def weigh(env, send) -> dict[str, float]:
    """Return seconds, processor's seconds, queries and megabytes that `send` takes."""
    env.invalidate_all()
    before, queries, begin = get_memory(), sql_db.sql_counter, time.perf_counter()
    processor = time.process_time()
    send()
    seconds = time.perf_counter() - begin
    return {
        "seconds": seconds,
        "processor": time.process_time() - processor,
        "queries": sql_db.sql_counter - queries,
        "memory": get_memory() - before,
    }


def get_memory() -> float:
    """Return the megabytes that the process has in memory."""
    gc.collect()
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 2**20
