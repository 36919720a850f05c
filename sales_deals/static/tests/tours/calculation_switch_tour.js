import { addTour } from "./add_tour";

const openSwitch = () => [
    {
        content: "Open the configuration",
        trigger: ".o_menu_sections button[data-menu-xmlid='crm.crm_menu_config']",
        run: "click",
    },
    {
        content: "Choose deals with calculation",
        trigger: ".dropdown-item[data-menu-xmlid='sales_deals.menu_deal_calculation_switch']",
        run: "click",
    },
    {
        content: "Switch",
        trigger: ".modal footer .btn-primary[name=action_switch]",
        run: "click",
    },
];

addTour("calculation_switch_tour", {
    steps: () => [
        {
            content: "The deal has a calculation, which gives it its value",
            trigger: ".o_notebook .nav-link[name=calculation]",
        },
        ...openSwitch(),
        {
            content: "The calculation is gone, the details are there",
            trigger: ".o_notebook:not(:has(.nav-link[name=calculation])) .nav-link[name=details]",
            run: "click",
        },
        {
            content: "Enter the cost by hand",
            trigger: ".o_field_widget[name=deal_cost] input",
            run: "edit 600",
        },
        {
            content: "Enter the value by hand",
            trigger: ".oe_title .o_field_widget[name=expected_revenue] input",
            run: "edit 1000",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The profit follows",
            trigger: ".o_form_saved .o_field_widget[name=deal_profit]:contains('400')",
        },
        ...openSwitch(),
        {
            content: "The calculation is back and says that the value differs",
            trigger: ".o_deal_value_different",
        },
        {
            content: "Open it",
            trigger: ".o_notebook .nav-link[name=calculation]",
            run: "click",
        },
        {
            content: "Take its value",
            trigger: ".o_deal_value_different button",
            run: "click",
        },
        {
            content: "Nothing differs any more",
            trigger: ".o_form_view:not(:has(.o_deal_value_different)) .o_calculation",
        },
    ],
});
