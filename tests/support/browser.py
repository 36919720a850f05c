"""A real browser with a user in it, who sees what Odoo shows and whose faults are noted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from scripts import packages

#: Nothing but the pages under test may be asked for anything.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Odoo's sign of a request under way comes after a quarter of a second.
SETTLING = 400
SETTLED = """() => !document.querySelector(".o_loading_indicator")
    && [...document.images].every((image) => image.complete)"""
VIEWPORT = {"width": 1366, "height": 768}


class User:
    """A logged-in user in front of a window."""

    def __init__(self, page: Page, url: str, pictures: Path) -> None:
        self.page = page
        self.url = url
        self.pictures = pictures
        self.faults: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(f"{error}"))

    @contextmanager
    def somebody_else(self) -> Iterator["User"]:
        """Yield another person, in a window that shares nothing with this one."""
        page = self.page.context.browser.new_page(viewport=VIEWPORT)
        try:
            yield User(page, self.url, self.pictures)
        finally:
            page.close()

    def log_in(self, login: str, password: str) -> None:
        """Fill in the log-in form."""
        self.page.goto(f"{self.url}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("form.oe_login_form button[type=submit]")
        self.page.wait_for_selector(".o_web_client .o_main_navbar")

    def open(self, path: str, shows: str) -> None:
        """Go to a page of the web client, and wait until it shows an element."""
        self.page.goto(f"{self.url}/odoo/{path}")
        self.sees(shows)

    def sees(self, selector: str) -> None:
        """Wait until an element is there and nothing is being loaded."""
        self.page.wait_for_selector(selector)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being loaded."""
        self.page.wait_for_timeout(SETTLING)
        self.page.wait_for_function(SETTLED)

    def picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def overflows(self) -> bool:
        """Return whether the page is wider than its window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    def direction(self) -> str:
        """Return the direction of the page's text: ltr or rtl."""
        return self.page.evaluate("getComputedStyle(document.body).direction")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.text} ({message.location.get('url')})")


def find_chromium() -> str:
    """Return the path of the browser's program, found on PATH."""
    found = [path for name in packages.BROWSERS if (path := shutil.which(name))]
    if not found:
        raise RuntimeError("No Chromium was found on PATH: install the package chromium.")
    return found[0]


@contextmanager
def browsing(url: str, pictures: Path) -> Iterator[User]:
    """Yield a user in front of an empty window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            yield User(browser.new_page(viewport=VIEWPORT), url, pictures)
        finally:
            browser.close()
