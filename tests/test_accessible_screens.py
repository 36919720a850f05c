"""Whether everybody can use what is ours on the screens of users: names, roles and keys."""

import pytest

from tests.support.axe import find_barriers_in
from tests.support.browser import browsing

DEAL = "Windows for the primary school"
#: Of Odoo's list: its menu of columns has no name.
OF_THE_LIST = (".o_optional_columns_dropdown",)


@pytest.fixture(scope="module")
def seller(odoo_server):
    with browsing(odoo_server.url, odoo_server.settings.build / "screenshots") as user:
        user.log_in("admin", "admin")
        yield user


@pytest.fixture
def deal(odoo_server, seller):
    """Open the deal that has a calculation."""
    [found] = odoo_server.client()("crm.lead", "search", [("name", "=", DEAL)])
    seller.open(f"deals/{found}", shows=".o_form_view")
    seller.page.click(".nav-link[name=calculation]")
    seller.sees(".o_calculation .o_data_row")
    return found


def assert_ours_is_open_to_all(seller, odoo_server, *roots: str, others=()) -> None:
    barriers = find_barriers_in(odoo_server.settings, seller.page, roots, others)
    assert not barriers, "\n".join(barriers)


def test_the_form_of_a_deal(odoo_server, seller, deal):
    roots = (".o_deal_panel", ".o_calculation", ".o_deal_chatter_filters")
    assert_ours_is_open_to_all(seller, odoo_server, *roots, others=OF_THE_LIST)


def test_a_line_that_is_edited(odoo_server, seller, deal):
    """Each field of the row is called as its column."""
    seller.page.click(".o_calculation .o_data_row td[name=price_unit] >> nth=0")
    field = seller.page.locator(".o_selected_row td[name=price_unit] input")
    field.wait_for()
    assert_ours_is_open_to_all(seller, odoo_server, ".o_calculation", others=OF_THE_LIST)
    heading = seller.page.inner_text(".o_calculation th[data-name=price_unit]")
    assert field.get_attribute("aria-label") == heading.strip()
    seller.page.keyboard.press("Escape")


@pytest.mark.parametrize("key", ["Shift+F10", "ContextMenu"])
def test_the_menu_of_a_line_opens_by_keyboard(seller, deal, key):
    seller.page.click(".o_calculation .o_data_row td[name=price_unit] >> nth=0")
    seller.page.locator(".o_selected_row td[name=price_unit] input").press(key)
    seller.sees(".o_popover [data-action]")
    seller.page.keyboard.press("ArrowDown")
    seller.page.wait_for_selector(".o_popover [data-action]:focus, .o_popover .focus")
    seller.page.keyboard.press("Escape")
    seller.page.wait_for_selector(".o_popover [data-action]", state="detached")
    seller.page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("button", "part"),
    [
        (".o_calculation_compare", ".modal .o_calculation_comparison"),
        ("[data-fact=decision] button", ".modal .o_deal_history"),
    ],
)
def test_the_dialogues_of_a_deal(odoo_server, seller, deal, button, part):
    seller.page.click(button)
    assert_ours_is_open_to_all(seller, odoo_server, part)
    seller.page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("deals", ".o_deal_edit_in_list"),
        ("action-sales_team.crm_team_action_sales", ".o_deal_team_figures"),
    ],
)
def test_the_other_screens(odoo_server, seller, path, part):
    seller.open(path, shows=part)
    assert_ours_is_open_to_all(seller, odoo_server, part)
