import { addTour } from "./add_tour";
import { asked, confirm, current, giveReason, noDialogue, stage, tick } from "./gate_steps";

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
const apply = {
    content: "Confirm the dialogue",
    trigger: ".modal footer button[name=action_apply]",
    run: "click",
};
const goOn = (where) => ({
    content: "Go to the next stage",
    trigger: stage(where),
    run: "click",
});

addTour("deal_gate_needed_tour", {
    steps: () => [
        goOn("Alpha Talks"),
        {
            content: "It is needed, and nothing is there to give a reason",
            trigger: `.o_deal_gate:has(.o_deal_gate_closed):not(:has(.o_deal_gate_reason)) .o_deal_gate_confirm:disabled`,
        },
        {
            content: "Not now",
            trigger: ".o_deal_gate footer .btn-secondary",
            run: "click",
        },
        noDialogue,
        current("Alpha Start"),
    ],
});

addTour("deal_gate_manager_tour", {
    steps: () => [
        goOn("Alpha Talks"),
        {
            content: "A manager may pass what is needed",
            trigger: `${asked("Visit")}:has(.text-bg-danger)`,
        },
        ...giveReason,
        confirm,
        noDialogue,
        current("Alpha Talks"),
        {
            content: "The chatter knows what was passed, and why",
            trigger: ".o-mail-Message:contains('Visit'):contains('They are in a hurry')",
        },
    ],
});

addTour("deal_gate_process_tour", {
    steps: () => [
        current("Beta Start"),
        {
            content: "Open the actions",
            trigger: ".o_form_view .o_cp_action_menus .dropdown-toggle:has(i.fa-cog)",
            run: "click",
        },
        {
            content: "Change the process",
            trigger:
                ".o-dropdown--menu .o_menu_item:contains(/Change Process|تغییر فرایند|Zmień proces/)",
            run: "click",
        },
        ...choose("deal_process_id", "Alpha"),
        ...choose("stage_id", "Alpha Talks"),
        apply,
        ...tick,
        ...giveReason,
        confirm,
        noDialogue,
        current("Alpha Talks"),
    ],
});

addTour("deal_gate_conversion_tour", {
    steps: () => [
        {
            content: "Convert the lead",
            trigger: ".o_form_statusbar button.btn-primary[name]",
            run: "click",
        },
        {
            content: "Do without a customer",
            trigger: ".modal .o_field_widget[name=action] input[data-value=nothing]",
            run: "click",
        },
        ...choose("deal_stage_id", "Alpha Talks"),
        apply,
        ...tick,
        ...giveReason,
        confirm,
        noDialogue,
        current("Alpha Talks"),
    ],
});

addTour("deal_gate_offer_tour", {
    steps: () => [
        goOn("Alpha Talks"),
        {
            content: "There is no offer yet: make it",
            trigger: `${asked("Offer sent")} .o_deal_gate_open`,
            run: "click",
        },
        noDialogue,
        {
            content: "There is nothing to offer: the calculation is open",
            trigger: ".o_form_view .o_notebook .nav-link.active[name=calculation]",
        },
        current("Alpha Start"),
    ],
});

addTour("deal_gate_new_offer_tour", {
    steps: () => [
        goOn("Alpha Talks"),
        {
            content: "There is no offer yet: make it",
            trigger: `${asked("Offer sent")} .o_deal_gate_open`,
            run: "click",
        },
        noDialogue,
        {
            content: "It is a draft, to be sent",
            trigger: ".o_form_view .o_form_statusbar button[name=action_send]",
        },
    ],
});
