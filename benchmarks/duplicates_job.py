"""Measure the job that finds duplicates among older deals, and what users wait meanwhile.

A server with its jobs, a million deals without keys, and four users who read lists, make deals and
change those that the job is about. Prints how long the job took, what the users waited, first
without and then beside it, and the longest that anybody waited for a lock.
`make bench ARGS=duplicates_job`; DEALS=100000 takes fewer, IDLE=5 lets users work less long before.
"""

import os
import random
import threading
import time
from statistics import median

import psycopg2

from scripts import databases, postgres
from scripts.settings import Settings
from tests import conftest as _conftest  # noqa: F401  # lets tools be imported without Odoo
from tests.support import duplicates
from tests.support.server import OdooServer

from .duplicates import SEED, load_deals

DEALS = int(os.environ.get("DEALS") or "1000000")
USERS = 4
#: Seconds that users work before the job begins.
IDLE = int(os.environ.get("IDLE") or "30")
FIRST = 1_000_000
WAITING = """
    SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)
      FROM pg_locks WHERE NOT granted
"""
BEGIN = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' WHERE id = (
        SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_deal_duplicate')
"""
#: Other jobs would have to do with the deals made meanwhile.
ALONE = """
    UPDATE ir_cron SET active = id = (
        SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_deal_duplicate'),
        nextcall = now() AT TIME ZONE 'UTC' + interval '1 day'
"""
PROGRESS = """
    SELECT (SELECT count(*) FROM deal_match_key), (SELECT scan_position FROM deal_match_rules
        ORDER BY id LIMIT 1), (SELECT scanned_until IS NOT NULL FROM deal_match_rules
        ORDER BY id LIMIT 1)
"""


class Watch:
    """Look twenty times a second for the longest wait for a lock."""

    def __init__(self, database: str) -> None:
        self._connection = psycopg2.connect(dbname=database)
        self._connection.autocommit = True
        self._stopped = threading.Event()
        self.longest = 0.0
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_exception) -> None:
        self._stopped.set()
        self._thread.join()
        self._connection.close()

    def _watch(self) -> None:
        with self._connection.cursor() as cursor:
            while not self._stopped.wait(0.05):
                cursor.execute(WAITING)
                self.longest = max(self.longest, float(cursor.fetchone()[0]))


class User(threading.Thread):
    """Work as a salesperson does, and note how long each answer takes."""

    def __init__(self, server: OdooServer, number: int) -> None:
        super().__init__(daemon=True)
        self._client = server.client()
        # The same work each time.
        self._random = random.Random(number)  # nosec B311
        self.stopped = threading.Event()
        self.waits: list[tuple[float, str, float]] = []

    def run(self) -> None:
        while not self.stopped.wait(0.2):
            name = self._random.choice(("read", "make", "change", "change"))
            begin = time.monotonic()
            getattr(self, f"_{name}")()
            self.waits.append((begin, name, time.monotonic() - begin))

    def _read(self) -> None:
        offset = self._random.randrange(DEALS)
        fields = ["name", "partner_name", "email_from", "stage_id", "deal_duplicate_count"]
        self._client("crm.lead", "search_read", [], fields=fields, offset=offset // 100, limit=80)

    def _make(self) -> None:
        number = self._random.randrange(10**9)
        values = {"name": f"New {number}", "email_from": f"new{number}@client.example"}
        self._client("crm.lead", "create", [{**values, "type": "opportunity"}])

    def _change(self) -> None:
        lead_id = FIRST + self._random.randrange(1, DEALS)
        phone = f"+48 22 {self._random.randrange(10**7):07}"
        self._client("crm.lead", "write", [lead_id], {"phone": phone})


def main(settings: Settings) -> int:
    """Run the job beside users, in a copy of a database with the addon."""
    sample = duplicates.make_sample(SEED, DEALS)
    with (
        postgres.running(settings),
        databases.copied(settings, databases.with_addon(settings)) as database,
    ):
        load_deals(settings, database, sample.deals)
        postgres.query(settings, ALONE, database)
        with (
            OdooServer(settings, database, "--max-cron-threads=1") as server,
            Watch(database) as watch,
        ):
            users = [User(server, number) for number in range(USERS)]
            for user in users:
                user.start()
            time.sleep(IDLE)
            _report_job(settings, database, users, watch)
    return 0


def _report_job(settings: Settings, database: str, users: list[User], watch: Watch) -> None:
    begin, ready = time.monotonic(), None
    postgres.query(settings, BEGIN, database)
    postgres.query(settings, f"NOTIFY cron_trigger, '{database}'")
    while not (state := _get_state(settings, database))["done"]:
        if not ready and (state["keys"] >= DEALS or state["position"]):
            ready = time.monotonic() - begin
            print(f"Keys ready after {ready:,.0f} s", flush=True)
        time.sleep(1)
    print(f"Scanned after {time.monotonic() - begin:,.0f} s\n", flush=True)
    for user in users:
        user.stopped.set()
        user.join()
    waits = [wait for user in users for wait in user.waits]
    print("| users | asked | without the job | beside the job |")
    print("|-------|------:|----------------:|---------------:|")
    for name in ("read", "make", "change"):
        before = sorted(took for at, what, took in waits if what == name and at < begin)
        beside = sorted(took for at, what, took in waits if what == name and at >= begin)
        print(f"| {name} | {len(beside)} | {_describe(before)} | {_describe(beside)} |")
    print(f"\nNobody waited for a lock longer than {1000 * watch.longest:,.0f} ms.")


def _get_state(settings: Settings, database: str) -> dict:
    row = postgres.query(settings, PROGRESS, database).split("|")
    return {"keys": int(row[0]), "position": int(row[1] or 0), "done": row[2] == "t"}


def _describe(waits: list[float]) -> str:
    if not waits:
        return "-"
    p95 = waits[int(len(waits) * 0.95)]
    figures = (median(waits), p95, waits[-1])
    return " / ".join(f"{1000 * figure:,.0f}" for figure in figures) + " ms"
