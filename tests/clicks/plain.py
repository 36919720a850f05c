"""The ten jobs in plain Odoo, in the fewest clicks and keys that we found."""

from tests.clicks.facts import Facts
from tests.support.hands import Hands

DEAL_MENU = ".o-dropdown--menu .o-dropdown-item"
PRICE = ".o_data_row:has-text('{}') td[name=price_unit]"
ADD_PRODUCT = ".o_field_x2many_list_row_add a:has-text('Add a product')"
QUOTATIONS = "button[name=action_view_sale_quotation]"


def _open(hands: Hands, deal: int) -> None:
    hands.user.open(f"crm/{deal}", shows=".o_form_view")


def _back_to_deal(hands: Hands) -> None:
    hands.click(".o_breadcrumb a:has-text('New building')")


def new_deal(hands: Hands, facts: Facts) -> None:
    """Add a deal of a known customer in the pipeline."""
    hands.user.open("crm", shows=".o_kanban_view")
    hands.click(".o-kanban-button-new")
    hands.choose("Hot")
    hands.click(".o_kanban_add")
    hands.sees(".o_kanban_record:has-text('Hotel Baltic')")


def three_products(hands: Hands, facts: Facts) -> None:
    """Enter three products, and see their margin."""
    _open(hands, facts.make_deal())
    hands.click("button[name=action_sale_quotations_new]")
    for name in ("Win", "Doo", "Mon"):
        hands.click(ADD_PRODUCT)
        hands.choose(name)
    hands.sees("[name=margin]:has-text('1,150.00')")


def reach_a_total(hands: Hands, facts: Facts) -> None:
    """Bring 3,900 down to 3,500, by prices that one works out in one's head."""
    _open(hands, facts.make_priced_deal())
    hands.click(QUOTATIONS)
    for name, price in (("Window", "900"), ("Door", "2200")):
        hands.click(PRICE.format(name))
        hands.type(price)
    hands.press("Tab")
    hands.sees("[name=tax_totals]:has-text('3,500.00')")


def second_variant(hands: Hands, facts: Facts) -> None:
    """Offer the same with a cheaper door, and see both beside each other."""
    _open(hands, facts.make_priced_deal())
    hands.click(QUOTATIONS)
    hands.click(".o_cp_action_menus button:has(.fa-cog)")
    hands.click(f"{DEAL_MENU}:has-text('Duplicate')")
    hands.sees(".o_breadcrumb:has-text('New building')")
    hands.click(PRICE.format("Door"))
    hands.type("2000")
    hands.press("Tab")
    hands.sees("[name=tax_totals]:has-text('3,400.00')")
    _back_to_deal(hands)
    hands.click(QUOTATIONS)
    hands.sees(".o_data_row:has-text('3,910.00')")
    hands.sees(".o_data_row:has-text('4,485.00')")


def paste_a_table(hands: Hands, facts: Facts) -> None:
    """Take over five lines of a customer's table, which one types off here."""
    _open(hands, facts.make_deal())
    hands.click("button[name=action_sale_quotations_new]")
    for name, quantity in (("Win", 12), ("Doo", 3), ("Mon", 15), ("Win", 4), ("Doo", 2)):
        hands.click(ADD_PRODUCT)
        hands.choose(name)
        hands.click(".o_selected_row td[name=product_uom_qty] input")
        hands.type(f"{quantity}")
    hands.press("Tab")
    hands.sees("[name=tax_totals]:has-text('34,500.00')")


def send_an_offer(hands: Hands, facts: Facts) -> None:
    """Send what was priced."""
    _open(hands, facts.make_priced_deal())
    hands.click(QUOTATIONS)
    hands.click("button[name=action_quotation_send]")
    hands.click(".modal button[name=action_send_mail]")
    hands.sees(".o_arrow_button_current:has-text('Quotation Sent')")


def was_it_read(hands: Hands, facts: Facts) -> None:
    """See whether the client has opened it: a line in the chatter of the quotation."""
    deal = facts.make_sent_deal()
    facts.open_as_client(hands.user, deal)
    _open(hands, deal)
    hands.click(QUOTATIONS)
    hands.sees(".o-mail-Message:has-text('viewed')")


def yes_by_phone(hands: Hands, facts: Facts) -> None:
    """Record that the client has agreed: an order, and a deal that is won."""
    _open(hands, facts.make_sent_deal())
    hands.click(QUOTATIONS)
    hands.click("button[name=action_confirm] >> visible=true")
    _back_to_deal(hands)
    hands.click("button[name=action_set_won_rainbowman] >> visible=true")
    hands.sees(".ribbon:has-text('Won')")


def call_done(hands: Hands, facts: Facts) -> None:
    """Tick a call off, and plan the next step."""
    _open(hands, facts.make_deal_with_call())
    hands.click(".o-mail-Activity-markDone")
    hands.click(".o-mail-ActivityMarkAsDone button[aria-label='Done and Schedule Next']")
    hands.click(".modal button:has-text('Schedule')")
    hands.sees(".o-mail-Activity:has-text('To-Do')")


def merge_two(hands: Hands, facts: Facts) -> None:
    """Merge two deals of one customer."""
    _open(hands, facts.make_twins())
    hands.click("button[name=action_show_potential_duplicates]")
    hands.click(".o_switch_view.o_list")
    hands.click("thead .o_list_record_selector input")
    hands.click(".o_control_panel_actions button:has-text('Actions')")
    hands.click(f"{DEAL_MENU}:has-text('Merge')")
    hands.click(".modal button[name=action_merge]")
    hands.sees(".o_form_view")
