"""Compare a follow-up with Odoo's mass composer on the same deals, through a real mail server.

Both write to the clients of 5,000 deals by the same template, in one database and one run, and so
does a cadence to those of 5,000 others, whose two jobs are timed together. The mail server is a
process of its own that counts what it takes. Odoo's composer is asked not to make contacts, as
follow-ups make none. `DEALS=1000` takes fewer.
"""

import multiprocessing
import os

from scripts import databases, postgres
from scripts.server import free_port
from scripts.settings import Settings

from . import _database

LABELS = {"odoo": "Odoo's mass composer", "followup": "follow-up", "cadence": "cadence"}
DEALS = int(os.environ.get("DEALS") or "5000")


class Sink:
    """A mail server that counts what it takes."""

    def __init__(self, counter) -> None:
        self._counter = counter

    async def handle_DATA(self, _server, _session, _envelope) -> str:
        self._counter.value += 1
        return "250 OK"


def _serve(port: int, counter, is_ready) -> None:
    from aiosmtpd.controller import Controller

    controller = Controller(Sink(counter), hostname="127.0.0.1", port=port)
    controller.start()
    is_ready.set()
    multiprocessing.Event().wait()


def main(settings: Settings) -> int:
    """Measure in a copy of a database with the addon, and print a table."""
    port, counter, is_ready = free_port(), multiprocessing.Value("i"), multiprocessing.Event()
    sink = multiprocessing.Process(target=_serve, args=(port, counter, is_ready), daemon=True)
    sink.start()
    is_ready.wait()
    try:
        with postgres.running(settings):
            template = databases.with_addon(settings)
            with databases.copied(settings, template) as database:
                results = _database.measure(settings, database, "followup", DEALS, port)
    finally:
        sink.kill()
    _print(results, counter.value)
    return int(counter.value != 3 * DEALS + min(DEALS, 200))


def _print(results: dict, taken: int) -> None:
    print(f"{DEALS:,} deals; the mail server took {taken:,} messages\n")
    print("| | messages a second | processor | queries a message | memory grown by |")
    print("|---|---:|---:|---:|---:|")
    for name, label in LABELS.items():
        row = results[name]
        rate, queries = DEALS / row["seconds"], row["queries"] / DEALS
        processor = f"{1000 * row['processor'] / DEALS:.1f} ms"
        print(f"| {label} | {rate:,.0f} | {processor} | {queries:.1f} | {row['memory']:,.0f} MB |")
    of_odoo = results["odoo"]
    for name in ("followup", "cadence"):
        ours = results[name]
        times = of_odoo["seconds"] / ours["seconds"]
        processor, queries = (ours[key] / of_odoo[key] for key in ("processor", "queries"))
        print(f"| {name} to Odoo's | {times:.1f}x | {processor:.2f}x | {queries:.2f}x | |")
