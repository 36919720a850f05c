"""Whether salespeople see a calculation whole, on a laptop, beside the chatter and on a phone."""

import pytest

from tests.support.browser import browsing

LANGUAGES = ("en_US", "fa_IR", "pl_PL")
LAPTOP = {"width": 1366, "height": 768}
DESKTOP = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
#: Twelve digits, as an amount in rials may have.
LARGE = 123456789012.0
ROW = ".o_calculation .o_data_row"
#: Cells and headings of the calculation whose text goes beyond them.
CUT = """() =>
    [...document.querySelectorAll(".o_calculation .o_list_table :is(th, .o_data_row td)")]
    .filter((cell) => {
        const text = document.createRange();
        text.selectNodeContents(cell);
        const inner = text.getBoundingClientRect();
        const outer = cell.getBoundingClientRect();
        return inner.width && (inner.left < outer.left - 1 || inner.right > outer.right + 1);
    })
    .map((cell) => cell.textContent.trim())"""
TOO_WIDE = """() => {
    const table = document.querySelector(".o_calculation .o_list_table");
    return table.scrollWidth - table.parentNode.clientWidth;
}"""
#: What can be scrolled sideways, of the form's page.
SIDEWAYS = """() => [
        document.documentElement,
        ...document.querySelectorAll(
            ".o_content, .o_form_view, .o_form_renderer, .o_form_sheet_bg, .o_calculation"
        ),
    ]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.className)"""


@pytest.fixture(scope="module")
def deals(odoo_server):
    """Yield a deal with amounts as of dollars and one with large ones, by their ids."""
    client = odoo_server.client()
    product = client(
        "product.product",
        "create",
        {
            "name": "Entrance door with side panel",
            "list_price": 1234.5,
            "standard_price": 800,
            "description_sale": "Triple glazed, 1200 x 1400 mm, white",
        },
    )
    rials = client(
        "res.currency", "search", [("name", "=", "IRR"), ("active", "in", [True, False])]
    )
    client("res.currency", "write", rials, {"active": True})
    price_list = client("product.pricelist", "create", {"name": "Rials", "currency_id": rials[0]})
    large = {"list_price": LARGE, "cost": LARGE * 0.8}
    made = [
        # A price of 386.40 that is no exact number, and one of 74.285714.
        _make_deal(
            client,
            product,
            {},
            [{"list_price": 420, "discount": 8}, {"cost": 52, "margin": 0.3}],
        ),
        _make_deal(
            client,
            product,
            {"pricelist_id": price_list},
            [{**large, "price_unit": LARGE}, {**large, "margin": 0.33, "is_locked": True}],
        ),
    ]
    yield made
    # The server is that of other tests, too.
    client("crm.lead", "unlink", made)
    client("product.pricelist", "unlink", [price_list])
    client("product.product", "unlink", [product])


def _make_deal(client, product, terms, lines):
    deal = client(
        "crm.lead",
        "create",
        {"name": "Windows and doors for the primary school", "type": "opportunity"},
    )
    variant = client("deal.variant", "create", {"lead_id": deal, **terms})
    section = {"display_type": "line_section", "name": "Ground floor"}
    for line in (section, *({"product_id": product, "quantity": 5, **line} for line in lines)):
        client("deal.variant.line", "create", {"variant_id": variant, **line})
    return deal


@pytest.fixture(scope="module", params=LANGUAGES)
def user(odoo_server, request):
    """Yield the administrator, who sees costs, in one of the languages."""
    client = odoo_server.client()
    client("res.users", "write", [client.user_id], {"lang": request.param})
    with browsing(odoo_server.url, odoo_server.settings.build / "screenshots") as user:
        user.log_in("admin", "admin")
        user.language = request.param
        yield user
    client("res.users", "write", [client.user_id], {"lang": "en_US"})


def _open(user, deal, size, shows=ROW):
    user.page.set_viewport_size(size)
    user.open(f"deals/{deal}", shows=shows)


