"""Measure installing on many leads: below 20 s for 100,000, and in proportion to them.

`make bench ARGS=install`; DEALS=10000,30000 chooses the sizes, at least two.
"""

import time

from scripts import databases, postgres
from scripts.settings import Settings
from tests.support import addons

from . import _database

SIZES = "10000,30000,100000"
LIMIT = 20.0
#: How much more a lead may take in the largest database than in the one before: growth with
#: the square of their number would be more than three times.
TOLERANCE = 2.0
#: The fastest counts: other work on the machine only adds.
ROUNDS = 2

UNNUMBERED = "SELECT COUNT(*) FROM crm_lead WHERE deal_number IS NULL OR deal_process_id IS NULL"


def main(settings: Settings) -> int:
    """Print the addon's own part of the time for each size; 1 when it is too long."""
    empty = _install_on(settings, 0)
    print(f"  {'no leads':>15}  {empty:5.1f} s")
    own = {}
    for size in _database.sizes(SIZES):
        seconds = _install_on(settings, size)
        own[size] = max(seconds - empty, 0.0)
        each = 1000 * own[size] / size
        print(f"  {size:9,} leads  {seconds:5.1f} s: {own[size]:.1f} s more, {each:.2f} ms a lead")
    return _judge(own)


def _install_on(settings: Settings, size: int) -> float:
    return min(_install_once(settings, size) for _round in range(ROUNDS))


def _install_once(settings: Settings, size: int) -> float:
    with databases.copied(settings, databases.base(settings)) as database:
        if size:
            _database.load(settings, database, "install", size=size)
        begin = time.monotonic()
        addons.install(settings, database)
        seconds = time.monotonic() - begin
        if (left := postgres.query(settings, UNNUMBERED, database)) != "0":
            raise RuntimeError(f"{left} of {size} leads have no number or process.")
    return seconds


def _judge(own: dict[int, float]) -> int:
    *_smaller, middle, large = sorted(own)
    growth = (own[large] / large) / (own[middle] / middle) if own[middle] else 1.0
    fast, linear = own[large] < LIMIT, growth < TOLERANCE
    print(f"  {large:,} leads: {'below' if fast else 'NOT below'} {LIMIT:.0f} s")
    verdict = "in proportion" if linear else "NOT in proportion"
    print(f"  {verdict}: a lead takes {growth:.2f} times as long as with {middle:,}")
    return 0 if fast and linear else 1
