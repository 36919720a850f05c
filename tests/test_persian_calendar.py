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
SEASONS = {
    "first_quarter": "بهار",
    "second_quarter": "تابستان",
    "third_quarter": "پاییز",
    "fourth_quarter": "زمستان",
}
#: What Odoo's filters of days choose on a day: their names and bounds.
FILTERS = """(days) => {
    const { SearchModel } = odoo.loader.modules.get("@web/search/search_model");
    const dates = odoo.loader.modules.get("@web/search/utils/dates");
    const optionsParams = {
        startYear: -2, endYear: 0, startMonth: -2, endMonth: 0, customOptions: [],
    };
    const item = { fieldName: "day", fieldType: "date", domain: "[]", optionsParams };
    return days.map((day) => {
        const model = Object.create(SearchModel.prototype);
        model.referenceMoment = luxon.DateTime.fromISO(day);
        const options = dates.getPeriodOptions(model.referenceMoment, optionsParams);
        return options.map((option) => {
            const ids = option.granularity === "quarter" ? [option.id, "year"] : [option.id];
            if (option.granularity === "month") {
                ids.push(option.defaultYearId);
            }
            const description = model._getDateFilterDomain(item, ids, "description");
            const { domain } = dates.constructDateDomain(model.referenceMoment, item, ids);
            const bounds = domain.toList().filter((leaf) => leaf !== "&").map((leaf) => leaf[2]);
            return { id: option.id, name: description, bounds };
        });
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


def test_filters_choose_months_quarters_and_years(user):
    days = [JalaliDate(1405, 9, 10), JalaliDate(1404, 12, 29), JalaliDate(1403, 12, 30)]
    days += [JalaliDate(1405, 1, 1), JalaliDate(1405, 6, 31), JalaliDate(1405, 7, 30)]
    found = user.page.evaluate(FILTERS, [day.to_gregorian().isoformat() for day in days])
    for day, options in zip(days, found, strict=True):
        by_name = {option["id"]: (option["name"], option["bounds"]) for option in options}
        for ahead in (0, -1, -2):
            key = "month" if not ahead else f"month{ahead}"
            first = _plus_months(day, ahead)
            name = f"{first.strftime('%B', locale='fa')} {first.year}"
            assert by_name[key] == (name, _bounds(first, 1))
        for ahead in (0, -1):
            key = "year" if not ahead else f"year{ahead}"
            first = JalaliDate(day.year + ahead, 1, 1)
            assert by_name[key] == (str(first.year), _bounds(first, 12))
        for number, (quarter, season) in enumerate(SEASONS.items()):
            first = JalaliDate(day.year, number * 3 + 1, 1)
            assert by_name[quarter] == (f"{season} {day.year}", _bounds(first, 3))


def _plus_months(day: JalaliDate, months: int) -> JalaliDate:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return JalaliDate(year, month + 1, 1)


def _bounds(first: JalaliDate, months: int) -> list[str]:
    last = _plus_months(first, months).to_gregorian() - timedelta(days=1)
    return [first.to_gregorian().isoformat(), last.isoformat()]


def _open_calendar(user, client, scale: str) -> None:
    values = {"res_model": "crm.lead", "view_mode": "calendar", "name": "Days"}
    action = client("ir.actions.act_window", "create", values)
    user.open(f"action-{action}", shows=".o_calendar_widget .fc-daygrid-day")
    if scale != "month":
        user.page.click(".o_view_scale_selector .dropdown-toggle, .scale_button_selection")
        user.page.click(f".o_scale_button_{scale}")
    user.settle()


def _read_month(user, widget: str = ".o_calendar_widget") -> list[tuple[str, str]]:
    """The days of a month: their date and the number that is written there."""
    cells = user.page.locator(f"{widget} .fc-daygrid-day:not(.fc-day-other):not(.fc-day-disabled)")
    return cells.evaluate_all(
        "(cells) => cells.map((cell) => [cell.dataset.date,"
        " cell.querySelector('.fc-daygrid-day-number')?.innerText])"
    )


def _get_days(first: JalaliDate) -> list[list[str]]:
    count = (_plus_months(first, 1).to_gregorian() - first.to_gregorian()).days
    days = [first.to_gregorian() + timedelta(days=number) for number in range(count)]
    return [[day.isoformat(), str(number + 1)] for number, day in enumerate(days)]


def test_the_calendar_shows_persian_months(user, client):
    _open_calendar(user, client, "month")
    today = JalaliDate.today()
    for ahead in (0, 1, 2):
        first = _plus_months(today, ahead)
        title = f"{first.strftime('%B', locale='fa')} {first.year}"
        user.sees(f".o_calendar_header h5:has-text('{title}')")
        assert _read_month(user) == _get_days(first)
        user.page.click(".o_calendar_button_next")
        user.settle()
    user.page.click(".o_calendar_button_today")
    off = user.page.locator(".fc-daygrid-day.o_deal_holiday").evaluate_all(
        "(cells) => cells.map((cell) => cell.dataset.date)"
    )
    assert off
    assert {date.fromisoformat(day).isoweekday() for day in off} == {5}
    assert user.faults == []


def test_the_calendar_shows_persian_years(user, client):
    _open_calendar(user, client, "year")
    year = JalaliDate.today().year
    user.sees(f".o_calendar_header h5:has-text('{year}')")
    for number in range(12):
        month = f".fc-month-container:nth-child({number + 1})"
        first = JalaliDate(year, number + 1, 1)
        title = f"{first.strftime('%B', locale='fa')} {year}"
        assert user.page.inner_text(f"{month} .fc-toolbar-title") == title
        assert _read_month(user, month) == _get_days(first)
    assert user.faults == []


def test_lists_are_grouped_by_persian_months(user, client, deal):
    days = {"2026-11-21": "آبان 1405", "2026-11-22": "آذر 1405", "2026-12-21": "آذر 1405"}
    tag = client("crm.tag", "create", {"name": "Grouped"})
    for day in days:
        values = {"name": day, "type": "opportunity", "date_deadline": day}
        client("crm.lead", "create", {**values, "tag_ids": [(4, tag)]})
    action = client(
        "ir.actions.act_window",
        "create",
        {
            "res_model": "crm.lead",
            "view_mode": "list,pivot,graph",
            "name": "Groups",
            "domain": f"[('tag_ids', '=', {tag})]",
            "context": "{'group_by': ['date_deadline:month']}",
        },
    )
    user.open(f"action-{action}", shows=".o_group_header")
    heads = user.page.locator(".o_group_header .o_group_name").all_inner_texts()
    assert [head.strip() for head in heads] == ["آبان 1405 (1)", "آذر 1405 (2)"]
    user.page.click(".o_switch_view.o_pivot")
    user.sees(".o_pivot")
    user.settle()
    text = user.page.inner_text(".o_pivot table")
    assert all(name in text for name in days.values())
    assert user.faults == []


@pytest.mark.parametrize(("unit", "months"), [("month", 1), ("quarter", 3), ("year", 12)])
def test_the_forecast_has_persian_columns(user, unit, months):
    found = user.page.evaluate(
        """(unit) => {
            const name = "@crm/views/fill_temporal_service";
            const { FillTemporalPeriod } = odoo.loader.modules.get(name);
            const field = { name: "date_deadline", type: "date" };
            const period = new FillTemporalPeriod("crm.lead", field, unit, 4);
            const bounds = [period.start.toISODate(), period.end.toISODate()];
            // Where Odoo counts the end of the last column.
            period.setEnd(period.end.minus({ day: 1 }));
            period.expand();
            const { ForecastSearchModel } = odoo.loader.modules.get(
                "@crm/views/forecast_search_model"
            );
            const search = Object.create(ForecastSearchModel.prototype, {
                groupBy: { value: [`date_deadline:${unit}`] },
                searchViewFields: { value: { date_deadline: { type: "date" } } },
                forecastStart: { value: null, writable: true },
            });
            const from = search._getForecastStart("date_deadline");
            return [...bounds, period.end.toISODate(), from];
        }""",
        unit,
    )
    today = JalaliDate.today()
    start = JalaliDate(today.year, (today.month - 1) // months * months + 1, 1)
    # At least four columns, up to the end of a year.
    after = _plus_months(start, 4 * months)
    count = 4 + (13 - after.month) % 12 // months
    ends = [_plus_months(start, (count + more) * months) for more in (0, 1)]
    assert found == [day.to_gregorian().isoformat() for day in (start, *ends, start)]


def test_domains_tell_months_from_today_by_the_calendar(user):
    today = JalaliDate.today()
    month, year = JalaliDate(today.year, today.month, 1), JalaliDate(today.year, 1, 1)
    expected = {
        "today =1d": month,
        "today =1d +1m": _plus_months(month, 1),
        "today =1d -1m": _plus_months(month, -1),
        "today =1m =1d": year,
        "today =1m =1d -1y": JalaliDate(today.year - 1, 1, 1),
        "today -12m =1d": _plus_months(month, -12),
    }
    kept = ["today", "today -30d", "today =week_start +1w", "2026-12-01", "=1d"]
    found = user.page.evaluate(
        """(texts) => {
            const name = "@sales_deals/language/persian_calendar/from_today";
            const { inPersianCalendar } = odoo.loader.modules.get(name);
            const fields = { day: { type: "date" }, name: { type: "char" } };
            const leaves = texts.map((text) => ["day", ">=", text]);
            return inPersianCalendar(["&", ...leaves, ["name", "=", "today =1d"]], fields);
        }""",
        [*expected, *kept],
    )
    days = [day.to_gregorian().isoformat() for day in expected.values()]
    leaves = [["day", ">=", text] for text in (*days, *kept)]
    assert found == ["&", *leaves, ["name", "=", "today =1d"]]


def test_decision_this_month_is_of_the_persian_month(user, client):
    user.open("deals", shows=".o_list_view")
    user.page.click(".o_searchview_dropdown_toggler")
    with user.page.expect_request(lambda request: "web_search_read" in request.url) as asked:
        user.page.click(".o_filter_menu .o-dropdown-item:has-text('تصمیم در این ماه')")
    domain = asked.value.post_data_json["params"]["kwargs"]["domain"]
    bounds = [leaf[2] for leaf in domain if leaf[0] == "date_deadline"]
    first = _plus_months(JalaliDate.today(), 0)
    after = _plus_months(first, 1)
    assert bounds == [day.to_gregorian().isoformat() for day in (first, after)]
