"""Pictures of README, documentation and the addon's page, taken from the demo data.

Called by `make pictures`; the demo database is not changed.
"""

import base64
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from scripts import databases, postgres
from scripts.settings import ADDON, Settings
from tests.support.browser import User, browsing
from tests.support.server import OdooServer

COMPANY = "Northlight Windows"
#: Deals of the demo data in whose language a picture is.
DEALS = {"en_US": "demo_deal_school", "fa_IR": "demo_deal_tower", "pl_PL": "demo_deal_estate"}
#: A picture may be this large, in bytes; fewer colours make it smaller.
MAX_SIZE = 200_000
COLOURS = (256, 128, 64)
BANNER = """<body style="margin: 0; width: 1120px; height: 560px; overflow: hidden;
        background: #44355b; color: #ffffff; font-family: sans-serif; position: relative">
    <div style="position: absolute; left: 56px; top: 150px; width: 370px">
        <div style="font-size: 60px; font-weight: 700; line-height: 1.05">Sales Deals</div>
        <div style="font-size: 28px; line-height: 1.45; margin-top: 26px">
            Calculate in variants.<br>Offer online.<br>Know who opened it.</div>
        <div style="font-size: 19px; margin-top: 34px; color: #d9d0e6">
            English · فارسی · polski</div>
    </div>
    <img src="{picture}" style="position: absolute; left: 452px; top: 56px; width: 1000px;
        border-radius: 10px; box-shadow: 0 18px 60px #1f1730">
</body>"""


class Studio:
    """A user in front of a copy of the demo database."""

    def __init__(self, settings: Settings, user: User, server: OdooServer) -> None:
        self.settings, self.user, self.client = settings, user, server.client()
        self.docs = settings.checkout / "docs"
        self.description = settings.checkout / ADDON / "static/description"

    @contextmanager
    def speaking(self, language: str) -> Iterator[User]:
        """Yield a user who has just logged in and has a language."""
        self.client("res.users", "write", [self.client.user_id], {"lang": language})
        with self.user.somebody_else() as user:
            user.log_in("admin", "admin")
            yield user

    def find(self, name: str) -> int:
        """Return the id of a record of the demo data."""
        return self.client("ir.model.data", "check_object_reference", ADDON, name)[1]

    def take(self, page: Page, path: Path, height: int = 1080) -> None:
        """Keep what is on the screen, in a window of a height."""
        page.set_viewport_size({"width": 1366, "height": height})
        page.wait_for_timeout(1500)
        self.keep(page.screenshot(), path)

    def keep(self, content: bytes, path: Path) -> None:
        """Write a picture with as many colours as its size allows."""
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        for colours in COLOURS:
            small = io.BytesIO()
            picture.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
            if small.tell() <= MAX_SIZE:
                break
        path.write_bytes(small.getvalue())
        print(f"  {path.relative_to(self.settings.checkout)}, {small.tell() // 1000} kB")


def take_deals(studio: Studio) -> None:
    """Take a deal with its calculation, in each language."""
    for language, name in DEALS.items():
        suffix = "" if language == "en_US" else f".{language[:2]}"
        with studio.speaking(language) as user:
            user.open(f"deals/{studio.find(name)}", shows=".o_form_view")
            user.page.click(".nav-link[name=calculation]")
            user.sees(".o_calculation .o_data_row")
            studio.take(user.page, studio.docs / f"deal{suffix}.png")
    for name, source in (("deal", "deal"), ("deal_persian", "deal.fa")):
        copy = (studio.docs / f"{source}.png").read_bytes()
        studio.keep(copy, studio.description / f"{name}.png")


def take_offer(studio: Studio) -> None:
    """Take the client's page of an offer of two variants."""
    offer = studio.find("demo_offer")
    [row] = studio.client("deal.offer", "read", [offer], fields=["page_url"])
    with studio.user.somebody_else() as client:
        client.page.goto(row["page_url"])
        client.page.set_viewport_size({"width": 1366, "height": 1200})
        client.page.wait_for_timeout(500)
        content = client.page.screenshot()
    studio.keep(content, studio.docs / "offer.png")
    studio.keep(content, studio.description / "offer.png")


def take_lists(studio: Studio) -> None:
    """Take the list of deals, and the likely duplicates."""
    with studio.speaking("en_US") as user:
        user.open("deals", shows=".o_list_view .o_data_row")
        studio.take(user.page, studio.description / "deals.png", height=768)
        user.open("action-sales_deals.deal_duplicate_group_action", shows=".o_content")
        studio.take(user.page, studio.description / "duplicates.png", height=768)


def take_playbook(studio: Studio) -> None:
    """Take a process being designed, and a deal whose panel shows the practices of its stage."""
    process = studio.client("deal.process", "create", {"name": "Windows", "ready_set": "joinery"})
    where = [("deal_process_id", "=", process)]
    stages = studio.client("crm.stage", "search", where, order="sequence", limit=3)
    deal = studio.find("demo_deal_school")
    for stage in stages:
        place = {"deal_process_id": process, "stage_id": stage}
        studio.client("crm.lead", "pass_deal_gate", [deal], place, reason="An old client")
    ticked = [("stage_id", "=", stages[-1]), ("kind", "=", "tick")]
    for practice in studio.client("deal.practice", "search", ticked, limit=1):
        studio.client("crm.lead", "tick_deal_practice", [deal], practice, "With 12 photographs")
    with studio.speaking("en_US") as user:
        user.open(f"action-sales_deals.deal_process_action/{process}", shows=".o_form_view")
        user.page.click("button[name=action_open_playbook]")
        user.sees(".o_deal_playbook .o_kanban_record")
        studio.take(user.page, studio.docs / "playbook_board.png", height=768)
        user.open(f"deals/{deal}", shows=".o_deal_playbook_panel")
        studio.take(user.page, studio.docs / "playbook.png")
        close_deals(studio, process)
        user.open("action-sales_deals.deal_practice_report_action", shows=".o_deal_practices")
        studio.take(user.page, studio.docs / "playbook_report.png", height=768)


