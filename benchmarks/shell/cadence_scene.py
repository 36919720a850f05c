"""Deals in cadences, holidays, salespeople, and what will happen: for `cadence_clock`."""

import random
from datetime import datetime, timedelta

from odoo import Command

#: A Monday; Sydney changes to daylight saving on the Sunday after it, Warsaw back on 25 October.
FIRST = datetime(2026, 9, 28, 4, 0)
#: Of contacts; where it is empty, the company's, Warsaw, counts.
ZONES = ("", "Europe/Warsaw", "Australia/Sydney", "America/New_York", "Asia/Tehran")
HOLIDAYS = ("2026-10-07", "2026-10-20")
STOPS = ("reply", "reply_elsewhere", "win", "lose", "opt_out", "meet", "suspend", "merge")


def make_scene(env, count: int, days: int, port: int) -> list:
    """Make deals and two cadences.

    :return: list of (moment, name of a function in `cadence_events`, arguments)
    """
    env.company.deal_cadence_cap = 0
    env["ir.mail_server"].create(
        {"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": port, "sequence": 1}
    )
    env["ir.config_parameter"].set_param("crm.iap.lead.enrich.setting", "manual")
    close_days(env)
    sellers = make_sellers(env)
    env = env(context={"tracking_disable": True, "mail_create_nosubscribe": True})
    leads = make_deals(env, count, sellers)
    main, other = make_cadences(env)
    env.cr.commit()
    return sorted(plan_events(leads, main, other, days), key=lambda event: event[0])


def close_days(env) -> None:
    """Have the company work on Sundays, too, on which clocks are changed; not on two holidays."""
    calendar = env.company.resource_calendar_id
    calendar.tz = "Europe/Warsaw"
    sunday = {"name": "Sunday", "dayofweek": "6", "hour_from": 8, "hour_to": 16}
    calendar.attendance_ids = [Command.create({**sunday, "day_period": "morning"})]
    for day in HOLIDAYS:
        midnight = datetime.fromisoformat(day) - timedelta(hours=2)
        env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": midnight,
                "date_to": midnight + timedelta(hours=23, minutes=59),
            }
        )


def make_sellers(env):
    """Make salespeople."""
    groups = [Command.link(env.ref("sales_team.group_sale_salesman_all_leads").id)]
    return env["res.users"].create(
        [
            {
                "name": f"Seller {i}",
                "login": f"seller{i}",
                "email": f"seller{i}@ours.example",
                "group_ids": groups,
            }
            for i in range(3)
        ]
    )


def make_deals(env, count: int, sellers):
    """Make deals with contacts of all time zones, each third one in the third stage."""
    stages = env["crm.stage"].search([("is_won", "=", False)], limit=3)
    partners = env["res.partner"].create(
        [
            {
                "name": f"Client {i}",
                "email": f"client{i}@client.example",
                "tz": ZONES[i % len(ZONES)] or False,
            }
            for i in range(count)
        ]
    )
    return env["crm.lead"].create(
        [
            {
                "name": f"Deal {i}",
                "type": "opportunity",
                "partner_id": partner.id,
                "user_id": sellers[i % len(sellers)].id,
                "stage_id": stages[i % 3].id,
            }
            for i, partner in enumerate(partners)
        ]
    )


def make_cadences(env):
    """Make a cadence of five steps, and one of two."""
    texts = {name: make_text(env, name) for name in ("A1", "A2", "A3", "B1", "B2")}
    call = env.ref("mail.mail_activity_data_call")
    stages = env["crm.stage"].search([("is_won", "=", False)], limit=2)
    condition = {"condition": "in_stage", "condition_stage_ids": [Command.set(stages.ids)]}
    main = [
        {"kind": "message", "template_id": texts["A1"].id, "wait": 0},
        {"kind": "activity", "activity_type_id": call.id, "wait": 2},
        {"kind": "condition", **condition, "otherwise": "skip", "wait": 1},
        {"kind": "message", "template_id": texts["A2"].id, "wait": 5, "wait_unit": "hours"},
        {
            "kind": "message",
            "template_id": texts["A3"].id,
            "wait": 3,
            "wait_event": "last_contact",
        },
    ]
    other = [
        {"kind": "message", "template_id": texts["B1"].id, "wait": 0},
        {"kind": "message", "template_id": texts["B2"].id, "wait": 1, "thread": "reply"},
    ]
    return env["deal.cadence"].create(
        [
            {
                "name": name,
                "reading": "auto",
                "stops_on_stage": False,
                "step_ids": [
                    Command.create({**step, "sequence": place}) for place, step in enumerate(steps)
                ],
            }
            for name, steps in (("A", main), ("B", other))
        ]
    )


def make_text(env, name: str):
    """Make a text that tells itself from others on arrival."""
    return env["mail.template"].create(
        {
            "name": name,
            "model_id": env["ir.model"]._get_id("crm.lead"),
            "subject": "About {{ object.name }}",
            "body_html": f"<p>Text-{name}-of-<t t-out='object.id'/>.</p>",
        }
    )


def plan_events(leads, main, other, days: int) -> list:
    """Plan when cadences begin, and what happens to every third deal."""
    chance = random.Random(4)  # nosec B311: as in `Conductor`
    events = []
    parts = max(1, min(12, len(leads) // 20))
    for part in range(parts):
        moment = FIRST + timedelta(hours=5 * part)
        chosen = leads[part::parts]
        events.append((moment, "enrol", [main.id, chosen.ids]))
        events.append((moment, "enrol", [other.id, chosen[::10].ids]))
    begun = FIRST + timedelta(hours=5 * parts)
    for number, lead in enumerate(leads[::3]):
        kind = STOPS[number % len(STOPS)]
        moment = begun + timedelta(hours=chance.randint(0, 12 * days))
        # In the hours in which most is sent.
        moment = moment.replace(hour=chance.choice((7, 8, 8, 8, 14)))
        if kind == "suspend":
            events.append((moment + timedelta(days=3, hours=2), "resume", [lead.id]))
        arguments = [lead.id]
        if kind == "merge":
            arguments.append(leads[number * 3 + 1].id)
        events.append((moment, kind, arguments))
    # Somebody looks each day after what could not be sent.
    looks = [FIRST + timedelta(days=day, hours=9) for day in range(2, 44)]
    return events + [(moment, "let_go_on", []) for moment in looks]
