import { addTour } from "./add_tour";

const panel = ".o_deal_playbook_panel";
const practice = (kind) => `${panel} .o_deal_practice[data-kind=${kind}]`;
const closed = "body:not(:has(.modal))";

// Nothing is found by its text but what the test has named: the tour runs in any language.
addTour("deal_practices_tour", {
    steps: () => [
        {
            content: "What is suggested says which practice it fulfils",
            trigger: ".o_deal_next_steps .o_deal_step_practice:contains('Panel call')",
        },
        {
            content: "Long guidance is folded",
            trigger: `${panel} .o_deal_playbook_folded .o_deal_playbook_fold`,
            run: "click",
        },
        {
            content: "It is there as a whole",
            trigger: `${panel} .o_deal_playbook_guidance:not(.o_deal_playbook_folded)`,
        },
        {
            content: "What is due comes first: tick it",
            trigger: `${panel} .o_deal_practice_next[data-kind=tick]:contains('Panel ask') .o_deal_practice_tick`,
            run: "click",
        },
        {
            content: "Say how",
            trigger: `${practice("tick")} .o_deal_practice_note`,
            run: "edit On the panel's phone",
        },
        {
            content: "Done",
            trigger: `${practice("tick")} .o_deal_practice_confirm`,
            run: "click",
        },
        {
            content: "It is done, and says how: take it back",
            trigger: `${practice("tick")}.o_deal_practice_done:contains("On the panel's phone") .o_deal_practice_back`,
            run: "click",
        },
        {
            content: "It is asked what that takes away",
            trigger: `.modal:contains("On the panel's phone") footer .btn-primary`,
            run: "click",
        },
        {
            content: "It is open again",
            trigger: `${closed} ${practice("tick")}:not(.o_deal_practice_done)`,
        },
        {
            content: "The chatter knows",
            trigger: `.o-mail-Thread:contains("On the panel's phone")`,
        },
        {
            content: "Add a competitor",
            trigger: `${practice("competitor")} .o_deal_practice_open`,
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Panel Rival Ltd",
        },
        {
            content: "Save",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "That fulfils the practice",
            trigger: `${closed} ${practice("competitor")}.o_deal_practice_done`,
        },
        {
            content: "Progress has grown",
            trigger: `${panel} .progress[aria-valuenow='20']`,
        },
        {
            content: "Plan the call",
            trigger: `${practice("activity")} .o_deal_practice_open`,
            run: "click",
        },
        {
            content: "Schedule it",
            trigger: ".modal footer button[name=action_schedule_activities]",
            run: "click",
        },
        {
            content: "The practice says that it is planned: it is done",
            trigger: `${closed} ${practice("activity")} .o_deal_practice_finish`,
            run: "click",
        },
        {
            content: "The call was made",
            trigger: ".o-mail-ActivityMarkAsDone .btn-primary.mx-2",
            run: "click",
        },
        {
            content: "That fulfils the practice",
            trigger: `${closed} ${practice("activity")}.o_deal_practice_done`,
        },
        {
            content: "Fill in the date",
            trigger: `${practice("domain")} .o_deal_practice_open`,
            run: "click",
        },
        {
            content: "The field is there",
            trigger: ".o_field_widget[name=date_deadline] :focus",
        },
        {
            content: "Go to the calculation",
            trigger: `${practice("calculation")} .o_deal_practice_open`,
            run: "click",
        },
        {
            content: "Its tab is open",
            trigger: ".o_notebook .nav-link.active[name=calculation]",
        },
    ],
});
