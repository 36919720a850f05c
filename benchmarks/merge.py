"""Compare merging with Odoo's own merge of the same deals, in one database and one run.

`make bench ARGS=merge`; DEALS=2,50 chooses how many are merged.
"""

from scripts import databases, postgres
from scripts.settings import Settings

from . import _database


def main(settings: Settings) -> int:
    """Measure in a copy of a database with the addon, and print a table."""
    with postgres.running(settings):
        template = databases.with_addon(settings)
        with databases.copied(settings, template) as database:
            rows = _database.measure(settings, database, "merge", _database.sizes("2,50"))
    print("| deals | Odoo's merge | into the oldest | time | queries |")
    print("|------:|-------------:|----------------:|-----:|--------:|")
    for count, of_odoo, ours in rows:
        figures = " | ".join(f"{s * 1000:,.0f} ms, {queries} q." for s, queries in (of_odoo, ours))
        time, queries = ours[0] / of_odoo[0], ours[1] / of_odoo[1]
        print(f"| {count} | {figures} | {time:.2f}x | {queries:.2f}x |")
    return 0
