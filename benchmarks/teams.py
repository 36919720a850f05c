"""The teams' dashboard over many deals: its time and queries, and what its indexes cost.

`make bench ARGS=teams`; DEALS=100000,1000000 and TEAMS=3,30 choose the sizes.
"""

import json
import os

from scripts import databases, odoo, postgres
from scripts.settings import Settings

SIZES = "1000000"
TEAMS = "3,30"

#: Deals of ten years, the newest last: of the last year one half is open (5 % of all), of the
#: others a third is won. Quotations and orders of every third deal, invoices of every sixth, an
#: activity on 60 of 100 open deals, a quarter or so of them overdue, a done one on each won deal.
LOADING = """
    INSERT INTO res_users (login, active, company_id, partner_id, notification_type, share)
    SELECT 'bench' || n, TRUE, 1, (SELECT partner_id FROM res_users WHERE id = 2), 'email', FALSE
      FROM generate_series(1, 100) n;
    INSERT INTO crm_team (name, active, company_id, use_opportunities, alias_id, sequence,
                          deal_assignment, invoiced_target)
    SELECT jsonb_build_object('en_US', 'Bench ' || n), TRUE, 1, TRUE,
           (SELECT min(alias_id) FROM crm_team), n, 'manual', 1000000
      FROM generate_series(1, {teams} - (SELECT count(*) FROM crm_team WHERE use_opportunities)) n;
    CREATE TEMP TABLE bench_team AS
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM crm_team
         WHERE use_opportunities;
    CREATE TEMP TABLE bench_user AS
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM res_users
         WHERE login LIKE 'bench%';
    CREATE TEMP TABLE bench AS
        SELECT n, 1000000 + n AS id, n % (SELECT count(*) FROM bench_team) AS team,
               (n::bigint * 7919) % 100 AS owner, 100 + (n * 31) % 9900 AS value,
               now() - interval '10 years' * (1 - n::float / {deals}) AS born,
               CASE WHEN n > {deals} * 0.9 AND n % 2 = 0 THEN 'open'
                    WHEN n % 3 = 0 THEN 'won' ELSE 'lost' END AS state
          FROM generate_series(1, {deals}) n;
    INSERT INTO crm_lead (
        id, name, type, active, stage_id, deal_process_id, team_id, user_id, company_id,
        probability,
        priority, won_status, deal_state, expected_revenue, prorated_revenue, date_closed,
        deal_number, create_uid, write_uid, create_date, write_date)
    SELECT b.id, 'Deal ' || n, 'opportunity', state <> 'lost',
           CASE WHEN state = 'won' THEN won.id ELSE stage.id END, stage.deal_process_id, team.id,
           NULLIF(person.id, (SELECT max(id) FROM bench_user)), 1,
           CASE state WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE 20 END, '0',
           CASE state WHEN 'open' THEN 'pending' ELSE state END, state, value, value * 0.2,
           CASE WHEN state <> 'open' THEN least(born + interval '60 days', now()) END,
           'BENCH-' || n, 2, 2, born, born
      FROM bench b JOIN bench_team team ON team.number = b.team
      JOIN bench_user person ON person.number = b.owner,
           (SELECT id, deal_process_id FROM crm_stage WHERE deal_process_id IS NOT NULL
                AND NOT COALESCE(is_won, FALSE) ORDER BY id LIMIT 1) AS stage,
           (SELECT id FROM crm_stage WHERE is_won ORDER BY id LIMIT 1) AS won
     ORDER BY n;
    INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
        date_deadline, active, date_done, create_uid, write_uid, create_date, write_date)
    SELECT (SELECT id FROM ir_model WHERE model = 'crm.lead'), 'crm.lead', id,
           (SELECT min(id) FROM mail_activity_type), 2,
           current_date + CASE WHEN n % 4 = 0 THEN -3 ELSE 5 END, state = 'open',
           CASE WHEN state <> 'open' THEN current_date END, 2, 2, born, born
      FROM bench WHERE (state = 'open' AND n % 10 < 6) OR (state <> 'open' AND n % 3 = 0);
    INSERT INTO sale_order (name, state, partner_id, partner_invoice_id, partner_shipping_id,
        company_id, currency_id, currency_rate, team_id, user_id, date_order, amount_untaxed,
        amount_tax, amount_total, create_uid, write_uid, create_date, write_date)
    SELECT 'B' || n, CASE WHEN n % 2 = 0 THEN 'sale' WHEN n > {deals} * 0.95 THEN 'sent'
           ELSE 'cancel' END, 1, 1, 1, 1, company.currency_id, 1, team.id, person.id, born, value,
           0, value, 2, 2, born, born
      FROM bench b JOIN bench_team team ON team.number = b.team
      JOIN bench_user person ON person.number = b.owner, res_company company
     WHERE n % 3 = 0 AND company.id = 1;
    INSERT INTO account_move (name, state, move_type, journal_id, currency_id, company_id, date,
        invoice_date, payment_state, team_id, invoice_user_id, amount_untaxed_signed, auto_post,
        create_uid, write_uid, create_date, write_date)
    SELECT 'BENCH/' || n, 'posted', 'out_invoice', journal.id, company.currency_id, 1, born::date,
           born::date, 'paid', team.id, person.id, value, 'no', 2, 2, born, born
      FROM bench b JOIN bench_team team ON team.number = b.team
      JOIN bench_user person ON person.number = b.owner, res_company company,
           (SELECT min(id) AS id FROM account_journal WHERE type = 'sale') journal
     WHERE n % 6 = 0 AND company.id = 1;
    SELECT setval('crm_lead_id_seq', (SELECT max(id) FROM crm_lead))
"""
MEASURING = r"""
import json
import statistics
import time

from lxml import etree

admin = env.ref("base.user_admin")
seller = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Seller", "login": "bench_seller",
    "group_ids": [(6, 0, env.ref("sales_team.group_sale_salesman").ids)],
})
env.cr.execute(
    "UPDATE crm_lead SET user_id = %s WHERE user_id = (SELECT id FROM res_users"
    " WHERE login = 'bench7')", [seller.id])
env.flush_all()


def specification(teams):
    view = env.ref("sales_team.crm_team_view_kanban_dashboard")
    views = teams.get_views([(view.id, "kanban")])
    fields = views["models"]["crm.team"]["fields"]
    arch = etree.fromstring(views["views"]["kanban"]["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    return {
        name: {"fields": {"display_name": {}}} if fields[name]["type"] == "many2one" else {}
        for name in sorted(names)
    }


def page(user):
    context = {"allowed_company_ids": user.company_ids.ids, "tz": "Europe/Warsaw"}
    teams = env(user=user.id, context=context)["crm.team"]
    fields = specification(teams)
    times = []
    for _round in range(7):
        env.invalidate_all()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        answer = teams.web_search_read(
            [("use_opportunities", "=", True)], fields, limit=80, count_limit=10001)
        times.append(time.perf_counter() - begin)
    return {
        "teams": len(answer["records"]),
        "first": times[0],
        "median": statistics.median(times[1:]),
        "queries": env.cr.sql_log_count - queries,
        "open": sum(record["deal_open_count"] for record in answer["records"]),
        "overdue": sum(record["deal_overdue_count"] for record in answer["records"]),
        "orders": sum(record["deal_order_count"] for record in answer["records"]),
        "invoiced": sum(record["deal_invoiced_amount"] for record in answer["records"]),
    }


def write():
    leads = env["crm.lead"]
    begin = time.perf_counter()
    made = leads.create([
        {"name": f"New {i}", "type": "opportunity", "user_id": 2} for i in range(200)])
    env.flush_all()
    for lead in made:
        lead.expected_revenue = 100 + lead.id
    env.flush_all()
    took = time.perf_counter() - begin
    made.unlink()
    env.flush_all()
    return took


figures = {"manager": page(admin), "own deals": page(seller)}
INDEXES = OUR_INDEXES
definitions = []
write()
writes = {True: [], False: []}
for _round in range(5):
    with env.cr.savepoint():
        writes[True].append(write())
    try:
        with env.cr.savepoint():
            for name in INDEXES:
                env.cr.execute(f"DROP INDEX {name}")
            writes[False].append(write())
            raise RuntimeError
    except RuntimeError:
        env.invalidate_all()
figures["writes"] = [min(writes[True]), min(writes[False])]
sizes = {}
for name in INDEXES:
    env.cr.execute("SELECT pg_relation_size(%s)", [name])
    sizes[name] = env.cr.fetchone()[0]
figures["sizes"] = sizes
env.cr.rollback()
print("RESULTS" + json.dumps(figures))
"""
TABLES = ("crm_lead", "mail_activity", "sale_order", "account_move")
#: Made for the dashboard.
INDEXES = ["crm_lead_deal_open_index", "crm_lead_deal_won_index"]


