import { addTour } from "./add_tour";
import { chooseDay } from "./deal_suspend_tour";

const UNDO = ".o_notification_manager .o_notification_buttons button";
const row = (deal) => `.o_list_view .o_data_row:contains('${deal}')`;
const none = (deal) => `.o_list_view:not(:has(.o_data_row:contains('${deal}')))`;

const selectBoth = ["Undo one", "Undo two"].map((deal) => ({
    content: `Select ${deal}`,
    trigger: `${row(deal)} .o_list_record_selector input`,
    run: "click",
}));
const openMenu = {
    content: "Open the menu of actions",
    trigger: ".o_list_view .o_cp_action_menus .dropdown-toggle:has(i.fa-cog)",
    run: "click",
};

/** In the list, deals are lost and suspended, and all of it is undone by the message. */
addTour("undo_tour", {
    steps: () => [
        ...selectBoth,
        openMenu,
        {
            content: "Lose them",
            trigger: ".o-dropdown--menu .o_menu_item:contains('Mark Lost')",
            run: "click",
        },
        {
            content: "Look for the reason",
            trigger: ".modal .o_field_widget[name=lost_reason_id] input",
            run: "edit Undo reason",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Undo reason')",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "They have left the list",
            trigger: none("Undo one"),
        },
        {
            content: "Undo it",
            trigger: UNDO,
            run: "click",
        },
        { content: "They are back", trigger: row("Undo one") },
        ...selectBoth,
        openMenu,
        {
            content: "Suspend them",
            trigger: ".o-dropdown--menu .o_menu_item:contains('Suspend')",
            run: "click",
        },
        ...chooseDay,
        {
            content: "Confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "They rest",
            trigger: ".o_list_view .o_data_row.text-muted:contains('Undo two')",
        },
        {
            content: "Undo it",
            trigger: UNDO,
            run: "click",
        },
        {
            content: "They do not rest any more",
            trigger: ".o_list_view .o_data_row:not(.text-muted):contains('Undo two')",
        },
    ],
});
