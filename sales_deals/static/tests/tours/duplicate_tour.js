import { addTour } from "./add_tour";
import { stepUtils } from "@web_tour/tour_utils";

const row = (name) => `.o_data_row:contains('${name}')`;
const noRow = (name) => `.o_list_view:not(:has(.o_data_row:contains('${name}')))`;

/** From the hint while a deal is typed to the queue, where one pair is merged and one is not. */
const steps = () => [
    {
        content: "Type a number that another deal has",
        trigger: ".o_form_view .o_field_widget[name=phone] input",
        run: "edit +48 600 000 001",
    },
    {
        content: "Leave the field",
        trigger: ".o_form_view .o_field_widget[name=name] textarea",
        run: "edit Typed deal",
    },
    {
        content: "The form says at once that there is one like it",
        trigger: ".o_deal_duplicate_hint a:contains('Oldest deal')",
    },
    {
        content: "Give up typing",
        trigger: ".o_form_button_cancel",
        run: "click",
    },
    {
        content: "The deals are there again: what is opened next stays",
        trigger: ".o_action_manager:not(:has(.o_form_view))",
    },
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
        content: "Open the queue",
        trigger: ".dropdown-item[data-menu-xmlid='sales_deals.menu_duplicates']",
        run: "click",
    },
    {
        content: "Two deals are none: say so",
        trigger: `${row("Stranger")} button[name=action_dismiss]`,
        run: "click",
    },
    {
        content: "They have left the queue",
        trigger: noRow("Stranger"),
    },
    {
        content: "Two others are one: look at them",
        trigger: `${row("Oldest deal")} button[name=action_merge]`,
        run: "click",
    },
    {
        content: "Merge them",
        trigger: ".modal footer button[name=action_merge]",
        run: "click",
    },
    {
        content: "The oldest deal opens",
        trigger:
            ".o_form_view .o_field_widget[name=name]:contains('Oldest deal'), " +
            ".o_form_view .o_field_widget[name=name] textarea",
    },
];

addTour("duplicate_tour", { steps });

const UNDO = ".o_notification_manager .o_notification_buttons button";

/** Above a deal's form: both answers, and both taken back. */
const barSteps = () => [
    {
        content: "Say that they are two",
        trigger: ".o_deal_duplicate:contains('Oldest deal') .o_deal_duplicate_dismiss",
        run: "click",
    },
    {
        content: "The bar is gone",
        trigger: ".o_form_view:not(:has(.o_deal_duplicate))",
    },
    {
        content: "Take it back",
        trigger: UNDO,
        run: "click",
    },
    {
        content: "Merge them",
        trigger: ".o_deal_duplicate:contains('Oldest deal') .o_deal_duplicate_merge",
        run: "click",
    },
    {
        content: "As shown",
        trigger: ".modal footer button[name=action_merge]",
        run: "click",
    },
    {
        content: "The oldest deal opens",
        trigger: ".o_last_breadcrumb_item:contains('Oldest deal')",
    },
    {
        content: "Undo the merge",
        trigger: UNDO,
        run: "click",
    },
    {
        content: "The other deal is there again",
        trigger: ".o_deal_duplicate:contains('Twin')",
    },
];

addTour("duplicate_bar_tour", { steps: barSteps });
