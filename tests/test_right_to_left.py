"""Screens from right to left, by what a Persian reader sees of them at usual widths."""

import pytest

from tests.support.browser import browsing

WIDTHS = {390: 844, 1366: 768, 1440: 900, 1920: 1080}
DEAL = "پنجره‌های برج مسکونی البرز، ۲۴ طبقه"
#: Texts whose first letter lies outside of what cuts them off.
BEHEADED = """(roots) => {
    const cut = new Set();
    const clips = (element) => getComputedStyle(element).overflowX !== "visible";
    for (const root of document.querySelectorAll(roots)) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const begin = node.data.search(/\\S/);
            if (begin < 0 || !node.parentElement.checkVisibility({ opacityProperty: true })) {
                continue;
            }
            const range = document.createRange();
            range.setStart(node, begin);
            range.setEnd(node, begin + 1);
            const letter = range.getBoundingClientRect();
            let box = node.parentElement;
            while (box !== document.body && !clips(box)) {
                box = box.parentElement;
            }
            const edge = box.getBoundingClientRect();
            const scrolls = ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
            const isOutside = letter.left < edge.left - 1 || letter.right > edge.right + 1;
            if (letter.width && !scrolls && isOutside) {
                cut.add(node.data.trim());
            }
        }
    }
    return [...cut];
}"""


@pytest.fixture(scope="module")
def reader(odoo_server):
    """Yield the owner of the demo's deals, as a reader of Persian."""
    client = odoo_server.client()
    [admin] = client("res.users", "search", [("login", "=", "admin")])
    client("res.users", "write", [admin], {"lang": "fa_IR"})
    with browsing(odoo_server.url, odoo_server.settings.build / "screenshots") as user:
        user.log_in("admin", "admin")
        assert user.direction() == "rtl"
        yield user
    client("res.users", "write", [admin], {"lang": "en_US"})


@pytest.fixture(scope="module")
def deal(odoo_server) -> int:
    [found] = odoo_server.client()("crm.lead", "search", [("name", "=", DEAL)])
    return found


@pytest.fixture(params=WIDTHS)
def width(reader, request) -> int:
    reader.page.set_viewport_size({"width": request.param, "height": WIDTHS[request.param]})
    return request.param


@pytest.mark.parametrize("path", ["crm", "deals"])
def test_no_text_of_a_list_loses_its_beginning(reader, width, path):
    reader.open(path, shows=".o_view_controller")
    if width > 390:
        reader.page.click(".o_switch_view.o_list")
        reader.sees(".o_list_view .o_data_row")
    assert reader.page.evaluate(BEHEADED, ".o_data_cell, .o_kanban_record") == []
    assert not reader.overflows()


def test_no_text_of_a_deal_loses_its_beginning(reader, width, deal):
    reader.open(f"deals/{deal}", shows=".o_deal_panel")
    for tab in ("calculation", "offers", "lead", "competitors"):
        reader.page.click(f".nav-link[name={tab}]")
        reader.settle()
        assert reader.page.evaluate(BEHEADED, ".o_form_sheet_bg") == []
        assert not reader.overflows()


def test_the_panel_leaves_room_for_the_form(reader, width, deal):
    reader.open(f"deals/{deal}", shows=".o_deal_panel")
    sheet = reader.page.locator(".o_form_sheet").bounding_box()
    panel = reader.page.locator(".o_deal_panel").bounding_box()
    assert sheet["width"] > min(width - 40, 700)
    is_above = panel["y"] + panel["height"] <= sheet["y"]
    assert is_above == (width in (390, 1440))
