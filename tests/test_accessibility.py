"""Whether everybody can use the client's pages: WCAG 2.2 AA, in every state of an offer."""

import pytest
import requests

from scripts import databases, postgres
from tests.support.axe import find_barriers
from tests.support.browser import browsing
from tests.support.server import OdooServer

LANGUAGES = ("en_US", "fa_IR", "pl_PL")
LAYOUTS = ("classic", "modern", "compact")
SIZES = {1366: 768, 390: 844}
YESTERDAY = "UPDATE deal_offer SET valid_until = current_date - 1 WHERE id = {offer}"


class Offers:
    """Offers of two variants with options and a picture of each, in one language."""

    def __init__(self, server: OdooServer, language: str) -> None:
        self.server, self.client, self.language = server, server.client(), language
        self.partner = self._create(
            "res.partner", name=f"Client {language}", email="client@example.com", lang=language
        )
        self.products = [
            self._create("product.product", name=name, list_price=price, standard_price=1)
            for name, price in (("Window", 1234.5), ("Blinds", 99.99))
        ]

    def send(self, layout: str = "modern", variants: int = 2) -> str:
        """Send one, and return the address of its page."""
        values = {"name": f"Offer {layout}", "type": "opportunity", "partner_id": self.partner}
        deal = self._create("crm.lead", **values)
        for number in range(1, variants + 1):
            self._make_variant(deal, number)
        domain = [("layout", "=", layout)]
        [template] = self.client("deal.offer.template", "search", domain, limit=1)
        self.client("deal.offer.template", "write", [template], {"shows_comparison": True})
        self.offer = self._create("deal.offer", lead_id=deal, template_id=template)
        self.client("deal.offer", "action_mark_sent", [self.offer])
        [row] = self.client("deal.offer", "read", [self.offer], fields=["page_url"])
        return row["page_url"]

    def _make_variant(self, deal: int, number: int) -> None:
        lines = [{"display_type": "line_section", "name": "Windows"}]
        for product in self.products:
            is_optional = product == self.products[1]
            lines.append({"product_id": product, "quantity": number, "is_optional": is_optional})
        self._create(
            "deal.variant",
            lead_id=deal,
            name=f"Variant {number}",
            line_ids=[(0, 0, line) for line in lines],
        )

    def _create(self, model: str, **values) -> int:
        return self.client(model, "create", values)


@pytest.fixture(scope="module")
def server(settings):
    template = databases.with_addon(settings, demo=True)
    with (
        databases.copied(settings, template) as database,
        OdooServer(settings, database) as server,
    ):
        server.client()("ir.config_parameter", "set_param", "web.base.url", server.url)
        yield server


@pytest.fixture(scope="module", params=LANGUAGES)
def offers(server, request):
    return Offers(server, request.param)


@pytest.fixture(scope="module")
def reader(server):
    with browsing(server.url, server.settings.build / "screenshots") as user:
        yield user


def assert_open_to_all(reader, offers, name: str) -> None:
    """Check what is on the screen, at both sizes."""
    barriers = []
    for width, height in SIZES.items():
        reader.page.set_viewport_size({"width": width, "height": height})
        reader.page.wait_for_timeout(200)
        found = find_barriers(offers.server.settings, reader.page)
        barriers += [f"{width}: {barrier}" for barrier in found]
    reader.picture(f"{offers.language}_open_to_all_{name}")
    assert not barriers, "\n".join(barriers)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_offer_of_two_variants(offers, reader, layout):
    reader.page.goto(offers.send(layout))
    assert reader.page.locator(".comparison").count() == 1
    assert_open_to_all(reader, offers, layout)
    reader.page.check("input[name=option] >> nth=0")
    reader.page.wait_for_selector(".updating", state="detached")
    reader.page.click(".decline summary")
    assert_open_to_all(reader, offers, f"{layout}_ticked")


def test_an_offer_of_one_variant(offers, reader):
    reader.page.goto(offers.send(variants=1))
    assert_open_to_all(reader, offers, "one_variant")


def test_an_offer_that_is_accepted(offers, reader):
    reader.page.goto(offers.send())
    reader.page.check("input[name=variant] >> nth=0")
    reader.page.fill("input[name=name]", "Anna Nowak")
    reader.page.click(".accept button[type=submit]")
    reader.page.wait_for_selector(".notice.accepted")
    assert_open_to_all(reader, offers, "accepted")


def test_an_offer_that_is_declined(offers, reader):
    reader.page.goto(offers.send())
    reader.page.click(".decline summary")
    reader.page.select_option("select[name=reason]", index=1)
    reader.page.click(".decline button[type=submit]")
    reader.page.wait_for_selector(".notice.declined")
    assert_open_to_all(reader, offers, "declined")


def test_a_question_that_is_sent_and_one_that_is_refused(offers, reader):
    reader.page.goto(offers.send())
    reader.page.fill("textarea[name=question]", "   ")
    reader.page.click(".ask button[type=submit]")
    reader.page.wait_for_selector(".notice.failed")
    assert_open_to_all(reader, offers, "refused")
    reader.page.fill("textarea[name=question]", "When?")
    reader.page.click(".ask button[type=submit]")
    reader.page.wait_for_selector(".notice:not(.failed)")
    assert_open_to_all(reader, offers, "asked")


def test_an_offer_that_has_expired(offers, reader):
    url = offers.send()
    sql = YESTERDAY.format(offer=offers.offer)
    postgres.query(offers.server.settings, sql, offers.server.database)
    reader.page.goto(url)
    reader.page.wait_for_selector(".notice.expired")
    assert_open_to_all(reader, offers, "expired")


def test_a_link_that_is_not_valid(offers, reader):
    url = f"{offers.server.url}/offer/1?access_token=none"
    assert requests.get(url).status_code == 404
    reader.page.goto(url)
    assert_open_to_all(reader, offers, "invalid")
