"""Begin cadences on many deals of a big database, and do what is due."""

import time
from datetime import timedelta

from odoo import Command, fields
from odoo.tools import SQL


def measure(env, count: int, rounds: int) -> dict:
    """Return the seconds of beginning on `count` deals, `rounds` times, and of the job."""
    admin = env.ref("base.user_admin")
    admin.email = "boss@ours.example"
    env.company.deal_cadence_cap = 0
    cadence = make_cadence(env)
    env.cr.commit()
    domain = [("type", "=", "opportunity"), ("won_status", "=", "pending")]
    leads = env["crm.lead"].with_user(admin).search(domain, limit=count * rounds, order="id")
    seconds, queries = [], []
    for place in range(rounds):
        part = leads[place * count : (place + 1) * count]
        before = env.cr.sql_log_count
        seconds.append(weigh(env, lambda part=part: enrol(cadence, part)))
        queries.append(env.cr.sql_log_count - before)
    env.cr.execute("ANALYZE deal_cadence_run; ANALYZE deal_cadence_task; ANALYZE crm_lead")
    env.cr.commit()
    tasks = env["deal.cadence.task"].sudo()
    idle = weigh(env, tasks._cron_work)
    found = tasks.search([("state", "=", "planned")], limit=500)
    now = fields.Datetime.now()
    found.write({"since": now - timedelta(days=9), "due_on": now - timedelta(hours=1)})
    env.cr.commit()
    scanned = read_scans(env)
    batch = weigh(env, lambda: work(env))
    done = len(found.filtered(lambda task: task.state == "done"))
    verdict = weigh(env, lambda: found.run_id._get_verdicts())
    return {
        "runs": env["deal.cadence.run"].search_count([]),
        "enrolling": seconds,
        "queries": queries,
        "idle": idle,
        "batch": batch,
        "done": done,
        "verdicts": verdict,
        "scans": {name: n - scanned.get(name, 0) for name, n in read_scans(env).items()},
        "plan": explain(found.run_id),
    }


def make_cadence(env):
    """Make a cadence whose steps may be done at any hour of any working day."""
    template = env.ref("sales_deals.mail_template_followup_news")
    call = env.ref("mail.mail_activity_data_call")
    steps = [
        {"kind": "activity", "activity_type_id": call.id, "wait": 1},
        {"kind": "message", "template_id": template.id, "wait": 2},
    ]
    return env["deal.cadence"].create(
        {
            "name": "Bench",
            "reading": "auto",
            "send_from": 0,
            "send_to": 24,
            "step_ids": [Command.create(step) for step in steps],
        }
    )


def enrol(cadence, leads) -> None:
    """Begin a cadence on deals, and save it."""
    runs, reasons = leads.env["deal.cadence.run"]._enrol(cadence.with_env(leads.env), leads)
    if len(runs) != len(leads):
        raise RuntimeError(f"{len(runs)} of {len(leads)}: {set(reasons.values())}")
    leads.env.cr.commit()


def work(env) -> None:
    """Do one batch of what is due."""
    tasks = env["deal.cadence.task"].sudo()
    tasks._get_due_tasks()._work()
    env.cr.commit()


def weigh(env, action) -> float:
    """Return the seconds that an action takes, with nothing in the cache."""
    env.invalidate_all()
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def read_scans(env) -> dict:
    """Return how often big tables were read as a whole."""
    env.cr.commit()
    time.sleep(1.5)
    env.cr.execute("SELECT pg_stat_clear_snapshot()")
    names = ("crm_lead", "mail_message", "deal_cadence_run", "deal_cadence_task")
    query = SQL(
        "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname IN %s", tuple(names)
    )
    return dict(env.execute_query(query))


def explain(runs) -> list[str]:
    """Return the plan of the query that asks why cadences stop."""
    query = SQL(
        "EXPLAIN SELECT run.id, %s FROM %s WHERE run.id IN %s",
        runs._get_verdict(),
        runs._get_verdict_tables(),
        tuple(runs.ids),
    )
    return [line for (line,) in runs.env.execute_query(query)]