@pytest.mark.parametrize("size", [LAPTOP, DESKTOP], ids=["laptop", "desktop"])
def test_nothing_of_the_columns_is_cut(user, deals, size):
    for number, deal in enumerate(deals):
        _open(user, deal, size)
        user.picture(f"{user.language}_calculation_{size['width']}_{number}")
        assert user.page.evaluate(CUT) == []
        assert user.page.evaluate(TOO_WIDE) <= 0
    assert user.faults == []


def test_the_first_line_is_seen_without_scrolling(user, deals):
    _open(user, deals[0], LAPTOP)
    line = user.page.locator(f"{ROW}.o_is_product").first.bounding_box()
    assert line["y"] + line["height"] <= LAPTOP["height"]


def test_a_phone_shows_cards_and_scrolls_up_and_down_only(user, deals):
    for number, deal in enumerate(deals):
        _open(user, deal, PHONE, shows=".o_calculation .o_kanban_record")
        user.page.locator(".o_calculation").scroll_into_view_if_needed()
        user.picture(f"{user.language}_calculation_phone_{number}")
        assert user.page.evaluate(SIDEWAYS) == []
    assert user.page.locator(".o_calculation .o_kanban_record:not(.o_kanban_ghost)").count() == 3


def test_a_line_is_typed_in_its_form_on_a_phone(user, deals, odoo_server):
    client = odoo_server.client()
    _open(user, deals[0], PHONE, shows=".o_calculation .o_kanban_record")
    user.page.locator(".o_calculation .o_kanban_record").nth(1).click()
    user.sees(".modal .o_field_widget[name=margin] input")
    user.page.fill(".modal .o_field_widget[name=margin] input", "20")
    user.page.keyboard.press("Tab")
    user.page.wait_for_timeout(1000)
    user.picture(f"{user.language}_calculation_phone_line")
    assert user.page.evaluate(SIDEWAYS) == []
    user.page.click(".modal .o_form_button_save")
    user.page.wait_for_selector(".modal", state="detached")
    user.sees(".o_calculation .o_kanban_record:has(.fa-thumb-tack)")
    [line] = client(
        "deal.variant.line",
        "search_read",
        [("lead_id", "=", deals[0]), ("product_id", "!=", False)],
        ["held", "margin"],
        limit=1,
    )
    assert (line["held"], round(line["margin"], 4)) == ("margin", 0.2)


def test_a_phone_has_one_menu_to_add_lines(user, deals):
    _open(user, deals[0], PHONE, shows=".o_calculation .o_kanban_record")
    user.page.click(".o_calculation_add_line")
    user.sees(".o-dropdown--menu .o_add_product")
    assert user.page.locator(".o-dropdown--menu .o-dropdown-item").count() >= 8
    user.picture(f"{user.language}_calculation_phone_add")
    user.page.keyboard.press("Escape")


def test_opening_a_deal_asks_once(user, deals):
    asked = []

    def note(request):
        asked.append(request.url.rpartition("/")[2])

    user.page.on("request", note)
    for size in (LAPTOP, DESKTOP):
        for deal in deals:
            # A page of before may ask anew when its window changes.
            user.page.goto("about:blank")
            asked.clear()
            _open(user, deal, size)
            names = ("get_deal_opening", "get_tabs", "get_deal_panel")
            assert [asked.count(name) for name in names] == [1, 0, 0]
            # Odoo's own question comes first, and the form does not wait for ours.
            assert asked.index("web_read") < asked.index("get_deal_opening")
    user.page.remove_listener("request", note)


def test_the_whole_width_is_remembered(user, deals):
    _open(user, deals[0], DESKTOP)
    narrow = user.page.locator(".o_calculation").bounding_box()["width"]
    user.page.click(".o_calculation_width")
    user.sees(".o_calculation_wide")
    _open(user, deals[0], DESKTOP)
    wide = user.page.locator(".o_calculation").bounding_box()["width"]
    user.picture(f"{user.language}_calculation_wide")
    user.page.click(".o_calculation_width")
    user.sees(".o_deal_panel")
    assert wide > narrow + 500
    assert wide > 0.9 * DESKTOP["width"]
