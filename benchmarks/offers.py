"""Compare the client's page of an offer with Odoo's page of a quotation of the same lines.

Fifty readers at a time ask for each page, in turns and in one run; a PDF of three variants of
fifty lines is drawn as well. `make bench ARGS=offers`; REQUESTS=50 asks less often.
"""

import math
import os
import statistics
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from scripts import databases, postgres
from scripts.server import Server
from scripts.settings import Settings

from . import _database

READERS = 50
#: As many threads as half the connections: Odoo may want two for each.
THREADS = {"ODOO_MAX_HTTP_THREADS": "auto"}
OPTIONS = ("--db_maxconn=40", "--max-cron-threads=0", "--log-level=warn")
#: Requests in a turn, and turns for each page.
REQUESTS, TURNS = int(os.environ.get("REQUESTS") or "200"), 3
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def main(settings: Settings) -> int:
    """Measure in a copy of a database with the addon, and print a table."""
    with postgres.running(settings):
        template = databases.with_addon(settings)
        with databases.copied(settings, template) as database:
            prepared = _database.measure(settings, database, "offers")
            log = settings.logs / "bench_offers.log"
            os.environ.update(THREADS)
            with Server(settings, database, arguments=OPTIONS, log=log) as server:
                pages = {name: server.url + prepared[name] for name in ("portal", "page")}
                results = _measure(pages)
    _print(results, prepared["pdf"])
    return 0


def _measure(pages: dict[str, str]) -> dict[str, list[float]]:
    """Return the seconds of each request by page; ask for both in turns."""
    results: dict[str, list[float]] = {name: [] for name in pages}
    with ThreadPoolExecutor(READERS) as readers:
        for url in pages.values():  # caches and style sheets
            list(readers.map(_read, [url] * READERS))
        for _turn in range(TURNS):
            for name, url in pages.items():
                results[name] += readers.map(_read, [url] * REQUESTS)
    return results


def _read(url: str) -> float:
    """Return the seconds until the page is there, or infinitely many for an error."""
    begin = time.perf_counter()
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})
    try:
        # The address is the server's own.
        with urllib.request.urlopen(request) as response:  # nosec B310
            response.read()
    except urllib.error.HTTPError:
        return math.inf
    return time.perf_counter() - begin


def _print(results: dict[str, list[float]], pdf: float) -> None:
    print(f"| {READERS} readers at a time | median | p95 | errors |")
    print("|---|---:|---:|---:|")
    last = {}
    for name, title in (("portal", "Odoo's quotation page"), ("page", "the offer's page")):
        answered = [seconds for seconds in results[name] if seconds < math.inf]
        errors = len(results[name]) - len(answered)
        last[name] = statistics.quantiles(answered, n=20)[-1]
        median = statistics.median(answered)
        print(f"| {title} | {median * 1000:,.0f} ms | {last[name] * 1000:,.0f} ms | {errors} |")
    print(f"| ratio of p95 | | {last['page'] / last['portal']:.2f}x | |")
    print(f"\nA PDF of 3 variants of 50 lines: {pdf:.2f} s")
