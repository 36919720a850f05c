"""The ten jobs with the addon, in the fewest clicks and keys that we found."""

from tests.clicks.facts import Facts
from tests.support.hands import Hands

LINE = ".o_calculation .o_data_row"
TOTAL = ".o_calculation_totals [data-name=amount_untaxed]"
ADD_PRODUCT = ".o_calculation .o_add_product"
MENU_ITEM = ".o-dropdown--menu .dropdown-item"
TABLE = "Window\t12\nDoor\t3\nMontage\t15\nWindow\t4\nDoor\t2\n"


def _open(hands: Hands, deal: int, shows: str = ".o_calculation") -> None:
    hands.user.open(f"crm/{deal}", shows=shows)


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
    hands.click(".o_calculation_add")
    hands.choose("Win")
    for name in ("Doo", "Mon"):
        hands.click(ADD_PRODUCT)
        hands.choose(name)
    hands.sees(".o_calculation_totals [data-name=profit]:has-text('1,150.00')")


def reach_a_total(hands: Hands, facts: Facts) -> None:
    """Bring 3,900 down to 3,500: type it over the total."""
    _open(hands, facts.make_priced_deal(), shows=LINE)
    hands.click(f"{TOTAL} button")
    hands.type("3500")
    hands.press("Enter")
    hands.sees(f"{TOTAL}:has-text('3,500.00')")


def second_variant(hands: Hands, facts: Facts) -> None:
    """Offer the same with a cheaper door, and see both beside each other."""
    _open(hands, facts.make_priced_deal(), shows=LINE)
    hands.click(".o_calculation_menu")
    hands.click(f"{MENU_ITEM}:has-text('Duplicate')")
    hands.sees(".o_calculation_tab .active:not(:has(.fa-star))")
    hands.click(f"{LINE}:has-text('Door') td[name=price_unit]")
    hands.type("2000")
    hands.press("Tab")
    hands.sees(f"{TOTAL}:has-text('3,400.00')")
    hands.click(".o_calculation_compare")
    hands.sees(".modal:has-text('3,900.00'):has-text('3,400.00')")


def paste_a_table(hands: Hands, facts: Facts) -> None:
    """Take over five lines of a customer's table."""
    _open(hands, facts.make_deal())
    hands.click(".o_calculation_add")
    hands.click(".o_calculation a:has-text('Paste a table')")
    hands.paste(TABLE)
    hands.click(".modal footer .btn-primary")
    hands.sees(f"{TOTAL}:has-text('34,500.00')")


def send_an_offer(hands: Hands, facts: Facts) -> None:
    """Send what was priced."""
    _open(hands, facts.make_priced_deal(), shows=LINE)
    hands.click("button[name=action_deal_new_offer] >> visible=true")
    hands.click("button[name=action_send] >> visible=true")
    hands.click(".modal button[name=action_send_mail]")
    hands.sees(".o_arrow_button_current:has-text('Sent')")


def was_it_read(hands: Hands, facts: Facts) -> None:
    """See whether the client has opened it: in the panel."""
    deal = facts.make_sent_deal()
    facts.open_as_client(hands.user, deal)
    _open(hands, deal, shows=".o_deal_panel")
    hands.sees(".o_deal_panel:has-text('Openings: 1')")


def yes_by_phone(hands: Hands, facts: Facts) -> None:
    """Record that the client has agreed: an order, and a deal that is won."""
    _open(hands, facts.make_sent_deal())
    hands.click("[data-fact=offer] a.o_force_ltr")
    hands.click("button[name=action_tell_accepted] >> visible=true")
    hands.click(".modal footer .btn-primary")
    hands.sees(".o_arrow_button_current:has-text('Accepted')")


def call_done(hands: Hands, facts: Facts) -> None:
    """Tick a call off, and plan the next step."""
    _open(hands, facts.make_deal_with_call())
    hands.click(".o_deal_panel [data-action=done]")
    hands.click(".o-mail-ActivityMarkAsDone button[aria-label='Done']")
    hands.click(".o_deal_panel .o_deal_next_steps .btn-primary")
    hands.sees(".o_deal_panel [data-action=done]")


def merge_two(hands: Hands, facts: Facts) -> None:
    """Merge two deals of one customer."""
    _open(hands, facts.make_twins())
    hands.click(".o_deal_duplicate_merge")
    hands.click(".modal footer .btn-primary")
    hands.sees(".o_form_view")
