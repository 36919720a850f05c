"""The list of deals, its kanban and its search next to Odoo's without the addon; each report.

Both databases hold the same deals. `make bench ARGS=report`; DEALS=100000,1000000 chooses the
sizes, PLANS=1 prints the reports' query plans too.
"""

import json
import os
import time

from scripts import databases, odoo, postgres
from scripts.settings import Settings

from . import _turns

SIZES = "1000000"
ROUNDS = 25

#: Deals of ten years, the newest last: of the last year one half is open (5 % of all), of the
#: others a third is won; 30 teams, 100 salespeople, a customer for each twenty deals.
LOADING = """
    INSERT INTO res_users (login, active, company_id, partner_id, notification_type, share)
    SELECT 'bench' || n, TRUE, 1, (SELECT partner_id FROM res_users WHERE id = 2), 'email', FALSE
      FROM generate_series(1, 100) n;
    INSERT INTO crm_team (name, active, company_id, use_opportunities, alias_id, sequence,
                          invoiced_target {team_columns})
    SELECT jsonb_build_object('en_US', 'Bench ' || n), TRUE, 1, TRUE,
           (SELECT min(alias_id) FROM crm_team), n, 1000000 {team_values}
      FROM generate_series(1, 30) n;
    INSERT INTO res_partner (name, complete_name, active, type, autopost_bills, country_id,
                             industry_id, create_uid, write_uid)
    SELECT 'Bench ' || n, 'Bench ' || n, TRUE, 'contact', 'ask', n % 200 + 1,
           (SELECT min(id) + n % 20 FROM res_partner_industry), 1, 1
      FROM generate_series(1, {deals} / 20) n;
    CREATE TEMP TABLE bench AS
        SELECT n, 1000000 + n AS id, 100 + (n * 31) % 9900 AS value,
               now() - interval '10 years' * (1 - n::float / {deals}) AS born,
               CASE WHEN n > {deals} * 0.9 AND n % 2 = 0 THEN 'open'
                    WHEN n % 3 = 0 THEN 'won' ELSE 'lost' END AS state
          FROM generate_series(1, {deals}) n;
    CREATE TEMP TABLE bench_stage AS
        SELECT id, row_number() OVER (ORDER BY sequence, id) - 1 AS number {stage_column}
          FROM crm_stage WHERE NOT COALESCE(is_won, FALSE) {stage_condition};
    INSERT INTO crm_lead (
        id, name, type, active, stage_id, team_id, user_id, company_id, partner_id, country_id,
        probability, priority, won_status, expected_revenue, prorated_revenue, date_deadline,
        date_closed, date_last_stage_update, lost_reason_id, source_id,
        create_uid, write_uid, create_date, write_date {lead_columns})
    SELECT b.id, 'Deal ' || n, 'opportunity', state <> 'lost',
           CASE WHEN state = 'won' THEN won.id ELSE stage.id END, team.id, person.id, 1,
           partner.first + n % ({deals} / 20), n % 200 + 1,
           CASE state WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE 20 END, '0',
           CASE state WHEN 'open' THEN 'pending' ELSE state END, value,
           CASE state WHEN 'won' THEN value WHEN 'lost' THEN 0 ELSE value * 0.2 END,
           CASE WHEN state = 'open' THEN current_date + n % 300 - 60 ELSE born::date + 50 END,
           CASE WHEN state <> 'open' THEN least(born + interval '60 days', now()) END,
           least(born + interval '20 days', now()),
           CASE WHEN state = 'lost' THEN reason.first + n % 3 END,
           (SELECT min(id) FROM utm_source), 2, 2, born, born {lead_values}
      FROM bench b
      JOIN bench_stage stage ON stage.number = n % (SELECT count(*) FROM bench_stage)
      JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM crm_team
             WHERE use_opportunities ORDER BY id DESC LIMIT 30) team ON team.number = n % 30 + 1
      JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM res_users
             WHERE login LIKE 'bench%') person ON person.number = (n::bigint * 7919) % 100,
           (SELECT min(id) AS first FROM crm_lost_reason) reason,
           (SELECT min(id) AS first FROM res_partner WHERE name LIKE 'Bench %') partner,
           (SELECT id FROM crm_stage WHERE is_won ORDER BY id LIMIT 1) AS won
     ORDER BY n;
    INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
        date_deadline, active, create_uid, write_uid, create_date, write_date)
    SELECT (SELECT id FROM ir_model WHERE model = 'crm.lead'), 'crm.lead', id,
           (SELECT min(id) FROM mail_activity_type), 2,
           current_date + CASE WHEN n % 4 = 0 THEN -3 ELSE 5 END, TRUE, 2, 2, born, born
      FROM bench WHERE state = 'open' AND n % 10 < 6;
    SELECT setval('crm_lead_id_seq', (SELECT max(id) FROM crm_lead));
"""
OWN_COLUMNS = {
    "team_columns": ", deal_assignment",
    "team_values": ", 'manual'",
    "stage_column": ", deal_process_id",
    "stage_condition": "AND deal_process_id = (SELECT min(deal_process_id) FROM crm_stage)",
    "lead_columns": ", deal_process_id, deal_number, deal_state, deal_kind, deal_offer_state,"
    " deal_offer_sent_on, deal_cost, deal_profit, deal_margin",
    "lead_values": """, stage.deal_process_id, 'BENCH-' || n,
        CASE WHEN state = 'open' AND n % 10 = 0 THEN 'suspended' ELSE state END,
        CASE WHEN state = 'won' THEN 'contract' WHEN n % 5 = 0 THEN 'offer'
             ELSE 'opportunity' END,
        CASE WHEN n % 5 = 0 THEN CASE state WHEN 'won' THEN 'accepted' WHEN 'lost' THEN 'declined'
             ELSE 'opened' END END,
        CASE WHEN n % 5 = 0 THEN born + interval '5 days' END,
        value * 0.6, value * 0.4, 0.4""",
}
#: An offer for each fifth deal with up to three visits, a calculation of two lines for each tenth,
#: a competitor for each fourth, a message for each, a decision that has moved for each fifth.
OWN_LOADING = """
    INSERT INTO deal_offer (id, name, revision, lead_id, company_id, user_id, partner_id,
        template_id, lang, state, kind, sent_on, closed_on, create_uid, write_uid, create_date,
        write_date)
    SELECT 1000000 + n, 'B' || n, 1, b.id, 1, lead.user_id, lead.partner_id,
           (SELECT min(id) FROM deal_offer_template), 'en_US', lead.deal_offer_state,
           'calculation', born + interval '5 days',
           CASE WHEN state <> 'open' THEN born + interval '15 days' END, 2, 2,
           born + interval '3 days', born
      FROM bench b JOIN crm_lead lead ON lead.id = b.id WHERE n % 5 = 0;
    INSERT INTO deal_offer_view (offer_id, began, last, visitor, kind, reason)
    SELECT 1000000 + n, born + interval '6 days', born + interval '6 days', 'v' || visit,
           CASE WHEN visit = 3 THEN 'machine' ELSE 'person' END, 'visible'
      FROM bench, generate_series(1, 3) visit WHERE n % 5 = 0 AND n % (5 * visit) = 0;
    INSERT INTO deal_variant (id, lead_id, name, is_chosen, company_id, currency_id, date,
        tax_display, amount_untaxed, create_uid, write_uid, create_date, write_date)
    SELECT 1000000 + n, b.id, 'A', TRUE, 1, company.currency_id, born::date, 'net', value, 2, 2,
           born, born
      FROM bench b, res_company company WHERE n % 10 = 0 AND company.id = 1;
    ALTER TABLE deal_variant_line DROP CONSTRAINT deal_variant_line_product_or_text;
    INSERT INTO deal_variant_line (variant_id, name, lead_id, company_id, currency_id, sequence,
        quantity, list_price, price_unit, price_subtotal, held, is_optional, create_uid,
        write_uid, create_date, write_date)
    SELECT 1000000 + n, 'Line', b.id, 1, company.currency_id, line, 1, value * 0.6, value * 0.5,
           value * 0.5, 'price', FALSE, 2, 2, born, born
      FROM bench b, res_company company, generate_series(1, 2) line
     WHERE n % 10 = 0 AND company.id = 1;
    INSERT INTO deal_competitor (lead_id, name, currency_id, state, create_uid, write_uid,
        create_date, write_date)
    SELECT b.id, 'Rival ' || n % 50, company.currency_id,
           CASE state WHEN 'won' THEN 'won_against' WHEN 'lost' THEN 'lost_to' ELSE 'in_play' END,
           2, 2, born, born
      FROM bench b, res_company company WHERE n % 4 = 0 AND company.id = 1;
    INSERT INTO mail_message (id, model, res_id, message_type, date, is_internal, create_uid,
        write_uid, create_date, write_date)
    SELECT 5000000 + n, 'crm.lead', b.id, 'notification', born, FALSE, 2, 2, born, born
      FROM bench b;
    INSERT INTO mail_tracking_value (field_id, mail_message_id, old_value_datetime,
        new_value_datetime, create_uid, write_uid, create_date, write_date)
    SELECT field.id, 5000000 + n, born, born + (n % 90 - 20) * interval '1 day', 2, 2, born, born
      FROM bench, ir_model_fields field
     WHERE n % 5 = 0 AND field.model = 'crm.lead' AND field.name = 'date_deadline';
"""
#: What both databases are asked.
ASKING = r"""
import re

from lxml import etree
from odoo.tools.safe_eval import safe_eval

admin = env.ref("base.user_admin")
context = {"allowed_company_ids": admin.company_ids.ids, "tz": "Europe/Warsaw", "lang": "en_US"}
env = env(user=admin.id, context=context)
leads = env["crm.lead"]


def specification(node, model):
    names = {}
    for field in node.iter("field"):
        name = field.get("name")
        if field.iterancestors("templates") and name in model._fields:
            relational = model._fields[name].relational
            names[name] = {"fields": {"display_name": {}}} if relational else {}
    return names


def get_arch(xmlid, kind, model):
    return etree.fromstring(model.get_view(env.ref(xmlid).id, kind)["arch"])


def get_unread(node):
    # Hidden columns that nothing else needs are not read by the list of deals.
    if node.get("js_class") != "deal_list":
        return set()
    needed = set()
    for other in node.iter():
        words = {word for name, value in other.items() if name != "name"
                 for word in re.findall(r"[A-Za-z_]\w*", value)}
        needed |= words - {other.get("name")}
    hidden = {field.get("name") for field in node.iter("field") if field.get("optional") == "hide"}
    return {name for name in hidden - needed if leads._fields[name].type != "properties"}


arch = get_arch(VIEWS["list"], "list", leads)
shown = specification(arch, leads)
unread = get_unread(arch)
listed = {name: fields for name, fields in shown.items() if name not in unread}
cards = specification(get_arch(VIEWS["kanban"], "kanban", leads), leads)
domain = [("type", "=", "opportunity")]
search = get_arch(VIEWS["search"], "search", leads)
typed = search.xpath("//field[@name='name']")[0].get("filter_domain")
by_decision = {"order": "date_deadline desc, id desc"}
of_one = [("user_id", "=", PERSON)]
of_word = safe_eval(typed, {"self": "Deal 99999"})


def read(fields, more=(), **options):
    return leads.web_search_read(
        [*domain, *more], fields, limit=80, count_limit=10001, **options)


def kanban():
    leads.web_read_group(
        domain, ["stage_id"], AGGREGATES, auto_unfold=True,
        unfold_read_specification=cards, unfold_read_default_limit=40)
    leads.read_progress_bar(domain, "stage_id", {
        "field": "activity_state",
        "colors": {"planned": "success", "today": "warning", "overdue": "danger"}})


questions = {
    "list": lambda: read(listed),
    "list, with all columns": lambda: read(shown),
    "list, of one salesperson": lambda: read(listed, of_one),
    "list, by decision": lambda: read(listed, **by_decision),
    "search of a word": lambda: read(listed, of_word),
    "kanban": kanban,
}
"""
REPORTING = r"""
import json
import statistics
import time

figures, plans = {}, {}


def timed(action, rounds=4):
    times = []
    for _round in range(rounds + 1):
        env.invalidate_all()
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return statistics.median(times[1:])


def get_domain(action, context):
    # Filters between two separators are alternatives, as the web client has it.
    search = env[action.res_model].get_view(action.search_view_id.id, "search")["arch"]
    groups = [[]]
    for node in etree.fromstring(search):
        if node.tag == "separator":
            groups.append([])
        elif node.tag == "filter" and context.get("search_default_" + node.get("name")):
            groups[-1].append(safe_eval(node.get("domain"), {"uid": env.uid}))
    return list(Domain.AND([Domain.OR(group) for group in groups if group]))


def get_measures(model, names):
    # As the web client asks for amounts: with their currencies, and in the company's.
    measures = []
    for name in names:
        field = model._fields.get(name)
        measures.append(f"{name}:{field.aggregator}" if field else name)
        if field and field.type == "monetary":
            measures += ["currency_id:array_agg_distinct", f"{name}:sum_currency"]
    return list(dict.fromkeys(measures))


def measure(action):
    model = env[action.res_model]
    context = safe_eval(action.context)
    domain = get_domain(action, context)
    pivot = etree.fromstring(model.get_view(False, "pivot")["arch"])
    fields = [node for node in pivot.findall("field") if node.get("type")]
    rows = context.get("pivot_row_groupby") or [
        node.get("name") + (":" + node.get("interval") if node.get("interval") else "")
        for node in fields if node.get("type") == "row"]
    columns = context.get("pivot_column_groupby") or []
    measures = get_measures(model, context.get("pivot_measures") or [
        node.get("name") for node in fields if node.get("type") == "measure"])
    sets = [rows[:depth] + columns[:width] for depth in range(len(rows) + 1)
            for width in range(len(columns) + 1)]
    model = model.with_context(**{k: v for k, v in context.items() if "search" not in k})
    table = timed(lambda: model.formatted_read_grouping_sets(domain, sets, measures))
    grouped = context.get("graph_groupbys") or rows[:1]
    shown = get_measures(model, ["__count", context.get("graph_measure", "value")])
    shown = [name for name in shown if name.split(":")[0] in {"__count", *model._fields}]
    graph = timed(lambda: model.formatted_read_group(domain, grouped, shown))
    return [table, graph]


for action in env["ir.actions.act_window"].search([("res_model", "in", MODELS)]):
    figures[action.name] = measure(action)
    model, context = env[action.res_model], safe_eval(action.context)
    rows = context.get("pivot_row_groupby", []) + context.get("pivot_column_groupby", [])
    measures = [name for name in context.get("pivot_measures", []) if name != "__count"]
    groups = model._group_first(
        get_domain(action, context), rows, get_measures(model, measures), None)
    env.cr.execute(SQL("EXPLAIN (ANALYZE, BUFFERS) %s", groups._table_query))
    plans[action.name] = "\n".join(row[0] for row in env.cr.fetchall())
env.cr.rollback()
print("RESULTS" + json.dumps([figures, plans]))
"""
TABLES = (
    "crm_lead",
    "mail_activity",
    "res_partner",
    "deal_offer",
    "deal_offer_view",
    "deal_variant",
    "deal_variant_line",
    "deal_competitor",
    "mail_message",
    "mail_tracking_value",
)
ODOO_VIEWS = {
    "list": "crm.crm_case_tree_view_oppor",
    "kanban": "crm.crm_case_kanban_view_leads",
    "search": "crm.view_crm_case_opportunities_filter",
}
OWN_VIEWS = {
    "list": "sales_deals.crm_lead_view_list_deals",
    "kanban": "sales_deals.crm_lead_view_kanban_deals",
    "search": "sales_deals.crm_lead_view_search_deals",
}
ODOO_SUMS = ["__count", "expected_revenue:sum"]
OWN_SUMS = [*ODOO_SUMS, "prorated_revenue:sum"]
MODELS = ["deal.report", "deal.forecast.report", "deal.offer.funnel"]


