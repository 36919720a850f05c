"""What users see in a real browser, in English, Persian and Polish; pictures of it are kept."""

import re

import pytest

from tests.support.browser import VIEWPORT, browsing

LANGUAGES = {"en_US": "ltr", "fa_IR": "rtl", "pl_PL": "ltr"}
EXPECTED_DECISION = {
    "en_US": "Expected Decision",
    "fa_IR": "تاریخ پیش‌بینی‌شدهٔ تصمیم",
    "pl_PL": "Przewidywana data decyzji",
}
DEAL = "Windows for the primary school"


class Facts:
    """Ids and names in the user's language that the test looks for."""

    def __init__(self, client, language: str) -> None:
        self.client = client
        self.context = {"lang": language}
        self.deal = self._find("crm.lead", [("name", "=", DEAL)])
        [self.row] = client(
            "crm.lead", "read", [self.deal], fields=["deal_number", "deal_process_id", "stage_id"]
        )
        self.process = self.row["deal_process_id"][0]
        self.stages = client(
            "crm.stage", "search", [("deal_process_id", "=", self.process)], order="sequence"
        )
        action = self._find("ir.actions.act_window", [("res_model", "=", "deal.process.change")])
        self.change_process = self._name("ir.actions.act_window", action)
        self.process_name = self._name("deal.process", self.process)
        first = client("deal.process", "search", [], limit=1)
        self.first_process = self._name("deal.process", first[0])

    def stage_of_deal(self) -> int:
        [row] = self.client("crm.lead", "read", [self.deal], fields=["stage_id"])
        return row["stage_id"][0]

    def _find(self, model: str, domain: list) -> int:
        [found] = self.client(model, "search", domain)
        return found

    def _name(self, model: str, record: int) -> str:
        [row] = self.client(model, "read", [record], fields=["name"], context=self.context)
        return row["name"]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def facts(odoo_server, language):
    return Facts(odoo_server.client(), language)


@pytest.fixture(scope="module")
def user(odoo_server, language):
    """Yield a sales manager who speaks the language and is logged in."""
    client = odoo_server.client()
    login = f"manager_{language}"
    groups = [
        client("ir.model.data", "check_object_reference", "sales_team", "group_sale_manager")[1]
    ]
    values = {"name": login, "login": login, "password": login, "lang": language}
    client("res.users", "create", {**values, "group_ids": [(4, group) for group in groups]})
    pictures = odoo_server.settings.build / "screenshots"
    with browsing(odoo_server.url, pictures) as user:
        user.log_in(login, login)
        user.language = language
        yield user
        client(
            "res.users",
            "write",
            [client("res.users", "search", [("login", "=", login)])[0]],
            {"active": False},
        )


def keep(user, name: str) -> None:
    """Take a picture, and check what must be true of every page."""
    user.picture(f"{user.language}_{name}")
    assert user.direction() == LANGUAGES[user.language]
    assert not user.overflows()
    assert user.faults == []


def open_all_deals(user):
    """Open the list and take away the filters that it begins with: one's own open deals."""
    user.open("deals", shows=".o_searchview_facet:has(.fa-filter)")
    filters = user.page.locator(".o_searchview_facet:has(.fa-filter) .o_facet_remove")
    assert filters.count() == 2
    filters.first.click()
    filters.first.click()
    user.sees(".o_data_row")


def test_the_list_shows_numbers(user, facts):
    open_all_deals(user)
    number = facts.row["deal_number"]
    assert user.page.locator(f"td[name=deal_number]:has-text('{number}')").count() == 1
    assert user.page.inner_text("th[data-name=date_deadline]") == EXPECTED_DECISION[user.language]
    keep(user, "list")


def test_a_number_is_found(user, facts):
    open_all_deals(user)
    user.page.fill(".o_searchview_input", facts.row["deal_number"])
    # Enter chooses among what is offered, which takes its time to appear.
    user.sees(".o_searchview_autocomplete .o-dropdown-item.focus")
    user.page.keyboard.press("Enter")
    user.page.wait_for_function("document.querySelectorAll('.o_data_row').length === 1")
    user.sees(f".o_data_row:has-text('{DEAL}')")


