import { addTour } from "./add_tour";
import { stepUtils } from "@web_tour/tour_utils";

const card = ".o_kanban_record:contains('Team Alpha')";

const open = (figure, shown) => [
    {
        content: `Open what the card counts: ${figure}`,
        trigger: `${card} [name=action_open_deal_${figure}]`,
        run: "click",
    },
    {
        content: "It is there",
        trigger: shown,
    },
    {
        content: "Back to the teams",
        trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb a",
        run: "click",
    },
];

addTour("deal_team_tour", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "Open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        {
            content: "Open the Sales menu",
            trigger: "button[data-menu-xmlid='crm.crm_menu_sales']",
            run: "click",
        },
        {
            content: "Choose Teams",
            trigger: ".dropdown-item[data-menu-xmlid='crm.sales_team_menu_team_pipeline']",
            run: "click",
        },
        {
            content: "The card has a curve that is described in words",
            trigger: `${card} .o_deal_sparkline[role=img][aria-label]`,
        },
        {
            content: "And a bar of what is reached",
            trigger: `${card} .o_deal_target_bar[role=progressbar][aria-valuenow='0']`,
        },
        ...open("open", ".o_kanban_record:contains('Tour deal'):not(:contains('Won deal'))"),
        ...open("won", ".o_kanban_record:contains('Won deal')"),
        ...open("overdue", ".o_data_row:contains('Tour activity')"),
        ...open("quotation", ".o_data_row:contains('Tour client')"),
        {
            content: "Open the card's menu",
            trigger: `${card} .o_dropdown_kanban button`,
            run: "click",
        },
        {
            content: "Choose a colour",
            trigger: ".o_kanban_colorpicker a:eq(3), .o_kanban_colorpicker button:eq(3)",
            run: "click",
        },
        {
            content: "The card has it; open the menu again",
            trigger: `.o_kanban_color_3:contains('Team Alpha') .o_dropdown_kanban button`,
            run: "click",
        },
        {
            content: "Open the settings",
            trigger: ".o_kanban_card_manage_settings a.dropdown-item",
            run: "click",
        },
        {
            content: "Let deals be assigned in turn",
            trigger: ".o_field_widget[name=deal_assignment] input[data-value=turn]",
            run: "click",
        },
        {
            content: "Change the member's share",
            trigger: ".o_field_widget[name=crm_team_member_ids] .o_data_row td[name=deal_share]",
            run: "click",
        },
        {
            content: "To three",
            trigger: ".o_field_widget[name=crm_team_member_ids] td[name=deal_share] input",
            run: "edit 3",
        },
        {
            content: "Who is responsible",
            trigger:
                ".o_field_widget[name=crm_team_member_ids] td[name=deal_is_responsible] .form-switch",
            run: "click",
        },
        ...stepUtils.saveForm(),
    ],
});
