import { addTour } from "./add_tour";
import { stepUtils } from "@web_tour/tour_utils";

const openMenu = (menu) => [
    {
        content: "Open the Sales menu",
        trigger: "button[data-menu-xmlid='crm.crm_menu_sales']",
        run: "click",
    },
    {
        content: `Choose ${menu}`,
        trigger: `.dropdown-item[data-menu-xmlid='sales_deals.${menu}']`,
        run: "click",
    },
];

const choose = (field, value) => [
    {
        content: `Look for ${value}`,
        trigger: `.modal .o_field_widget[name=${field}] input`,
        run: `edit ${value}`,
    },
    {
        content: `Choose ${value}`,
        trigger: `.o-autocomplete--dropdown-item:contains('${value}')`,
        run: "click",
    },
];

const currentStage = (stage) => ({
    content: `The deal stands on ${stage}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains('${stage}')`,
});

const number = {
    content: "The number is the one that was given on creation",
    trigger: ".o_form_view .o_deal_number:contains('A-2')",
};

addTour("deal_process_tour", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "Open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        ...openMenu("menu_deals"),
        {
            content: "The list shows the number",
            trigger: ".o_data_row:contains('Tour deal') td[name=deal_number]:contains('A-2')",
        },
        {
            content: "Open the deal",
            trigger: ".o_data_row td[name=name]:contains('Tour deal')",
            run: "click",
        },
        number,
        currentStage("Alpha Start"),
        {
            content: "Stages of another process are not offered",
            trigger: ".o_statusbar_status:not(:contains('Beta')):not(:contains('Proposition'))",
        },
        {
            content: "Move the deal along its process",
            trigger: ".o_statusbar_status button:contains('Alpha Talks')",
            run: "click",
        },
        currentStage("Alpha Talks"),
        {
            content: "Open the actions",
            trigger: ".o_form_view .o_cp_action_menus .dropdown-toggle:has(i.fa-cog)",
            run: "click",
        },
        {
            content: "Change the process",
            trigger: ".o-dropdown--menu .o_menu_item:contains('Change Process')",
            run: "click",
        },
        ...choose("deal_process_id", "Beta"),
        {
            content: "The stage at the same point is proposed",
            trigger: ".modal .o_field_widget[name=stage_id] input:value('Beta Talks')",
        },
        ...choose("stage_id", "Beta Start"),
        {
            content: "Confirm",
            trigger: ".modal footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "The dialogue is closed",
            trigger: "body:not(:has(.modal))",
        },
        currentStage("Beta Start"),
        number,
        ...openMenu("menu_pipelines"),
        {
            content: "Open the pipeline of the process",
            trigger: ".o_kanban_record:contains('Beta')",
            run: "click",
        },
        {
            content: "Its stages are the columns",
            trigger:
                ".o_opportunity_kanban:has(.o_kanban_group:contains('Beta Signed')):not(:contains('Alpha'))",
        },
        {
            content: "The deal stands in its column, with its number",
            trigger:
                ".o_kanban_group:contains('Beta Start') .o_kanban_record:contains('Tour deal'):contains('A-2')",
        },
    ],
});
