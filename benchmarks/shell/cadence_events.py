"""What happens to deals in `cadence_clock`: each function is a transaction of somebody outside."""

from datetime import date, timedelta

MAIL = """From: {name} <{address}>
To: seller0@ours.example
Subject: Re: About
Message-Id: <{number}.{moment}@client.example>
In-Reply-To: {reference}

Yes, please call me.
"""


def enrol(env, cadence_id: int, lead_ids: list) -> None:
    """Begin a cadence, as a sales manager."""
    env = env(user=env.ref("base.user_admin"))
    cadence = env["deal.cadence"].browse(cadence_id)
    env["deal.cadence.run"]._enrol(cadence, env["crm.lead"].browse(lead_ids))


def reply(env, lead_id: int) -> None:
    """Receive a mail that answers what the deal's client got last."""
    lead = env["crm.lead"].browse(lead_id)
    messages = lead.message_ids.filtered(lambda one: one.message_type == "email_outgoing")
    references = (messages or lead.message_ids).mapped("message_id")
    raw = MAIL.format(
        name=lead.partner_id.name,
        address=lead.partner_id.email,
        number=lead_id,
        moment=env.cr.now().timestamp(),
        reference=references[0] if references else "",
    )
    env["mail.thread"].message_process("crm.lead", raw, thread_id=lead_id)


def reply_elsewhere(env, lead_id: int) -> None:
    """Receive a mail of the client on the contact, not on the deal."""
    partner = env["crm.lead"].browse(lead_id).partner_id
    partner.message_post(
        body="Hello",
        message_type="email",
        subtype_xmlid="mail.mt_comment",
        author_id=partner.id,
        email_from=partner.email,
    )


def win(env, lead_id: int) -> None:
    """Win a deal."""
    env["crm.lead"].browse(lead_id).action_set_won()


def lose(env, lead_id: int) -> None:
    """Lose a deal."""
    reason = env["crm.lost.reason"].search([], limit=1)
    env["crm.lead"].browse(lead_id).action_set_lost(lost_reason_id=reason.id)


def opt_out(env, lead_id: int) -> None:
    """Unsubscribe a client."""
    lead = env["crm.lead"].browse(lead_id)
    env["deal.followup.optout"]._opt_out(lead.partner_id.email, env.company, lead)


def meet(env, lead_id: int) -> None:
    """Plan a meeting."""
    moment = env.cr.now() + timedelta(days=5)
    values = {"name": "Meeting", "opportunity_id": lead_id, "start": moment}
    env["calendar.event"].create({**values, "stop": moment + timedelta(hours=1)})


def suspend(env, lead_id: int) -> None:
    """Suspend a deal."""
    lead = env["crm.lead"].browse(lead_id)
    lead._suspend(date.today() + timedelta(days=9), "Budget")


def resume(env, lead_id: int) -> None:
    """Let a suspended deal go on."""
    env["crm.lead"].browse(lead_id).action_deal_resume()


def merge(env, lead_id: int, other_id: int) -> None:
    """Merge two deals into the older one."""
    env["crm.lead"].browse([lead_id, other_id])._merge_into_oldest()


def let_go_on(env) -> None:
    """Let cadences go on whose messages were refused, as their salespeople do."""
    paused = [("state", "=", "paused"), ("reason", "=", "failed")]
    if runs := env["deal.cadence.run"].search(paused):
        runs.action_resume()
