"""Compare a calculation with a sale order of the same lines, in one database and one run.

Prints, for 50 to 2,000 lines, the time and the SQL queries of what a salesperson does, and the
ratio to Odoo's sale order. `make bench ARGS=calculation`; LINES=50,100 chooses the sizes.
"""

from scripts import databases, postgres
from scripts.settings import Settings

from . import _database


def main(settings: Settings) -> int:
    """Measure in a copy of a database with the addon, and print a table."""
    sizes = _database.sizes("50,100,500,2000", "LINES")
    with postgres.running(settings):
        template = databases.with_addon(settings)
        with databases.copied(settings, template) as database:
            rows = _database.measure(settings, database, "calculation", sizes)
    print("| lines | action | sale order | calculation | time | queries |")
    print("|------:|--------|-----------:|------------:|-----:|--------:|")
    for row in rows:
        print(_row(*row))
    return 0


def _row(size, action, order, calculation):
    if order is None:
        return f"| {size} | {action} | – | {_figure(calculation)} | | |"
    time, queries = calculation[0] / order[0], calculation[1] / order[1]
    return (
        f"| {size} | {action} | {_figure(order)} | {_figure(calculation)} "
        f"| {time:.2f}x | {queries:.2f}x |"
    )


def _figure(measured):
    return f"{measured[0] * 1000:,.0f} ms, {measured[1]} q."