def main(settings: Settings) -> int:
    """Measure each size without and with the addon, and print tables."""
    sizes = [int(size) for size in os.environ.get("DEALS", SIZES).split(",")]
    with postgres.running(settings):
        for size in sizes:
            _compare(settings, size)
    return 0


def _compare(settings: Settings, size: int) -> None:
    templates = (databases.base(settings), databases.with_addon(settings))
    with (
        databases.copied(settings, templates[0]) as plain,
        databases.copied(settings, templates[1]) as own,
    ):
        _load(settings, plain, size, own=False)
        _load(settings, own, size, own=True)
        scripts = {plain: _get_script(own=False), own: _get_script(own=True)}
        print(f"\n{size:,} deals\n\n| | Odoo without the addon | Deals | time |")
        print("|---|---:|---:|---:|")
        for name, sides in _turns.compare(settings, scripts, ROUNDS):
            _print_compared(name, *sides)
        _print_reports(*_measure_reports(settings, own))


def _load(settings: Settings, database: str, deals: int, *, own: bool) -> None:
    columns = OWN_COLUMNS if own else dict.fromkeys(OWN_COLUMNS, "")
    loading = LOADING + (OWN_LOADING if own else "")
    postgres.query(settings, loading.format(deals=deals, **columns), database)
    for table in TABLES if own else TABLES[:3]:
        _vacuum(settings, database, table)