def close_deals(studio: Studio, process: int) -> None:
    """Close deals of a process, of which each practice that is ticked wins some more."""
    studio.client("deal.process", "write", [process], {"practice_import": "mark"})
    where = [("deal_process_id", "=", process)]
    ticked = studio.client("deal.practice", "search", [*where, ("kind", "=", "tick")])
    deals = [{"name": f"Windows {number}", "deal_process_id": process} for number in range(64)]
    values = {"type": "opportunity", "email_from": "client@example.com"}
    made = studio.client("crm.lead", "create", [values | deal for deal in deals])
    ticks = [
        {"lead_id": deal, "practice_id": practice}
        for place, practice in enumerate(ticked)
        for number, deal in enumerate(made)
        if (number * (place + 3)) % 7 < 3
    ]
    studio.client("deal.practice.tick", "create", ticks)
    done = {tick["lead_id"] for tick in ticks if tick["practice_id"] == ticked[0]}
    won = [deal for number, deal in enumerate(made) if number % 4 < (3 if deal in done else 1)]
    studio.client("crm.lead", "action_set_won", won)
    [reason] = studio.client("crm.lost.reason", "search", [], limit=1)
    lost = [deal for deal in made if deal not in won]
    last = studio.client("crm.stage", "search", where, order="sequence desc", limit=2)[-1]
    studio.client("crm.lead", "write", lost, {"stage_id": last})
    as_lost = {"active": False, "probability": 0, "lost_reason_id": reason}
    studio.client("crm.lead", "write", lost, as_lost)


def take_cadence(studio: Studio) -> None:
    """Take the dialogue that begins a cadence, and a message that waits to be read."""
    cadence = studio.find("deal_cadence_inquiry")
    steps = studio.client("deal.cadence.step", "search", [("cadence_id", "=", cadence)])
    studio.client("deal.cadence.step", "write", steps[:1], {"wait_event": "previous"})
    with studio.speaking("en_US") as user:
        user.open("deals", shows=".o_data_row")
        for deal in ("Windows for the primary school", "Balcony doors for the hotel"):
            user.page.click(f".o_data_row:has-text('{deal}') .o_list_record_selector input")
        user.page.click(".o_cp_action_menus .dropdown-toggle:has(i.fa-cog)")
        user.page.click(".o_menu_item:has-text('Begin a Cadence')")
        user.page.click(".modal [name=cadence_id] input")
        user.page.click(".o-autocomplete--dropdown-item:has-text('No answer to an inquiry')")
        user.sees(".modal .o_deal_cadence_trial")
        studio.take(user.page, studio.docs / "follow-ups_begin.png", height=768)
        user.page.click(".modal button[name=action_begin]")
        user.page.wait_for_selector(".modal", state="detached")
        user.open("action-sales_deals.deal_cadence_task_action", shows=".o_view_nocontent")
        # Read what goes in the next days, too.
        user.page.click(".o_searchview_facet:has-text('To Read') .o_facet_remove")
        user.page.click(".o_data_row td[name=lead_id]")
        user.sees(".modal [name=html]")
        studio.take(user.page, studio.docs / "follow-ups_letter.png", height=768)


def take_banner(studio: Studio) -> None:
    """Make the banner by which the addon is shown among others."""
    deal = base64.b64encode((studio.docs / "deal.png").read_bytes()).decode()
    with studio.user.somebody_else() as visitor:
        visitor.page.set_viewport_size({"width": 1120, "height": 560})
        visitor.page.set_content(BANNER.format(picture=f"data:image/png;base64,{deal}"))
        visitor.page.wait_for_timeout(300)
        studio.keep(visitor.page.screenshot(), studio.description / "banner.png")


#: In this order: the banner shows the picture of a deal.
ALL: dict[str, Callable[[Studio], None]] = {
    "deals": take_deals,
    "offer": take_offer,
    "lists": take_lists,
    "banner": take_banner,
    # It moves a deal that others show.
    "playbook": take_playbook,
    "cadence": take_cadence,
}


@contextmanager
def studio(settings: Settings) -> Iterator[Studio]:
    """Yield a studio with a copy of the demo database, in which our company has a name."""
    template = databases.with_addon(settings, demo=True)
    with (
        databases.copied(settings, template) as database,
        OdooServer(settings, database) as server,
        browsing(server.url, settings.build / "screenshots") as user,
    ):
        made = Studio(settings, user, server)
        made.client("ir.config_parameter", "set_param", "web.base.url", server.url)
        made.client("res.company", "write", [1], {"name": COMPANY, "logo": False})
        yield made


def main(names: list[str]) -> int:
    """Take the pictures that are named, or all."""
    settings = Settings.from_environment()
    with postgres.running(settings), studio(settings) as made:
        for name, take in ALL.items():
            if not names or name in names:
                take(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
