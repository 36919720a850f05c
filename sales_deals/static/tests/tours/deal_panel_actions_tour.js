import { addTour } from "./add_tour";

const fact = (name) => `.o_deal_panel .o_deal_fact[data-fact=${name}]`;
const act = (name) => `.o_deal_panel button[data-action=${name}]`;
const steps = ".o_deal_panel .o_deal_next_steps";

// Nothing is found by its text but what the test has named: the tour runs in any language.
addTour("deal_panel_actions_tour", {
    steps: () => [
        {
            content: "Nobody has planned anything since yesterday: plan it",
            trigger: `${fact("activity")} button.btn-danger`,
            run: "click",
        },
        {
            content: "Say what it is",
            trigger: ".modal .o_field_widget[name=summary] input",
            run: "edit Panel call",
        },
        {
            content: "Schedule it",
            trigger: ".modal footer button[name=action_schedule_activities]",
            run: "click",
        },
        {
            content: "It is done",
            trigger: `${fact("activity")}:contains('Panel call') button[data-action=done]`,
            run: "click",
        },
        {
            content: "Odoo asks how it went",
            trigger: ".o-mail-ActivityMarkAsDone textarea",
            run: "edit Went well",
        },
        {
            content: "Done",
            trigger: ".o-mail-ActivityMarkAsDone .btn-primary.mx-2",
            run: "click",
        },
        { content: "What may follow is in the panel", trigger: `${steps} .btn-primary` },
        {
            content: "The dialogue has it, too",
            trigger: act("schedule"),
            run: "click",
        },
        {
            content: "With its summary",
            trigger: ".modal .o_field_widget[name=summary] input:value(Panel letter)",
        },
        { content: "Not so", trigger: ".modal .btn-close", run: "click" },
        {
            content: "It still waits: do without",
            trigger: `body:not(:has(.modal)) ${steps} .o_deal_next_steps_dismiss`,
            run: "click",
        },
        { content: "It is gone", trigger: `.o_deal_panel:not(:has(.o_deal_next_steps))` },
        {
            content: "The phone calls",
            trigger: `${fact("phone")} a[href='tel:+48221234567']`,
        },
        {
            content: "The last offer has a link to copy",
            trigger: `${fact("offer")} .o_clipboard_button`,
        },
        { content: "Send it again", trigger: act("resend"), run: "click" },
        {
            content: "Odoo's composer is there",
            trigger: ".modal .o_mail_composer_form_view, .modal .o_mail_composer",
        },
        { content: "Not now", trigger: ".modal .btn-close", run: "click" },
        { content: "The deal is there again", trigger: `body:not(:has(.modal)) ${act("resend")}` },
    ],
});

addTour("deal_panel_answer_tour", {
    steps: () => [
        {
            content: "Answer the client's question",
            trigger: act("answer"),
            run: "click",
        },
        {
            content: "To whom who has asked",
            trigger: ".modal .o_field_widget[name=partner_ids]:contains('Panel Client')",
        },
        {
            content: "Write it",
            trigger: ".modal .o_field_widget[name=body] .odoo-editor-editable",
            run: "editor Panel answer",
        },
        {
            content: "Send it",
            trigger: ".modal footer button[name=action_send_mail]",
            run: "click",
        },
        {
            content: "The question is answered",
            trigger: `body:not(:has(.modal)) .o_deal_panel:not(:has([data-fact=questions]))`,
        },
        {
            content: "The chatter has the answer",
            trigger: ".o-mail-Thread:contains('Panel answer')",
        },
    ],
});
