"""Compare opening the pipeline and a deal in a browser with Odoo without the addon, by turns.

Both databases hold the same deals. A screen is opened by its address, with the web client's files
in the browser's cache; it is there once it shows what it is about. `make bench ARGS=opening`;
DEALS=1000000 chooses another size, ROUNDS=40 opens each screen more often.
"""

import os
import time
from contextlib import ExitStack
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from scripts import databases, postgres
from scripts.server import Server
from scripts.settings import Settings
from tests.support.browser import FLAGS, VIEWPORT, User, find_chromium

from . import _database, report

SIZES = "20000"
ROUNDS = int(os.environ.get("ROUNDS") or "25")
OPTIONS = ("--max-cron-threads=0", "--log-level=warn")
#: The address of a screen, with the number of a deal, and what shows that it is there.
SCREENS = {
    "pipeline": ("crm", ".o_kanban_record:not(.o_kanban_ghost)"),
    "deal": ("crm/{}", ".o_form_view .o_field_widget[name=expected_revenue] input"),
}


def main(settings: Settings) -> int:
    """Measure each size, and print a table."""
    with postgres.running(settings):
        for size in _database.sizes(SIZES):
            with ExitStack() as stack:
                sides = [_serve(stack, settings, size, own=own) for own in (False, True)]
                _print(size, _measure(sides))
    return 0


def _serve(stack: ExitStack, settings: Settings, size: int, *, own: bool) -> tuple[str, int]:
    """Serve a database of so many deals; return its address and the number of a deal."""
    template = databases.with_addon(settings) if own else databases.base(settings)
    database = stack.enter_context(databases.copied(settings, template))
    report.load_deals(settings, database, size, own=own)
    # The pipeline opens with one's own deals.
    postgres.query(settings, "UPDATE crm_lead SET user_id = 2 WHERE id % 100 = 0", database)
    query = "SELECT min(id) FROM crm_lead WHERE type = 'opportunity' AND active"
    deal = int(postgres.query(settings, query, database))
    log = settings.logs / f"bench_opening_{'own' if own else 'plain'}.log"
    server = Server(settings, database, arguments=OPTIONS, log=log)
    return stack.enter_context(server).url, deal


def _measure(sides: list[tuple[str, int]]) -> dict[str, list[list[float]]]:
    """Return the seconds of each opening of a screen, by its name, for each side."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        users = [_log_in(browser, url) for url, _deal in sides]
        deals = [deal for _url, deal in sides]
        return {name: _take_turns(users, deals, *screen) for name, screen in SCREENS.items()}


def _log_in(browser: Browser, url: str) -> User:
    user = User(browser.new_context(viewport=VIEWPORT).new_page(), url, None)
    user.log_in("admin", "admin")
    return user


def _take_turns(
    users: list[User], deals: list[int], path: str, shown: str
) -> list[tuple[float, ...]]:
    turns = [
        [_open(user, path.format(deal), shown) for user, deal in zip(users, deals, strict=True)]
        for _round in range(ROUNDS + 1)
    ]
    # The first one fills caches.
    return list(zip(*turns[1:], strict=True))


def _open(user: User, path: str, shown: str) -> float:
    """Return the seconds until a screen is there; then wait for what comes after it."""
    user.page.goto("about:blank")
    begin = time.perf_counter()
    user.page.goto(f"{user.url}/odoo/{path}", wait_until="commit")
    user.page.wait_for_selector(shown)
    taken = time.perf_counter() - begin
    user.settle()
    return taken


def _print(size: int, seconds: dict[str, list[tuple[float, ...]]]) -> None:
    print(f"\n{size:,} deals\n\n| opening | Odoo without the addon | with it | time |")
    print("|---|---:|---:|---:|")
    for name, sides in seconds.items():
        plain, own = map(median, sides)
        print(f"| {name} | {plain * 1000:,.0f} ms | {own * 1000:,.0f} ms | {own / plain:.2f}x |")
    print(flush=True)
