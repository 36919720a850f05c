"""Compare list, kanban, search, form and changes of deals with Odoo's; time each report.

Both databases hold the same deals. `make bench ARGS=report`; DEALS=100000,1000000 chooses the
sizes, PLANS=1 prints the reports' query plans too.
"""

import os
import time

from scripts import databases, postgres
from scripts.settings import Settings

from . import _database, _turns

SIZES = "1000000"
ROUNDS = 25

TABLES = (
    "crm_lead",
    "mail_activity",
    "res_partner",
    "deal_search_text",
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
    "form": "crm.crm_lead_view_form",
}
OWN_VIEWS = {
    "list": "sales_deals.crm_lead_view_list_deals",
    "kanban": "sales_deals.crm_lead_view_kanban_deals",
    "search": "sales_deals.crm_lead_view_search_deals",
    "form": "crm.crm_lead_view_form",
}
ODOO_SUMS = ["__count", "expected_revenue:sum"]
OWN_SUMS = [*ODOO_SUMS, "prorated_revenue:sum"]
MODELS = [
    "deal.report",
    "deal.forecast.report",
    "deal.offer.funnel",
    "deal.practice.report",
    "deal.cadence.report",
    "deal.stage.report",
]
#: What practices.sql fills, for the reports alone.
PRACTICE_TABLES = (
    "deal_practice",
    "deal_practice_tick",
    "deal_contact",
    "mail_activity",
    "mail_tracking_value",
)
#: What cadences.sql fills, for the reports alone.
CADENCE_TABLES = ("deal_cadence_run", "deal_cadence_task", "mail_message")


def main(settings: Settings) -> int:
    """Measure each size without and with the addon, and print tables."""
    with postgres.running(settings):
        for size in _database.sizes(SIZES):
            _compare(settings, size)
    return 0


def _compare(settings: Settings, size: int) -> None:
    templates = (databases.base(settings), databases.with_addon(settings))
    with (
        databases.copied(settings, templates[0]) as plain,
        databases.copied(settings, templates[1]) as own,
    ):
        load_deals(settings, plain, size, own=False)
        load_deals(settings, own, size, own=True)
        asked = {plain: [ODOO_VIEWS, ODOO_SUMS], own: [OWN_VIEWS, OWN_SUMS]}
        print(f"\n{size:,} deals\n\n| | Odoo without the addon | Deals | time |")
        print("|---|---:|---:|---:|")
        for name, sides in _turns.compare(settings, "report", asked, ROUNDS):
            _print_compared(name, *sides)
        _database.load(settings, own, "practices")
        _database.load(settings, own, "cadences")
        for table in (*PRACTICE_TABLES, *CADENCE_TABLES):
            _vacuum(settings, own, table)
        _print_reports(*_database.measure(settings, own, "report", MODELS))


def load_deals(settings: Settings, database: str, deals: int, *, own: bool) -> None:
    """Fill a database with or without the addon, the same deals in both."""
    _database.load(settings, database, "report", deals=deals, own=own)
    for table in TABLES if own else TABLES[:3]:
        _vacuum(settings, database, table)


def _vacuum(settings: Settings, database: str, table: str) -> None:
    """Vacuum a table, as PostgreSQL itself would a while after the loading.

    Rows that a query of somebody else's might still miss are not marked as seen by all, and are
    read more slowly: wait for that query.
    """
    # The tables are named below.
    seen = f"SELECT relallvisible >= relpages * 0.99 FROM pg_class WHERE relname = '{table}'"  # nosec B608
    for _attempt in range(60):
        postgres.query(settings, f"VACUUM ANALYZE {table}", database)
        if postgres.query(settings, seen, database) == "t":
            return
        time.sleep(2)
    raise RuntimeError(f"{table} cannot be vacuumed: something else uses the database.")


def _print_compared(name: str, plain: tuple[float, float], own: tuple[float, float]) -> None:
    cells = [f"{1000 * seconds:,.0f} ms, {queries:g} q." for seconds, queries in (plain, own)]
    print(f"| {name} | {cells[0]} | {cells[1]} | {own[0] / plain[0]:.2f}x |", flush=True)


def _print_reports(figures: dict, plans: dict) -> None:
    print("\n| report | picture | pivot | graph |\n|---|---:|---:|---:|")
    for name, times in figures.items():
        cells = [f"{1000 * seconds:,.0f} ms" if seconds else "" for seconds in times]
        print(f"| {name} | {' | '.join(cells)} |")
    if os.environ.get("PLANS"):
        for name, plan in plans.items():
            print(f"\n{name}\n{plan}")
    print(flush=True)
