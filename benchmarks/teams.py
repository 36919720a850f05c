"""Measure the teams' dashboard over many deals, and what its indexes cost.

`make bench ARGS=teams`; DEALS=100000,1000000 and TEAMS=3,30 choose the sizes.
"""

from scripts import databases, postgres
from scripts.settings import Settings

from . import _database

SIZES = "1000000"
TEAMS = "3,30"

TABLES = ("crm_lead", "mail_activity", "sale_order", "account_move")
#: Made for the dashboard.
INDEXES = ["crm_lead_deal_open_index", "crm_lead_deal_won_index"]


def main(settings: Settings) -> int:
    """Measure each size in a copy of a database with the addon, and print a table."""
    print("\n| deals | teams | reader | page | first | queries |")
    print("|------:|------:|--------|-----:|------:|--------:|")
    with postgres.running(settings):
        for size in _database.sizes(SIZES):
            for count in _database.sizes(TEAMS, "TEAMS"):
                with databases.copied(settings, databases.with_addon(settings)) as database:
                    _report(size, _measure(settings, database, size, count))
    return 0


def _measure(settings: Settings, database: str, deals: int, teams: int) -> dict:
    _database.load(settings, database, "teams", deals=deals, teams=teams)
    for table in TABLES:
        postgres.query(settings, f"VACUUM ANALYZE {table}", database)
    return _database.measure(settings, database, "teams", INDEXES)


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
        f"\n{figures['manager']['deal_open_count']:,} open. Creating and changing 200 deals:"
        f" {own:.2f} s, without the indexes {plain:.2f} s. {sizes}.\n",
        flush=True,
    )
