import { addTour } from "./add_tour";

const row = ".o_data_row:contains('Tour deal')";
const view = (kind) => ({
    content: `Look at the deals as ${kind}`,
    trigger: `.o_cp_switch_buttons .o_${kind}`,
    run: "click",
});

const rivals = [
    {
        content: "The deal's competitors are there",
        trigger: `${row} td[name=deal_competitor_ids] .o_tag:contains('Tour rival')`,
    },
    {
        content: "Its phone number, too",
        trigger: `${row} td[name=phone]:contains('500')`,
    },
];

addTour("deal_list_tour", {
    steps: () => [
        {
            content: "The list says what the deal has become, and how its offer stands",
            trigger: `${row} td[name=deal_kind] .badge:contains(/./)`,
        },
        {
            content: "It was opened, and waits for an answer",
            trigger: `${row} td[name=deal_offer_state] .text-bg-warning`,
        },
        {
            content: "Which columns there are",
            trigger: ".o_optional_columns_dropdown_toggle",
            run: "click",
        },
        ...["deal_competitor_ids", "phone", "deal_opening_count"].map((name) => ({
            content: `Show ${name}`,
            trigger: `.o-dropdown--menu input[name=${name}]:not(:checked)`,
            run: "click",
        })),
        ...rivals,
        {
            content: "Edit deals in the list",
            trigger: ".o_deal_edit_in_list",
            run: "click",
        },
        {
            content: "A click on the row edits it",
            trigger: `.o_deal_edit_in_list.active:not(:disabled)`,
        },
        {
            content: "Into its name",
            trigger: `${row} td[name=name]`,
            run: "click",
        },
        {
            content: "Call it otherwise",
            trigger: ".o_selected_row td[name=name] input, .o_selected_row td[name=name] textarea",
            run: "edit Tour deal renamed",
        },
        {
            content: "Save",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "It is saved; stop editing",
            trigger: ".o_list_view:not(:has(.o_selected_row)) .o_deal_edit_in_list.active",
            run: "click",
        },
        {
            content: "Its new name is there",
            trigger: ".o_data_row:contains('Tour deal renamed')",
        },
        view("kanban"),
        {
            content: "A column has the weighted value below the value",
            trigger: ".o_kanban_group .o_deal_weighted .o_animated_number",
        },
        {
            content: "The card says that the offer was opened",
            trigger: ".o_kanban_record:contains('Tour deal') .o_deal_offer_opened .text-bg-warning",
        },
        view("calendar"),
        {
            content: "The deal is on the day of its decision",
            trigger: ".o_calendar_view .fc-event:contains('Tour deal')",
        },
        view("list"),
        ...rivals,
        {
            content: "Open the deal by its row",
            trigger: `${row} td[name=name]`,
            run: "click",
        },
        {
            content: "Its form is there",
            trigger: ".o_form_view .o_deal_number",
        },
    ],
});

const report = (menu, shown) => [
    {
        content: "Open the reports",
        trigger: "button[data-menu-xmlid='crm.crm_menu_report']",
        run: "click",
    },
    {
        content: `Choose ${menu}`,
        trigger: `.dropdown-item[data-menu-xmlid='sales_deals.${menu}']`,
        run: "click",
    },
    { content: `It shows figures: ${menu}`, trigger: shown },
];

addTour("deal_report_tour", {
    steps: () => [
        ...report("menu_deal_report_pipeline", ".o_deal_funnel td:contains(/[0-9۰-۹]/)"),
        {
            content: "As a table",
            trigger: ".o_cp_switch_buttons .o_pivot",
            run: "click",
        },
        {
            content: "It has the same figures",
            trigger:
                ".o_pivot_view .o_pivot_header_cell_opened, .o_pivot_view .o_pivot_header_cell_closed",
        },
        ...report("menu_deal_report_forecast", ".o_deal_forecast td:contains(/[0-9۰-۹]/)"),
        ...report(
            "menu_deal_report_closed",
            ".o_pivot_view .o_pivot_cell_value:contains(/[0-9۰-۹]/)",
        ),
        ...report("menu_deal_report_win_rate", ".o_pivot_view .o_pivot_cell_value:contains('%')"),
        ...report("menu_deal_report_funnel", ".o_pivot_view .o_pivot_cell_value:contains('%')"),
        {
            content: "As a graph",
            trigger: ".o_cp_switch_buttons .o_graph",
            run: "click",
        },
        { content: "It is drawn", trigger: ".o_graph_view canvas" },
        ...report("menu_deal_report_people", ".o_pivot_view .o_pivot_cell_value"),
        {
            content: "What a figure counts",
            trigger: ".o_pivot_view tbody tr:first td.o_pivot_cell_value:first",
            run: "click",
        },
        {
            content: "The deals; open one",
            trigger: ".o_list_view .o_data_row:contains('Tour deal') td[name=lead_id]",
            run: "click",
        },
        { content: "It is the deal", trigger: ".o_form_view .o_deal_number" },
    ],
});
