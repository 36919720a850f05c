"""An offer's whole way in real browsers: calculated, previewed, sent, opened, ticked, accepted."""

import re
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
import requests
from playwright.sync_api import Page

from scripts import databases
from tests.support.browser import browsing
from tests.support.mail import Outbox
from tests.support.server import OdooServer

LANGUAGES = {"en_US": "ltr", "fa_IR": "rtl", "pl_PL": "ltr"}
CLIENT = "anna@client.example"
PERSIAN_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫٬", "0123456789.,")
#: What WeasyPrint logs once for each PDF.
DRAWN = "Step 6 - Creating PDF"
#: Adds a script to the page; tells which rule of its policy refuses it.
PUT_SCRIPT = """source => new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", (ev) => resolve(ev.effectiveDirective));
    const script = document.createElement("script");
    Object.assign(script, source ? { src: source } : { text: "window.isIntruded = true" });
    script.onload = () => resolve("it ran");
    script.onerror = () => setTimeout(() => resolve("failed"), 500);
    document.head.append(script);
})"""
SCANNER = "Mozilla/5.0 (compatible; Barracuda Sentinel)"


class Way:
    """A deal with two variants, its salesperson, and the mails that reach the client."""

    def __init__(self, server: OdooServer, outbox: Outbox, language: str) -> None:
        self.server, self.outbox, self.language = server, outbox, language
        self.client = server.client()
        partner = self.client(
            "res.partner", "create", {"name": "Anna Nowak", "email": CLIENT, "lang": language}
        )
        tax = self.client("account.tax", "create", {"name": f"VAT {language}", "amount": 23})
        self.products = [
            self._make_product(name, price, tax)
            for name, price in (("Window", 1234.5), ("Door", 800), ("Blinds", 99.99))
        ]
        me = {"user_id": self.client.user_id, "partner_id": partner}
        self.deal = self.client(
            "crm.lead", "create", {"name": "New house", "type": "opportunity", **me}
        )
        self.variants = [self.make_variant(name, i) for i, name in enumerate(("Basic", "Plus"), 1)]
        [template] = self.client(
            "deal.offer.template", "search", [("layout", "=", "modern")], limit=1
        )
        self.offer = self.client(
            "deal.offer", "create", {"lead_id": self.deal, "template_id": template}
        )

    def _make_product(self, name: str, price: float, tax: int) -> int:
        values = {"name": name, "list_price": price, "standard_price": price * 0.6123}
        return self.client("product.product", "create", {**values, "taxes_id": [(6, 0, [tax])]})

    def make_variant(self, name: str, quantity: int) -> int:
        variant = self.client("deal.variant", "create", {"lead_id": self.deal, "name": name})
        for product in self.products:
            values = {"variant_id": variant, "product_id": product, "quantity": quantity}
            values["is_optional"] = product == self.products[2]
            self.client("deal.variant.line", "create", values)
        return variant

    def read(self, model: str, record: int, *names: str) -> dict:
        [row] = self.client(model, "read", [record], fields=names)
        return row

    def read_offer(self, *names: str) -> dict:
        return self.read("deal.offer", self.offer, *names)

    def get_mail(self) -> EmailMessage:
        deadline = time.monotonic() + 20
        while not self.outbox.to(CLIENT) and time.monotonic() < deadline:
            time.sleep(0.2)
        [mail] = self.outbox.to(CLIENT)
        return mail


@pytest.fixture(scope="module", params=LANGUAGES)
def way(settings, request):
    template = databases.with_addon(settings, demo=True)
    with (
        databases.copied(settings, template) as database,
        Outbox() as outbox,
        OdooServer(settings, database, *outbox.arguments) as server,
    ):
        client = server.client()
        client("res.users", "write", [client.user_id], {"lang": request.param})
        client("res.company", "write", [1], {"portal_confirmation_pay": False})
        yield Way(server, outbox, request.param)


@pytest.fixture(scope="module")
def seller(way):
    pictures = way.server.settings.build / "screenshots"
    with browsing(way.server.url, pictures) as user:
        user.log_in("admin", "admin")
        yield user


def find_link(mail: EmailMessage) -> str:
    body = mail.get_body(("html",)).get_content()
    [link] = set(re.findall(r'href="([^"]*/offer/\d+\?access_token=[^"]*)"', body))
    return link


def amount_of(text: str) -> float:
    """Return the number in a text that a reader is shown, whatever the language."""
    digits = re.sub(r"[^\d.,]", "", text.translate(PERSIAN_DIGITS)).strip(".,")
    whole, cents = digits[:-3], digits[-2:]
    return float(f"{re.sub(r'[.,]', '', whole)}.{cents}")


