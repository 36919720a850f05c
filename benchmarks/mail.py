"""Compare receiving mails without and with the addon, in the same run, on as many deals.

`make bench ARGS=mail`; DEALS=0,100000 chooses the sizes, MAILS=50 takes fewer of them, PLAN=1 shows
the slowest queries.
"""

import os

from scripts import databases, postgres
from scripts.settings import Settings

from . import _database, _turns

SIZES = "0,100000"
MAILS = "240"


def main(settings: Settings) -> int:
    """Measure each size in copies of databases without and with the addon, and print a table."""
    print("| deals | Odoo alone | with the addon | time | queries |")
    print("|------:|-----------:|---------------:|-----:|--------:|")
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
        for database in (plain, own):
            if size:
                _database.load(settings, database, "mail", size=size, own=database == own)
            _database.measure(settings, database, "mail_team")
            postgres.query(settings, "VACUUM ANALYZE", database)
        [rounds] = _database.sizes(MAILS, "MAILS")
        asked = {plain: [size // 4], own: [size // 4]}
        for _name, sides in _turns.compare(settings, "mail", asked, rounds):
            _report(size, *sides)
        if os.environ.get("PLAN"):
            _print_slowest(settings, own, size)


def _report(size: int, plain: tuple[float, float], own: tuple[float, float]) -> None:
    cells = " | ".join(f"{1000 * time:.1f} ms, {queries:g} q." for time, queries in (plain, own))
    print(f"| {size:,} | {cells} | {own[0] / plain[0]:.2f}x | {own[1] - plain[1]:+g} |", flush=True)


def _print_slowest(settings: Settings, database: str, size: int) -> None:
    for seconds, query in _database.measure(settings, database, "mail", size // 4):
        print(f"{1000 * seconds:.1f} ms: {' '.join(query.split())}")
