"""The page of the teams' cards, and what its indexes cost when deals are written."""

import statistics
import time

from lxml import etree

from ._timing import timed

SUMS = ("deal_open_count", "deal_overdue_count", "deal_order_count", "deal_invoiced_amount")


def measure(env, indexes: list[str]) -> dict:
    """Return the page's figures by reader, seconds of writing, and sizes of the indexes."""
    figures = {
        "manager": read_page(env, env.ref("base.user_admin")),
        "own deals": read_page(env, make_seller(env)),
        "writes": time_writes(env, indexes),
        "sizes": {name: get_size(env, name) for name in indexes},
    }
    env.cr.rollback()
    return figures


def make_seller(env):
    """Make a salesperson who sees own deals only, and has some."""
    group = env.ref("sales_team.group_sale_salesman")
    values = {"name": "Seller", "login": "bench_seller", "group_ids": [(6, 0, group.ids)]}
    seller = env["res.users"].with_context(no_reset_password=True).create(values)
    env.cr.execute(
        "UPDATE crm_lead SET user_id = %s WHERE user_id = (SELECT id FROM res_users"
        " WHERE login = 'bench7')",
        [seller.id],
    )
    env.flush_all()
    return seller


def read_page(env, user) -> dict:
    """Read the page several times as the web client does."""
    context = {"allowed_company_ids": user.company_ids.ids, "tz": "Europe/Warsaw"}
    teams = env(user=user.id, context=context)["crm.team"]
    fields = get_specification(teams)
    answers, domain = [], [("use_opportunities", "=", True)]

    def read() -> None:
        answers.append(teams.web_search_read(domain, fields, limit=80, count_limit=10001))

    first, *others = [timed(env, read) for _round in range(7)]
    records = answers[-1]["records"]
    return {
        "teams": len(records),
        "first": first[0],
        "median": statistics.median(seconds for seconds, _queries in others),
        "queries": others[-1][1],
        **{name: sum(record[name] for record in records) for name in SUMS},
    }


def get_specification(teams) -> dict:
    """Return the fields of the cards, related records by their names."""
    view = teams.env.ref("sales_team.crm_team_view_kanban_dashboard")
    views = teams.get_views([(view.id, "kanban")])
    fields = views["models"]["crm.team"]["fields"]
    arch = etree.fromstring(views["views"]["kanban"]["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    return {
        name: {"fields": {"display_name": {}}} if fields[name]["type"] == "many2one" else {}
        for name in sorted(names)
    }


def time_writes(env, indexes: list[str]) -> list[float]:
    """Return the least seconds of writing deals with and without the indexes."""
    write(env)
    with_indexes, without = [], []
    for _round in range(5):
        with env.cr.savepoint():
            with_indexes.append(write(env))
        savepoint = env.cr.savepoint(flush=False)
        for name in indexes:
            env.cr.execute(f"DROP INDEX {name}")
        without.append(write(env))
        savepoint.close(rollback=True)
        env.invalidate_all()
    return [min(with_indexes), min(without)]


def write(env) -> float:
    """Return the seconds of making and changing 200 deals."""
    values = [{"name": f"New {i}", "type": "opportunity", "user_id": 2} for i in range(200)]
    begin = time.perf_counter()
    made = env["crm.lead"].create(values)
    env.flush_all()
    for lead in made:
        lead.expected_revenue = 100 + lead.id
    env.flush_all()
    seconds = time.perf_counter() - begin
    made.unlink()
    env.flush_all()
    return seconds


def get_size(env, index: str) -> int:
    """Return the bytes of an index."""
    env.cr.execute("SELECT pg_relation_size(%s)", [index])
    return env.cr.fetchone()[0]
