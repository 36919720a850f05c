import { addTour } from "./add_tour";
import { stepUtils } from "@web_tour/tour_utils";

const openLeads = () => [
    {
        content: "Open CRM's leads",
        trigger: ".o_menu_sections a[data-menu-xmlid='crm.crm_menu_leads']",
        run: "click",
    },
];

const select = (lead) => [
    {
        content: `Select ${lead}`,
        trigger: `.o_data_row:contains('${lead}') .o_list_record_selector input`,
        run: "click",
    },
    {
        content: `${lead} is selected`,
        trigger: `.o_data_row_selected:contains('${lead}')`,
    },
];

/** `convert` is the menu's word for it in the user's language. */
const conversionSteps = (convert) => [
    stepUtils.showAppsMenuItem(),
    {
        content: "Open CRM",
        trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
        run: "click",
    },
    ...openLeads(),
    {
        content: "Open one lead",
        trigger: ".o_data_row:contains('Tour single') .o_data_cell[name=name]",
        run: "click",
    },
    {
        content: "Convert it",
        trigger: ".o_form_statusbar button.btn-primary[name]",
        run: "click",
    },
    {
        content: "What would be made is told",
        trigger: ".modal .o_deal_customer_note:contains('Iga Wit')",
    },
    {
        content: "Do without a customer",
        trigger: ".modal .o_field_widget[name=action] input[data-value=nothing]",
        run: "click",
    },
    {
        content: "Nothing would be made",
        trigger: ".modal:not(:has(.o_deal_customer_note))",
    },
    {
        content: "It stands on a stage of a process",
        trigger: ".modal .o_field_widget[name=deal_stage_id] input:value(/./)",
    },
    {
        content: "Confirm",
        trigger: ".modal footer button[name=action_apply]",
        run: "click",
    },
    {
        content: "It is a deal, with a calculation",
        trigger: ".o_form_view .o_notebook .nav-link[name=calculation]",
    },
    ...openLeads(),
    {
        content: "The list shows what has become of the first one",
        trigger: ".o_list_view:not(:has(.o_data_row:contains('Tour single')))",
    },
    ...["Tour many", "Tour left"].flatMap(select),
    {
        content: "Open the actions",
        trigger: ".o_cp_action_menus .dropdown-toggle:has(i.fa-cog)",
        run: "click",
    },
    {
        content: "Convert them",
        trigger: `.o-dropdown--menu .o_menu_item:contains('${convert}')`,
        run: "click",
    },
    {
        content: "The client is found, and why",
        trigger: ".modal .o_data_row:contains('Tour many'):contains('Jan Lis')",
    },
    {
        content: "A new customer would be made",
        trigger: ".modal .o_data_row:contains('Tour left'):contains('Adam Mak')",
    },
    {
        content: "Leave that one out",
        trigger: ".modal .o_data_row:contains('Tour left') [name=is_converted] input",
        run: "click",
    },
    {
        content: "It is left out",
        trigger: ".modal .o_data_row.text-muted:contains('Tour left')",
    },
    {
        content: "Confirm",
        trigger: ".modal footer button[name=action_mass_convert]",
        run: "click",
    },
    {
        content: "The new deal is shown",
        trigger:
            ".o_list_view:not(:has(.o_data_row:contains('Tour left'))) .o_data_row:contains('Tour many')",
    },
];

addTour("lead_conversion_tour", {
    steps: () => conversionSteps("Convert to opportunities"),
});

addTour("lead_conversion_tour_fa", {
    steps: () => conversionSteps("تبدیل به فرصت‌ها"),
});
