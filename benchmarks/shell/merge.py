"""Merge deals as Odoo does, and into the oldest."""

from ._timing import timed


def measure(env, counts: list[int]) -> list:
    """Return each number of deals with seconds and queries of Odoo's merge and of ours."""
    context = {**env.context, "tracking_disable": True}
    env = env(user=env.ref("base.user_admin"), context=context)
    results = []
    for count in counts:
        for policy in ("odoo", "oldest"):
            merge(env, 2, policy)  # fills caches
        of_odoo, ours = (
            min(merge(env, count, policy) for _round in range(2)) for policy in ("odoo", "oldest")
        )
        results.append((count, of_odoo, ours))
    env.cr.rollback()
    return results


def merge(env, count: int, policy: str) -> tuple[float, int]:
    """Merge new deals by a policy of the company, and measure it."""
    env.company.deal_merge_policy = policy
    leads = make_deals(env, count)
    return timed(env, lambda: leads._merge_opportunity(max_length=0))


def make_deals(env, count: int):
    """Make deals with messages, activities and files."""
    leads = env["crm.lead"].create(
        [
            {"name": f"Deal {i}", "type": "opportunity", "description": f"<p>Text {i}</p>"}
            for i in range(count)
        ]
    )
    for lead in leads:
        for i in range(20):
            lead.message_post(body=f"Message {i}")
        for i in range(3):
            lead.activity_schedule("mail.mail_activity_data_call", summary=f"Call {i}")
    env["ir.attachment"].create(
        [
            {"name": f"file {i}", "raw": b"x", "res_model": "crm.lead", "res_id": lead.id}
            for lead in leads
            for i in range(5)
        ]
    )
    return leads
