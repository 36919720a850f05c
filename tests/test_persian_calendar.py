"""The Persian calendar in a real browser: days as they are chosen, typed, stored and shown."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from persiantools.jdatetime import JalaliDate

from tests.support.browser import browsing

FIELD = ".o_field_widget[name=date_deadline]"
PICKER = ".o_datetime_picker"
#: Days of the picker's panels, by month: what is written in a cell and which day it stands for.
PANELS = """(months) => {
    const { DateTimePicker } = odoo.loader.modules.get("@web/core/datetime/datetime_picker");
    const state = { precision: "days" };
    const level = Reflect.get(DateTimePicker.prototype, "activePrecisionLevel", { state });
    const limits = {
        minDate: luxon.DateTime.fromISO("1000-01-01"),
        maxDate: luxon.DateTime.fromISO("9999-12-31"),
        showWeekNumbers: true,
    };
    return months.map((month) => {
        const first = luxon.DateTime.fromISO(month);
        const [{ weeks }] = level.getItems(first, limits);
        return {
            title: level.getTitle(first),
            weeks: weeks.map((week) => week.number),
            days: weeks.map((week) => week.days.map((day) => (
                [day.label, day.id, day.isOutOfRange, day.extraClass, day.isValid]
            ))),
        };
    });
}"""
#: What an input shows, whatever it tells the code that asks for its value.
SHOWN = """(input) => Object.getOwnPropertyDescriptor(
    HTMLInputElement.prototype, "value"
).get.call(input)"""


@pytest.fixture(scope="module")
def client(odoo_server):
    return odoo_server.client()


@pytest.fixture(scope="module", params=["fa_IR"])
def user(odoo_server, client, request):
    with browsing(odoo_server.url, odoo_server.settings.build / "screenshots") as user:
        _log_in(user, client, request.param)
        yield user


@pytest.fixture(scope="module")
def deal(client) -> int:
    return client("crm.lead", "create", {"name": "Persian days", "type": "opportunity"})


def _log_in(user, client, language: str) -> None:
    group = client("ir.model.data", "check_object_reference", "sales_team", "group_sale_manager")
    login = f"calendar_{language}"
    values = {"name": login, "login": login, "password": login, "lang": language}
    client("res.users", "create", {**values, "group_ids": [(4, group[1])]})
    user.log_in(login, login)


def _months(first: int, last: int) -> list[JalaliDate]:
    return [JalaliDate(year, month, 1) for year in range(first, last + 1) for month in range(1, 13)]


def test_every_day_of_forty_years_is_in_its_panel(user):
    months = _months(1380, 1421)
    panels = user.page.evaluate(PANELS, [month.to_gregorian().isoformat() for month in months])
    for (month, following), panel in zip(pairwise(months), panels, strict=False):
        assert panel["title"] == month.strftime("%B %Y", locale="fa").translate(
            str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
        )
        count = (following.to_gregorian() - month.to_gregorian()).days
        days = [day for week in panel["days"] for day in week]
        shown = [(label, iso) for label, iso, is_out, _class, _valid in days if not is_out]
        wanted = [month.to_gregorian() + timedelta(days=number) for number in range(count)]
        assert shown == [(str(number + 1), day.isoformat()) for number, day in enumerate(wanted)]
        for label, iso, _is_out, classes, is_valid in days:
            day = date.fromisoformat(iso)
            assert (int(label), is_valid) == (JalaliDate(day).day, True)
            assert ("o_deal_holiday" in classes) == (day.isoweekday() == 5)
        # Weeks begin on Saturday, and have numbers of their own.
        assert {date.fromisoformat(week[0][1]).isoweekday() for week in panel["days"]} == {6}
        assert len(set(panel["weeks"])) == len(panel["weeks"])


def test_the_first_week_of_the_year_has_its_first_day(user):
    months = [JalaliDate(year, 1, 1) for year in range(1380, 1421)]
    panels = user.page.evaluate(PANELS, [month.to_gregorian().isoformat() for month in months])
    assert {panel["weeks"][0] for panel in panels} == {1}


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1380, 1, 1), (1403, 12, 30), (1404, 12, 29), (1408, 12, 30), (1420, 7, 1), (1405, 6, 31)],
)
def test_a_day_is_chosen_as_it_is_typed_stored_and_shown(user, client, deal, year, month, day):
    wanted = JalaliDate(year, month, day)
    for enter in (_type, _choose):
        client("crm.lead", "write", [deal], {"date_deadline": False})
        user.open(f"deals/{deal}", shows=".o_form_view")
        enter(user, wanted)
        user.page.click(".o_form_button_save")
        user.sees(".o_form_saved")
        [row] = client("crm.lead", "read", [deal], fields=["date_deadline"])
        assert row["date_deadline"] == wanted.to_gregorian().isoformat()
        text = user.page.inner_text(FIELD)
        assert f"{day} {wanted.strftime('%B', locale='fa')}" in text
        tooltip = user.page.get_attribute(f"{FIELD} button", "data-tooltip")
        assert tooltip == f"{year}/{month:02}/{day:02}"
        user.page.click(f"{FIELD} button, {FIELD} input")
        shown = user.page.locator(f"{FIELD} input").evaluate(SHOWN)
        assert shown == f"{year}/{month:02}/{day:02}"
    assert user.faults == []


def _type(user, day: JalaliDate) -> None:
    user.page.click(f"{FIELD} button, {FIELD} input")
    user.page.keyboard.type(day.strftime("%Y/%m/%d"))
    user.page.keyboard.press("Tab")
    user.settle()


def _choose(user, day: JalaliDate) -> None:
    user.page.click(f"{FIELD} button, {FIELD} input")
    for _level in range(3):
        user.page.click(f"{PICKER} .o_zoom_out")
    if day.year < 1400:
        user.page.click(f"{PICKER} .o_previous")
    _click(user, str(day.year // 10 * 10))
    _click(user, str(day.year))
    _click(user, day.strftime("%B", locale="fa"))
    _click(user, str(day.day))
    user.settle()


def _click(user, text: str) -> None:
    cells = user.page.locator(f"{PICKER} .o_date_item_cell:not(.o_out_of_range)")
    cells.get_by_text(text, exact=True).first.click()


def test_what_is_no_day_is_told_and_changes_nothing(user, client, deal):
    client("crm.lead", "write", [deal], {"date_deadline": "2026-12-01"})
    for text in ("1404/12/30", "1405/13/01", "05/00/10", "soon", "31 مهر"):
        user.open(f"deals/{deal}", shows=".o_form_view")
        user.page.click(f"{FIELD} button, {FIELD} input")
        user.page.locator(f"{FIELD} input").fill(text)
        user.page.click(".o_deal_number")
        user.sees(f".o_notification:has-text('{text}')")
        assert "10 آذر" in user.page.inner_text(FIELD)
        assert not user.page.locator(".o_form_button_save:visible").count()


def test_others_get_nothing_of_it(user, client):
    with user.somebody_else() as other:
        asked = []
        other.page.on("request", lambda request: asked.append(request.url))
        _log_in(other, client, "pl_PL")
        assert not [url for url in asked if "persian" in url]
        modules = other.page.evaluate("[...odoo.loader.modules.keys()]")
        assert [name for name in modules if "sales_deals" in name]
        assert not [name for name in modules if "persian" in name]
