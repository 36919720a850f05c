"""Begin cadences on 10,000 deals at a time in a big database, and time the job's rounds.

`DEALS=1000000 ROUNDS=5` are the deals in the database, and how many times 10,000 begin.
"""

import os

from scripts import databases, postgres
from scripts.settings import Settings

from . import _database

COUNT = 10000


def main(settings: Settings) -> int:
    """Measure in a copy of a database with the addon."""
    rounds = int(os.environ.get("ROUNDS") or "5")
    with postgres.running(settings):
        for size in _database.sizes("200000"):
            with databases.copied(settings, databases.with_addon(settings)) as database:
                _database.load(settings, database, "install", size=size)
                _print(size, _database.measure(settings, database, "cadence", COUNT, rounds))
    return 0


def _print(size: int, found: dict) -> None:
    print(f"{size:,} deals, {found['runs']:,} in a cadence")
    seconds = ", ".join(f"{one:.1f}" for one in found["enrolling"])
    print(f"beginning on {COUNT:,}: {seconds} s; {found['queries'][-1]:,} queries")
    print(f"the job with nothing due: {found['idle']:.2f} s")
    print(f"a batch of 500 activities, {found['done']} done: {found['batch']:.2f} s")
    print(f"why 500 stop: {found['verdicts']:.2f} s")
    print(f"whole tables read meanwhile: {found['scans']}")
    scans = [line.strip() for line in found["plan"] if "Seq Scan" in line]
    print("\n".join(["the query reads whole:", *scans] if scans else ["the query uses indexes"]))