def gross_of(page: Page, variant: int) -> float:
    page.wait_for_selector(".updating", state="detached")
    return amount_of(page.inner_text(f"[data-totals='{variant}'] dd[data-total=gross]"))


def test_the_preview_is_what_will_be_sent(way, seller):
    seller.open(f"crm.lead/{way.deal}", shows=".o_form_view")
    seller.page.click(".nav-link[name=offers]")
    seller.sees(".o_field_widget[name=deal_offer_ids] .o_data_row")
    seller.picture(f"{way.language}_offers_of_deal")
    assert not seller.overflows()
    with seller.page.expect_popup() as opened:
        seller.page.click(".o_data_row button[name=action_preview]")
    preview = opened.value
    frame = preview.frame_locator("iframe")
    frame.locator(".variant").first.wait_for()
    layouts = {}
    for layout in ("classic", "compact", "modern"):
        [template] = way.client("deal.offer.template", "search", [("layout", "=", layout)], limit=1)
        with preview.expect_response(re.compile("/preview/page")):
            preview.select_option("select[name=template]", str(template))
        frame.locator(f"html.{layout}").wait_for()
        preview.wait_for_timeout(300)
        preview.screenshot(path=seller.pictures / f"{way.language}_preview_{layout}.png")
        layouts[layout] = frame.locator("body").inner_text()
    assert way.read_offer("state", "snapshot") == {
        "id": way.offer,
        "state": "draft",
        "snapshot": False,
    }
    assert frame.locator("html").get_attribute("dir") == LANGUAGES[way.language]
    way.previewed = frame.locator(".variants").inner_text()
    preview.close()
    assert seller.faults == []


def test_the_offer_is_sent_from_the_deal(way, seller):
    seller.open(f"crm.lead/{way.deal}", shows=".o_form_view")
    seller.page.click(".nav-link[name=offers]")
    seller.page.click(".o_data_row button[name=action_send]")
    seller.sees(".modal .o_mail_composer_form_view, .modal .o_form_view")
    seller.picture(f"{way.language}_offer_composer")
    seller.page.click(".modal button[name=action_send_mail]")
    seller.page.wait_for_selector(".modal", state="detached")
    assert way.read_offer("state")["state"] == "sent"
    assert seller.faults == []
    link = find_link(way.get_mail())
    assert link.startswith(way.server.url)


def test_a_scanner_that_follows_the_link_is_not_counted(way):
    link = find_link(way.get_mail())
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(link, headers={"User-Agent": SCANNER}, method=method)
        assert urllib.request.urlopen(request).status == 200
    row = way.read_offer("state", "opening_count", "machine_count")
    assert (row["state"], row["opening_count"]) == ("sent", 0)
    assert row["machine_count"] >= 1


def test_the_client_opens_ticks_signs_and_accepts(way, seller):
    link = find_link(way.get_mail())
    with seller.somebody_else() as client:
        page = client.page
        page.goto(link)
        assert page.locator(".variants").inner_text() == way.previewed
        assert client.direction() == LANGUAGES[way.language]
        for word in ("standard_price", "purchase_price", "margin", "741.", "755."):
            assert word not in page.locator("main").inner_html()
        plus = way.variants[1]
        before = gross_of(page, plus)
        assert before == pytest.approx((1234.5 + 800) * 2 * 1.23, abs=0.011)
        page.wait_for_timeout(2600)
        page.check(f"input[name=option][value^='{plus}:']")
        page.wait_for_selector(".updating", state="detached")
        client.picture(f"{way.language}_offer_page")
        page.screenshot(
            path=client.pictures / f"{way.language}_offer_page_whole.png", full_page=True
        )
        total = gross_of(page, plus)
        assert total == pytest.approx(before + 99.99 * 2 * 1.23, abs=0.011)
        assert not client.overflows()
        page.check(f"input[name=variant][value='{plus}']")
        page.fill("input[name=name]", "Anna Nowak")
        box = page.locator(".signature canvas").bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 160, box["y"] + 60, steps=5)
        page.mouse.up()
        page.click(".accept button[type=submit]")
        page.wait_for_selector(".notice.accepted")
        client.picture(f"{way.language}_offer_accepted")
        assert client.faults == []
    row = way.read_offer("state", "sale_order_id", "opening_count", "signature", "accepted_amount")
    assert (row["state"], row["opening_count"]) == ("accepted", 1)
    assert row["signature"]
    order = way.read("sale.order", row["sale_order_id"][0], "amount_total", "state")
    assert order["amount_total"] == pytest.approx(total, abs=0.001)
    assert order["state"] == "sale"
    assert way.read("crm.lead", way.deal, "won_status")["won_status"] == "won"