def test_a_deal_moves_along_its_process(user, facts):
    user.open(f"deals/{facts.deal}", shows=".o_deal_number")
    assert facts.row["deal_number"] in user.page.inner_text(".o_deal_number")
    offered = user.page.locator(".o_statusbar_status button[data-value]")
    values = {int(button.get_attribute("data-value")) for button in offered.all()}
    assert values == set(facts.stages)
    for stage in (facts.stages[2], facts.stages[1]):
        user.page.click(f".o_statusbar_status button[data-value='{stage}']")
        user.sees(f".o_statusbar_status button.o_arrow_button_current[data-value='{stage}']")
        assert facts.stage_of_deal() == stage
    assert EXPECTED_DECISION[user.language] in user.page.inner_text(".o_form_view")
    keep(user, "form")


@pytest.mark.parametrize("width", [1366, 390])
def test_the_ribbon_of_a_won_deal_leaves_its_number_free(user, facts, width):
    user.page.set_viewport_size({"width": width, "height": 768})
    domain = [("won_status", "=", "won"), ("deal_number", "!=", False)]
    won = facts.client("crm.lead", "search", domain, limit=1)[0]
    user.open(f"deals/{won}", shows=".o_form_view .ribbon")
    number = user.page.locator(".o_deal_number .o_field_widget").bounding_box()
    ribbon = user.page.locator(".ribbon").bounding_box()
    apart = [
        one[side] + one[size] <= other[side]
        for one, other in ((number, ribbon), (ribbon, number))
        for side, size in (("x", "width"), ("y", "height"))
    ]
    assert any(apart)
    keep(user, f"won_{width}")
    user.page.set_viewport_size(VIEWPORT)


def test_changing_the_process_asks_for_a_stage(user, facts):
    user.open(f"deals/{facts.deal}", shows=".o_deal_number")
    user.page.click(".o_cp_action_menus .dropdown-toggle:has(i.fa-cog)")
    user.page.click(f".o-dropdown--menu .o_menu_item:has-text('{facts.change_process}')")
    user.sees(".modal .o_field_widget[name=deal_process_id] input")
    user.page.click(".modal .o_field_widget[name=deal_process_id] input")
    user.sees(".o-autocomplete--dropdown-item")
    keep(user, "wizard_open")
    user.page.click(".o-autocomplete--dropdown-item >> nth=0")
    user.sees(".modal .o_field_widget[name=stage_id] input")
    keep(user, "wizard")
    user.page.click(".modal footer button[special=cancel], .modal footer .btn-secondary")
    assert facts.stage_of_deal() in facts.stages


def test_the_pipeline_shows_numbers(user):
    user.open("crm", shows=".o_kanban_group")
    # Everybody's deals, not only one's own.
    user.page.locator(".o_searchview_facet:has(.fa-filter) .o_facet_remove").click()
    user.sees(".o_kanban_record:not(.o_kanban_ghost)")
    keep(user, "kanban")
    assert re.search(r"D/\d{4}/\d{5}", user.page.inner_text(".o_kanban_renderer"))


def test_the_pipeline_begins_with_odoo_s_own_questions(user, facts):
    asked = []

    def note(request):
        asked.append(request.url)

    user.page.on("request", note)
    user.open("crm", shows=".o_kanban_group")
    user.page.remove_listener("request", note)
    models = {url.split("/call_kw/")[1].split("/")[0] for url in asked if "/call_kw/" in url}
    assert "crm.lead" in models
    assert "deal.process" not in models
    # The process stands in the search all the same, by its name.
    assert user.page.locator(".o_searchview_facet", has_text=facts.first_process).count() == 1


def test_pipelines_lead_to_the_columns_of_their_process(user, facts):
    user.open("action-sales_deals.deal_process_action_pipelines", shows=".o_kanban_record")
    keep(user, "pipelines")
    user.page.click(f".o_kanban_record:has-text('{facts.process_name}')")
    user.sees(".o_kanban_group")
    columns = user.page.locator(".o_kanban_group").all()
    assert len(columns) == len(facts.stages)
    assert user.page.locator(f".o_kanban_record:has-text('{DEAL}')").count() == 1
    keep(user, "process_kanban")


def test_a_process_is_set_up_in_its_form(user, facts):
    path = f"action-sales_deals.deal_process_action/{facts.process}"
    user.open(path, shows=".o_field_widget[name=stage_ids] .o_data_row")
    keep(user, "process_stages")
    user.page.click(".o_notebook .nav-link[name=numbers]")
    user.sees(".o_field_widget[name=number_prefix]")
    keep(user, "process_numbers")
