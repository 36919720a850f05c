import { addTour } from "./add_tour";
import { asked, column, confirm, current, giveReason, noDialogue, stage, tick } from "./gate_steps";

addTour("deal_gate_form_tour", {
    steps: () => [
        current("Alpha Start"),
        {
            content: "Go to the next stage",
            trigger: stage("Alpha Talks"),
            run: "click",
        },
        {
            content: "All that is missing is asked for",
            trigger: `.o_deal_gate:has(.o_deal_gate_practice:contains('Rival known'))`,
        },
        {
            content: "Not now",
            trigger: ".o_deal_gate footer .btn-secondary",
            run: "click",
        },
        noDialogue,
        current("Alpha Start"),
        {
            content: "Nothing is left to be saved",
            trigger:
                ".o_form_view .o_form_status_indicator:has(.o_form_status_indicator_buttons.invisible)",
        },
        {
            content: "Try again",
            trigger: stage("Alpha Talks"),
            run: "click",
        },
        ...tick,
        {
            content: "Fill in the date",
            trigger: `${asked("Date known")} .o_field_widget[name=date_deadline] .o_input`,
            run: "click",
        },
        {
            content: "Choose a day",
            trigger: ".o_date_picker .o_date_item_cell.o_today",
            run: "click",
        },
        ...giveReason,
        confirm,
        noDialogue,
        current("Alpha Talks"),
        {
            content: "Back is free",
            trigger: stage("Alpha Start"),
            run: "click",
        },
        current("Alpha Start"),
        {
            content: "What was answered once is not asked again",
            trigger: stage("Alpha Talks"),
            run: "click",
        },
        current("Alpha Talks"),
        {
            content: "Win it",
            trigger: ".o_form_statusbar button[name=action_set_won_rainbowman]",
            run: "click",
        },
        {
            content: "Winning is asked for, and only a manager passes it",
            trigger: ".o_deal_gate:has(.o_deal_gate_closed) .o_deal_gate_confirm:disabled",
        },
        {
            content: "Add what fulfils it",
            trigger: `${asked("Decision maker")} .o_deal_gate_open`,
            run: "click",
        },
        {
            content: "Choose the person",
            trigger: ".modal:not(.o_deal_gate) .o_field_widget[name=partner_id] input",
            run: "edit Gate person",
        },
        {
            content: "That is her",
            trigger: ".o-autocomplete--dropdown-item:contains('Gate person')",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "Everything is done",
            trigger: ".o_deal_gate_done",
        },
        confirm,
        noDialogue,
        current("Alpha Signed"),
        {
            content: "The chatter knows what was passed, and why",
            trigger:
                ".o-mail-Message:contains('Rival known'):contains('They are in a hurry'):not(:contains('Needs asked'))",
        },
    ],
});

addTour("deal_gate_card_tour", {
    steps: () => [
        {
            content: "Look at the pipeline",
            trigger: ".o_cp_switch_buttons .o_kanban",
            run: "click",
        },
        {
            content: "Drag the card to the next column",
            trigger: `${column("Alpha Start")} .o_kanban_record:contains('Gate deal')`,
            run: `drag_and_drop (${column("Alpha Talks")})`,
        },
        {
            content: "It is asked for, and went back meanwhile",
            trigger: ".o_deal_gate",
        },
        ...tick,
        ...giveReason,
        confirm,
        noDialogue,
        {
            content: "The card is in the next column",
            trigger: `${column("Alpha Talks")} .o_kanban_record:contains('Gate deal')`,
        },
    ],
});

addTour("deal_gate_quick_tour", {
    steps: () => [
        {
            content: "Look at the pipeline",
            trigger: ".o_cp_switch_buttons .o_kanban",
            run: "click",
        },
        {
            content: "Add a card to a later column",
            trigger: `${column("Alpha Talks")} .o_kanban_quick_add`,
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_kanban_quick_create .o_field_widget[name=name] input",
            run: "edit Quick deal",
        },
        {
            content: "Add it",
            trigger: ".o_kanban_quick_create .o_kanban_add",
            run: "click",
        },
        {
            content: "It is asked for at once; not now",
            trigger: ".o_deal_gate footer .btn-secondary",
            run: "click",
        },
        noDialogue,
        {
            content: "Add it",
            trigger: ".o_kanban_quick_create .o_kanban_add:enabled",
            run: "click",
        },
        ...tick,
        ...giveReason,
        confirm,
        noDialogue,
        {
            content: "The card is there, and nothing is left of it to be added once more",
            trigger: `${column("Alpha Talks")}:has(.o_kanban_quick_create .o_field_widget[name=name] input:value(/^$/)) .o_kanban_record:contains('Quick deal')`,
        },
    ],
});

addTour("deal_gate_list_tour", {
    steps: () => [
        {
            content: "Edit deals in the list",
            trigger: ".o_deal_edit_in_list",
            run: "click",
        },
        {
            content: "Select both",
            trigger: ".o_deal_edit_in_list.active:not(:disabled)",
        },
        {
            content: "The first one",
            trigger: ".o_data_row:contains('Gate deal one') .o_list_record_selector input",
            run: "click",
        },
        {
            content: "And the second one",
            trigger: ".o_data_row:contains('Gate deal two') .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Edit the stage",
            trigger: ".o_data_row:contains('Gate deal one') td[name=stage_id]",
            run: "click",
        },
        {
            content: "Look for the next stage",
            trigger: ".o_selected_row td[name=stage_id] input",
            run: "edit Alpha Talks",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Alpha Talks')",
            run: "click",
        },
        {
            content: "For both",
            trigger: ".modal:not(:has(.o_deal_gate_practice)) footer .btn-primary",
            run: "click",
        },
        {
            content: "Both are named",
            trigger: `${asked("Needs asked")}:contains('Gate deal two')`,
        },
        ...tick,
        ...giveReason,
        confirm,
        noDialogue,
        {
            content: "Both have gone on",
            trigger: ".o_data_row:contains('Gate deal two') td[name=stage_id]:contains('Talks')",
        },
    ],
});