def _vacuum(settings: Settings, database: str, table: str) -> None:
    """As PostgreSQL itself would, a while after the loading.

    Rows that a query of somebody else's might still miss are not marked as seen by all, and are
    read more slowly: that query is waited for.
    """
    seen = f"SELECT relallvisible >= relpages * 0.99 FROM pg_class WHERE relname = '{table}'"
    for _attempt in range(60):
        postgres.query(settings, f"VACUUM ANALYZE {table}", database)
        if postgres.query(settings, seen, database) == "t":
            return
        time.sleep(2)
    raise RuntimeError(f"{table} cannot be vacuumed: something else uses the database.")


def _get_script(*, own: bool) -> str:
    values = {
        "VIEWS": OWN_VIEWS if own else ODOO_VIEWS,
        "AGGREGATES": OWN_SUMS if own else ODOO_SUMS,
        "MODELS": MODELS,
        "PERSON": "env['res.users'].search([('login', '=', 'bench7')]).id",
    }
    lines = [f"{name} = {value}" for name, value in values.items()]
    lines.insert(0, "from odoo.fields import Domain\nfrom odoo.tools import SQL")
    return "\n".join([*lines, ASKING])


def _measure_reports(settings: Settings, database: str) -> tuple[dict, dict]:
    output = odoo.shell(settings, database, _get_script(own=True) + REPORTING)
    return json.loads(output.split("RESULTS", 1)[1].splitlines()[0])


def _print_compared(name: str, plain: tuple[float, int], own: tuple[float, int]) -> None:
    cells = [f"{1000 * seconds:,.0f} ms, {queries} q." for seconds, queries in (plain, own)]
    print(f"| {name} | {cells[0]} | {cells[1]} | {own[0] / plain[0]:.2f}x |", flush=True)


def _print_reports(figures: dict, plans: dict) -> None:
    print("\n| report | pivot | graph |\n|---|---:|---:|")
    for name, (pivot, graph) in figures.items():
        print(f"| {name} | {1000 * pivot:,.0f} ms | {1000 * graph:,.0f} ms |")
    if os.environ.get("PLANS"):
        for name, plan in plans.items():
            print(f"\n{name}\n{plan}")
    print(flush=True)