def main(settings: Settings) -> int:
    """Measure each size in a copy of a database with the addon, and print a table."""
    sizes = [int(size) for size in os.environ.get("DEALS", SIZES).split(",")]
    teams = [int(count) for count in os.environ.get("TEAMS", TEAMS).split(",")]
    print("\n| deals | teams | reader | page | first | queries |")
    print("|------:|------:|--------|-----:|------:|--------:|")
    with postgres.running(settings):
        for size in sizes:
            for count in teams:
                with databases.copied(settings, databases.with_addon(settings)) as database:
                    _report(size, _measure(settings, database, size, count))
    return 0


def _measure(settings: Settings, database: str, deals: int, teams: int) -> dict:
    postgres.query(settings, LOADING.format(deals=deals, teams=teams), database)
    for table in TABLES:
        postgres.query(settings, f"VACUUM ANALYZE {table}", database)
    script = MEASURING.replace("OUR_INDEXES", repr(INDEXES))
    output = odoo.shell(settings, database, script)
    return json.loads(output.split("RESULTS", 1)[1].splitlines()[0])


def _report(size: int, figures: dict) -> None:
    for reader in ("manager", "own deals"):
        page = figures[reader]
        print(
            f"| {size:,} | {page['teams']} | {reader} | {1000 * page['median']:,.0f} ms |"
            f" {1000 * page['first']:,.0f} ms | {page['queries']} |",
            flush=True,
        )
    own, plain = figures["writes"]
    sizes = ", ".join(f"{name} {size / 2**20:.1f} MB" for name, size in figures["sizes"].items())
    print(
        f"\n{figures['manager']['open']:,} open. Creating and changing 200 deals:"
        f" {own:.2f} s, without the indexes {plain:.2f} s. {sizes}.\n",
        flush=True,
    )