def test_the_client_reads_it_on_a_phone(way, seller):
    link = find_link(way.get_mail())
    with seller.somebody_else() as client:
        client.page.set_viewport_size({"width": 360, "height": 760})
        client.page.goto(link)
        assert not client.overflows()
        path = client.pictures / f"{way.language}_offer_phone.png"
        client.page.screenshot(path=path, full_page=True)


def test_no_script_but_ours_runs_on_the_page(way, seller):
    """Put a script that somebody has uploaded on the page, as a hole in a text would."""
    values = {"name": "code.js", "raw": "window.isIntruded = true", "public": True}
    values["mimetype"] = "application/javascript"
    uploaded = way.client("ir.attachment", "create", values)
    sources = [f"/web/content/{uploaded}", f"/web/content/{uploaded}?download=true"]
    link = find_link(way.get_mail())
    with seller.somebody_else() as client:
        client.page.goto(link)
        for source in (*sources, "/sales_deals/static/offer/preview.js", ""):
            refused = client.page.evaluate(PUT_SCRIPT, source)
            assert refused == "script-src-elem", source
        assert client.page.evaluate("window.isIntruded") is None
        assert client.page.evaluate("document.scripts[0].nonce")
        assert client.page.evaluate("navigator.sendBeacon(document.body.dataset.seenUrl, '{}')")


def test_the_pdf_comes_from_the_same_offer(way, seller):
    link = find_link(way.get_mail()).replace("?", "/pdf?")
    response = seller.page.request.get(link)
    assert response.status == 200
    content = response.body()
    assert content.startswith(b"%PDF")
    (seller.pictures / f"{way.language}_offer.pdf").write_bytes(content)


def test_the_salesperson_sees_who_opened_it(way, seller):
    seller.open(f"action-sales_deals.deal_offer_action/{way.offer}", shows=".o_form_view")
    seller.sees(".o_field_widget[name=view_ids] .o_data_row")
    seller.picture(f"{way.language}_offer_form")
    assert seller.faults == []


def test_of_several_who_ask_for_the_pdf_one_has_it_drawn(way):
    offer = make_second_offer(way)
    url = way.read("deal.offer", offer, "page_url")["page_url"].replace("?", "/pdf?")
    before = way.server.output().count(DRAWN)
    with ThreadPoolExecutor(4) as readers:
        answers = list(readers.map(requests.get, [url] * 4))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert way.server.output().count(DRAWN) == before + 1


def test_of_two_clients_at_the_same_moment_one_is_accepted(way):
    """Accept different variants from two browsers: one makes an order, the other is told."""
    offer = make_second_offer(way)
    url = way.read("deal.offer", offer, "page_url")["page_url"]
    sessions = [requests.Session() for _variant in way.variants]
    forms = []
    for session, variant in zip(sessions, way.variants, strict=True):
        page = session.get(url).text
        [address] = re.findall(r'action="([^"]*/accept[^"]*)"', page)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        data = {"variant": variant, "name": f"Client {variant}", "csrf_token": token}
        forms.append((session, way.server.url + address.replace("&amp;", "&"), data))
    with ThreadPoolExecutor(len(forms)) as clients:
        answers = list(clients.map(lambda form: form[0].post(form[1], data=form[2]), forms))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    accepted = way.read("deal.offer", offer, "signed_by")["signed_by"]
    assert all(accepted in answer.text for answer in answers)
    orders = way.client("sale.order", "search_count", [("signed_by", "like", "Client ")])
    assert orders == 1


def make_second_offer(way: Way) -> int:
    """Send an offer of two variants on another deal; `way` is about these from then on."""
    [row] = way.client("crm.lead", "read", [way.deal], fields=["partner_id", "user_id"])
    values = {"name": "At once", "type": "opportunity", "partner_id": row["partner_id"][0]}
    way.deal = way.client("crm.lead", "create", {**values, "user_id": row["user_id"][0]})
    way.variants = [way.make_variant(name, 1) for name in ("One", "Two")]
    offer = way.client("deal.offer", "create", {"lead_id": way.deal})
    way.client("deal.offer", "action_mark_sent", [offer])
    return offer
