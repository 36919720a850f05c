"""A deal that is open in a browser shows what its client does, while they do it."""

import re
import time

import pytest
import requests
from playwright.sync_api import expect

from tests.support.browser import SETTLING, User, browsing

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"

NEWS = ".o_notification.o_deal_news"
OFFER = ".o_deal_panel [data-fact=offer]"
QUESTION = ".o_deal_panel .o_deal_question"
TITLE = ".o_field_widget[name=name] textarea"
#: After which a form asks for the channel of its deal, and the server has it.
SUBSCRIBED = 4000


class Scene:
    """A deal with an offer that was sent, its salesperson, and a manager who looks on."""

    def __init__(self, server) -> None:
        self.server, self.client = server, server.client()
        self.users = [
            self._make_user("news_seller", "group_sale_salesman"),
            self._make_user("news_manager", "group_sale_manager"),
        ]
        self.made: list[tuple[str, int]] = []
        partner = self._make("res.partner", name="News Client", email="news@client.example")
        product = self._make("product.product", name="News Window", list_price=100)
        self.deal = self._make(
            "crm.lead",
            name="News deal",
            type="opportunity",
            partner_id=partner,
            user_id=self.users[0],
        )
        variant = self._make("deal.variant", name="A", lead_id=self.deal)
        self._make("deal.variant.line", variant_id=variant, product_id=product, quantity=1)
        self.offer = self.client("deal.offer", "create", {"lead_id": self.deal})
        self.client("deal.offer", "action_mark_sent", [self.offer])
        [row] = self.client("deal.offer", "read", [self.offer], fields=["page_url"])
        self.link = server.url + "/offer/" + row["page_url"].partition("/offer/")[2]

    def _make(self, model: str, **values) -> int:
        record = self.client(model, "create", values)
        self.made.append((model, record))
        return record

    def _make_user(self, login: str, group: str) -> int:
        [_model, group_id] = self.client(
            "ir.model.data", "check_object_reference", "sales_team", group
        )
        values = {"name": login, "login": login, "password": login}
        return self.client("res.users", "create", {**values, "group_ids": [(4, group_id)]})

    def clean_up(self) -> None:
        self.client("crm.lead", "write", [self.deal], {"active": False})
        self.client("res.users", "write", self.users, {"active": False})


@pytest.fixture(scope="module")
def scene(odoo_server):
    scene = Scene(odoo_server)
    yield scene
    scene.clean_up()


@pytest.fixture(scope="module")
def seller(scene):
    pictures = scene.server.settings.build / "screenshots"
    with browsing(scene.server.url, pictures) as user:
        user.log_in("news_seller", "news_seller")
        yield user


@pytest.fixture(scope="module")
def manager(seller, scene):
    with seller.somebody_else() as user:
        user.log_in("news_manager", "news_manager")
        yield user


def _look_at(user: User, scene: Scene) -> None:
    user.open(f"crm.lead/{scene.deal}", shows=".o_deal_panel")
    user.page.wait_for_timeout(SUBSCRIBED)


class Reader:
    """A client with the offer's link, in a browser that no program steers."""

    def __init__(self, scene: Scene) -> None:
        self.link = scene.link
        self.session = requests.Session()
        self.session.headers["User-Agent"] = CHROME
        self.page = self.session.get(self.link).text

    def look(self) -> None:
        """Have the page in view for some seconds."""
        time.sleep(3)
        self._post("seen", '{"seconds": 3}').raise_for_status()

    def answer(self, act: str, **values: str) -> None:
        """Send one of the page's forms."""
        [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', self.page))
        self._post(act, {"csrf_token": token, **values}).raise_for_status()

    def _post(self, path: str, data) -> requests.Response:
        return self.session.post(self.link.replace("?", f"/{path}?"), data=data)


def test_an_opening_is_shown_at_once_and_what_is_typed_stays(scene, seller, manager):
    for user in (seller, manager):
        _look_at(user, scene)
    seller.page.click(TITLE)
    seller.page.keyboard.type("Not saved: ")
    typed = seller.page.input_value(TITLE)
    Reader(scene).look()
    for user in (seller, manager):
        user.page.wait_for_selector(f"{OFFER} .text-bg-warning")
    assert seller.page.locator(NEWS).count() == 1
    assert manager.page.locator(NEWS).count() == 0  # they have the deal open, no more
    seller.picture("deal_news_opened")
    assert seller.page.input_value(TITLE) == typed != "News deal"
    seller.page.click(".o_form_button_cancel")
    expect(seller.page.locator(TITLE)).to_have_value("News deal")


def test_a_question_comes_to_the_deal_with_its_activity(scene, seller, manager):
    for user in (seller, manager):
        _look_at(user, scene)
    Reader(scene).answer("ask", question="Is delivery included?")
    for user in (seller, manager):
        user.page.wait_for_selector(f"{QUESTION}:has-text('Is delivery included?')")
        user.page.wait_for_selector(".o-mail-Activity")
        user.page.wait_for_selector(".o-mail-Message:has-text('Is delivery included?')")
    seller.picture("deal_news_asked")


def test_news_are_shown_on_other_screens_and_lead_to_the_deal(scene, seller):
    seller.open("deals", shows=".o_list_view, .o_kanban_view")
    Reader(scene).answer("ask", question="When can you come?")
    seller.page.click(f"{NEWS} .o_notification_buttons button")
    seller.sees(f"{QUESTION}:has-text('When can you come?')")


def test_what_a_client_declines_changes_the_form_that_is_open(scene, seller):
    _look_at(seller, scene)
    seller.page.click(".nav-link[name=offers]")
    row = ".o_field_widget[name=deal_offer_ids] .o_data_row [name=state]"
    seller.sees(f"{row}:has(.text-bg-warning)")
    Reader(scene).answer("decline")
    seller.page.wait_for_selector(f"{row}:has(.text-bg-danger)")
    seller.page.wait_for_selector(f"{OFFER} .text-bg-danger")


def test_the_pages_have_no_faults(seller, manager):
    seller.page.wait_for_timeout(SETTLING)
    assert (seller.faults, manager.faults) == ([], [])
