"""Have each role do its work, and tell what came of it."""

from odoo import Command

from . import house
from .day import Day
from .work import ROLES

#: Roles of which the administrator has taken the addon's group away.
WITHOUT_COSTS = "without costs"


def measure(env):
    """Return what comes of each role's work, by role and whether the company hides costs.

    Without the addon there is nothing to hide by; the answer has then the one round.
    """
    names = [name for name, (_work, _groups, needs) in ROLES.items() if house.has(env, *needs)]
    records = house.build(env)
    users = {name: house.add_user(env, name, ROLES[name][1]) for name in names}
    losing = [users[name].id for name in names if name.endswith(WITHOUT_COSTS)]
    _take_costs_away(env, env["res.users"].union(*users.values()), env["res.users"].browse(losing))
    rounds = (False, True) if "deal_hides_costs" in env["res.company"]._fields else (None,)
    answer = {}
    for hides in rounds:
        if hides is not None:
            env.company.deal_hides_costs = hides
        # Each role begins with the same business: its own work is undone.
        env.cr.commit()
        answer["hidden" if hides else "open"] = {
            name: _work(env, records, users, name) for name in names
        }
    return answer


def _work(env, records, users, name):
    """Return the outcomes of a role's work, and the fields that it saw; undo the work."""
    day = Day(env(user=users[name], su=False), records, users)
    outcomes = {}
    try:
        for task, outcome in ROLES[name][0](day):
            outcomes[task] = outcome
    except Exception as error:
        outcomes["stopped"] = f"{type(error).__name__}: {error}"
    env.cr.rollback()
    return {"outcomes": outcomes, "seen": sorted(day.seen)}


def _take_costs_away(env, users, losing):
    """Take the addon's group from all salespeople, and leave it to each of these but some."""
    group = env.ref("sales_deals.group_show_costs", raise_if_not_found=False)
    if not group:
        return
    keeping = users.filtered(lambda user: group in user.all_group_ids) - losing
    env.ref("sales_team.group_sale_salesman").implied_ids -= group
    # Not by += and -=, which would give to each of the users the groups of all.
    keeping.write({"group_ids": [Command.link(group.id)]})
    losing.write({"group_ids": [Command.unlink(group.id)]})
    assert not group.all_user_ids & losing
