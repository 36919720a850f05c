import { addTour } from "./add_tour";

const MENU = ".o-dropdown--menu:has(.o_menu_item)";
const item = (name) => `.o_menu_item:contains('${name}')`;
const without = (...names) => names.map((name) => `:not(:has(${item(name)}))`).join("");

const openMenu = (view) => ({
    content: "Open the menu of actions",
    trigger: `${view} .o_cp_action_menus .dropdown-toggle:has(i.fa-cog)`,
    run: "click",
});
const select = (deal) => ({
    content: `Select ${deal}`,
    trigger: `.o_data_row:contains('${deal}') .o_list_record_selector input`,
    run: "click",
});

/** On a deal, into which another one went, and in the list: what can be done is offered. */
addTour("action_menu_tour", {
    steps: () => [
        openMenu(".o_form_view"),
        {
            content: "The merge can be undone; what has a button is not said twice",
            trigger: `${MENU}:has(${item("Change Process")})${without("Suspend", "Restore")}`,
        },
        {
            content: "Undo it",
            trigger: `${MENU} ${item("Undo Merge")}`,
            run: "click",
        },
        {
            content: "The deal is there as it was",
            trigger: ".o-mail-Message:contains('The merge was undone')",
        },
        openMenu(".o_form_view"),
        {
            content: "There is nothing more to undo",
            trigger: `${MENU}:has(${item("Change Process")})${without("Undo Merge")}`,
        },
        {
            content: "Go to the list",
            trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb a",
            run: "click",
        },
        select("Menu open"),
        openMenu(".o_list_view"),
        {
            content: "It can be suspended, not resumed nor restored",
            trigger: `${MENU}:has(${item("Suspend")})${without("Resume", "Restore")}`,
        },
        openMenu(".o_list_view"),
        select("Menu suspended"),
        openMenu(".o_list_view"),
        {
            content: "One of the two can be resumed",
            trigger: `${MENU}:has(${item("Suspend")}):has(${item("Resume")})${without("Restore")}`,
        },
        openMenu(".o_list_view"),
        select("Menu won"),
        openMenu(".o_list_view"),
        {
            content: "A won deal can't be suspended",
            trigger: `${MENU}:has(${item("Resume")})${without("Suspend", "Restore")}`,
        },
    ],
});
