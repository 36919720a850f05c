import { addTour } from "./add_tour";

const column = (stage) => `.o_deal_playbook .o_kanban_group:contains('${stage}')`;

addTour("playbook_tour", {
    steps: () => [
        {
            content: "Make a process",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Choose a ready set",
            trigger:
                ".o_field_widget[name=ready_set] input, .o_field_widget[name=ready_set] select",
            run: "click",
        },
        {
            content: "Standard sale",
            trigger: ".o_select_menu_item:contains('Standard sale')",
            run: "click",
        },
        {
            content: "It shows what it brings",
            trigger: ".o_deal_ready_set .o_deal_ready_stage:contains('Know who decides')",
        },
        {
            content: "It is named after the set, and gets another name",
            trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input",
            run: "edit Our way",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The stages are there; open the playbook",
            trigger: "body:has(.o_form_saved) button[name=action_open_playbook]:contains('17')",
            run: "click",
        },
        {
            content: "All stages are columns",
            trigger: `${column("Won")}:contains('Hand over to those who deliver')`,
        },
        {
            content: "A column tells what the client does and how long it should take",
            trigger: `${column("Needs")} .o_deal_playbook_stage:contains('matters'):contains('Expected: 10 days')`,
        },
        {
            content: "Add a practice",
            trigger: `${column("Needs")} .o_kanban_quick_add`,
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_kanban_quick_create .o_field_widget[name=name] input",
            run: "edit Read their annual report",
        },
        {
            content: "Add it",
            trigger: ".o_kanban_quick_create .o_kanban_add",
            run: "click",
        },
        {
            content: "It is a card",
            trigger: `${column("Needs")} .o_kanban_record:contains('annual report')`,
        },
        {
            content: "Close the quick form",
            trigger: ".o_kanban_quick_create .o_kanban_cancel",
            run: "click",
        },
        {
            content: "Drag a practice to another stage",
            trigger: `${column("New enquiry")} .o_kanban_record:contains('Answer the enquiry')`,
            run: `drag_and_drop(${column("Needs")} .o_kanban_record:contains('Meet the client'))`,
        },
        {
            content: "It stands there",
            trigger: `${column("Needs")} .o_kanban_record:contains('Answer the enquiry')`,
        },
        {
            content: "Open the menu of a card",
            trigger: `${column("Offer")} .o_kanban_record:contains('Send the offer')`,
            run: `hover && click ${column("Offer")} .o_kanban_record:contains('Send the offer') .o_dropdown_kanban button`,
        },
        {
            content: "Duplicate it",
            trigger: ".o-dropdown--menu .dropdown-item:contains('Duplicate')",
            run: "click",
        },
        {
            content: "The copy is there",
            trigger: `${column("Offer")} .o_kanban_record:contains('Send the offer to the client (copy)')`,
        },
        {
            content: "Open the menu of a column",
            trigger: `${column("Needs")} .o_kanban_header`,
            run: `hover && click ${column("Needs")} .o_group_config button`,
        },
        {
            content: "Its settings",
            trigger: ".o-dropdown--menu .o_group_edit",
            run: "click",
        },
        {
            content: "What the client does there",
            trigger: ".modal .o_field_widget[name=deal_buyer_step] input",
            run: "edit Tells us everything",
        },
        {
            content: "The guidance is there, too",
            trigger: ".modal .nav-link:contains('Guidance')",
            run: "click",
        },
        {
            content: "It came with the set",
            trigger: ".modal .o_field_widget[name=deal_guidance]:contains('Understand the need')",
        },
        {
            content: "Save the stage",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The column says so",
            trigger: `${column("Needs")} .o_deal_playbook_stage:contains('Tells us everything')`,
        },
    ],
});

addTour("playbook_trial_tour", {
    steps: () => [
        {
            content: "Try the process",
            trigger: "button[name=action_try_playbook]",
            run: "click",
        },
        {
            content: "Look for a deal",
            trigger: ".modal .o_field_widget[name=lead_id] input",
            run: "edit Tour deal",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Tour deal')",
            run: "click",
        },
        {
            content: "What would be asked",
            trigger:
                ".modal .o_deal_trial_sum:contains('would be asked for practices: 1, of which needed: 1')",
        },
        {
            content: "What is open",
            trigger: ".modal tr:contains('Ask for the plan'):has([title=Open])",
        },
        {
            content: "What is fulfilled, and by what",
            trigger:
                ".modal tr:contains('Meet the rival'):has([title=Fulfilled]):contains('Rival')",
        },
        {
            content: "Close",
            trigger: ".modal footer button:contains('Close')",
            run: "click",
        },
        {
            content: "Closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});
