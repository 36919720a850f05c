import { addTour } from "./add_tour";

const select = (deal) => ({
    content: `Select ${deal}`,
    trigger: `.o_data_row:contains('${deal}') .o_list_record_selector input`,
    run: "click",
});

const wins = (field, value) => ({
    content: `${value} wins`,
    trigger: `.o_deal_merge tr[data-name=${field}] td.o_deal_merge_winner:contains('${value}')`,
});

/** `merge` is the menu's word for it in the user's language. */
const mergeSteps = (merge) => [
    ...["Tour oldest", "Tour middle", "Tour newest"].map(select),
    {
        content: "Open the actions",
        trigger: ".o_cp_action_menus .dropdown-toggle:has(i.fa-cog)",
        run: "click",
    },
    {
        content: "Merge",
        trigger: `.o-dropdown--menu .o_menu_item:contains('${merge}')`,
        run: "click",
    },
    {
        content: "The oldest deal is the first column, and stays",
        trigger:
            ".modal .o_deal_merge thead th[data-deal]:contains('Tour oldest'):has(.text-bg-primary)",
    },
    wins("contact_name", "Anna"),
    wins("stage_id", "Alpha Talks"),
    {
        content: "Choose another contact",
        trigger: ".o_deal_merge tr[data-name=contact_name] td:contains('Ewa')",
        run: "click",
    },
    wins("contact_name", "Ewa"),
    {
        content: "Choose how the deal stands, by its radio button",
        trigger: ".o_deal_merge tr[data-name=stage_id] td:contains('Alpha Start') input:first",
        run: "click",
    },
    wins("stage_id", "Alpha Start"),
    {
        content: "What belongs to the stage came along",
        trigger: ".o_deal_merge tr[data-name=probability] td.o_deal_merge_winner:contains('7')",
    },
    wins("contact_name", "Ewa"),
    {
        content: "Change one's mind",
        trigger: ".o_deal_merge tr[data-name=phone] td:contains('+48600000002')",
        run: "click",
    },
    wins("phone", "+48600000002"),
    {
        content: "Merge",
        trigger: ".modal footer button[name=action_merge]",
        run: "click",
    },
    {
        content: "The oldest deal is open",
        trigger: ".o_form_view .o_deal_number",
    },
    {
        content: "On the stage that was chosen",
        trigger: ".o_statusbar_status .o_arrow_button_current:contains('Alpha Start')",
    },
];

addTour("merge_tour", { steps: () => mergeSteps("Merge") });
addTour("merge_tour_fa", { steps: () => mergeSteps("ادغام") });
