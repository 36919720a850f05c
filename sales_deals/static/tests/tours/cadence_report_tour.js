import { addTour } from "./add_tour";

const row = ".o_deal_cadences tbody tr:first";
const report = [
    {
        content: "Open the reports",
        trigger: "button[data-menu-xmlid='crm.crm_menu_report']",
        run: "click",
    },
    {
        content: "Choose what cadences teach",
        trigger: ".dropdown-item[data-menu-xmlid='sales_deals.menu_deal_report_cadences']",
        run: "click",
    },
];

addTour("cadence_report_tour", {
    steps: () => [
        ...report,
        {
            content: "The second text brings 50 points more, which is no chance",
            trigger: `${row} .text-success:contains('Second letter'):contains('+50')`,
        },
        {
            content: "Three of five have answered it",
            trigger: `${row} .o_deal_picture_bars > div:last:contains('60')`,
        },
        {
            content: "Why cadences stopped is told below; see the deals",
            trigger: ".o_deal_cadences > div button:contains('35')",
            run: "click",
        },
        {
            content: "Open one of them",
            trigger: ".o_list_view .o_data_row td[name=lead_id]",
            run: "click",
        },
        { content: "It is the deal", trigger: ".o_form_view .o_deal_number" },
        ...report,
        {
            content: "See all that was sent of the step",
            trigger: `${row} td:nth-child(4) button:contains('100')`,
            run: "click",
        },
        {
            content: "They are listed",
            trigger: ".o_list_view .o_data_row td[name=step_id]",
        },
        ...report,
        {
            content: "As a table",
            trigger: ".o_cp_switch_buttons .o_pivot",
            run: "click",
        },
        {
            content: "The table has the same",
            trigger: ".o_pivot_view .o_pivot_cell_value:contains('35%')",
        },
    ],
});
