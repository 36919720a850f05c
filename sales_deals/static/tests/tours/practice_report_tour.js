import { addTour } from "./add_tour";

const row = ".o_deal_practices tbody tr:contains('Ask who decides')";
const report = (menu) => [
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
];

addTour("practice_report_tour", {
    steps: () => [
        ...report("menu_deal_report_practices"),
        {
            content: "The practice makes out 50 points, which is no chance",
            trigger: `${row} .text-success:contains('+50')`,
        },
        {
            content: "Of the deals with it, three quarters are won; see those that are closed",
            trigger: `${row} .o_deal_picture_bars > div:first:contains('75') .o_deal_practices_closed`,
            run: "click",
        },
        {
            content: "All of them fulfil it; open one",
            trigger: ".o_list_view .o_data_row:not(:contains('Without')) td[name=lead_id]",
            run: "click",
        },
        { content: "It is the deal", trigger: ".o_form_view .o_deal_number" },
        ...report("menu_deal_report_practices"),
        {
            content: "As a table",
            trigger: ".o_cp_switch_buttons .o_pivot",
            run: "click",
        },
        {
            content: "The table has the same",
            trigger: ".o_pivot_view .o_pivot_cell_value:contains('75%')",
        },
        ...report("menu_deal_report_overrides"),
        {
            content: "Why the deal went on without the practice",
            trigger: ".o_list_view .o_data_row:contains('In a hurry') td[name=lead_id]",
        },
        ...report("menu_deal_report_stages"),
        {
            content: "Where deals stood",
            trigger: ".o_pivot_view .o_pivot_cell_value:contains(/[0-9]/)",
        },
    ],
});
