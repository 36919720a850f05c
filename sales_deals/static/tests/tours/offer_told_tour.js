import { addTour } from "./add_tour";

const openDialogue = (answer) => ({
    content: `The client has ${answer} by phone`,
    trigger: `.o_form_statusbar button[name=action_tell_${answer}]`,
    run: "click",
});
const confirm = () => ({
    content: "Tell it",
    trigger: ".modal footer button[name=action_apply].btn-primary:visible",
    run: "click",
});
const enterName = () => ({
    content: "Who has answered",
    trigger: ".modal .o_field_widget[name=name] input",
    run: "edit Tour Person",
});

// Nothing is found by its text but what the test has named: the tour runs in any language.
addTour("offer_told_accepted_tour", {
    steps: () => [
        openDialogue("accepted"),
        enterName(),
        {
            content: "Choose the second variant",
            trigger: ".modal .o_offer_choice label:contains('Tour Variant') input[type=radio]",
            run: "click",
        },
        {
            content: "With its option",
            trigger: ".modal .o_offer_choice input[type=checkbox]",
            run: "click",
        },
        {
            content: "The total has it in",
            trigger: ".modal .o_field_widget[name=total]:contains(/740|۷۴۰/)",
        },
        confirm(),
        {
            content: "The offer is accepted, and says who told it",
            trigger: ".o_form_view .o_field_widget[name=told_by_id]",
        },
        {
            content: "With its order",
            trigger: ".o_form_view button[name=action_open_order]",
        },
    ],
});

addTour("offer_told_declined_tour", {
    steps: () => [
        openDialogue("declined"),
        enterName(),
        {
            content: "Look for the reason",
            trigger: ".modal .o_field_widget[name=reason_id] input",
            run: "edit Tour Reason",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Tour Reason')",
            run: "click",
        },
        {
            content: "In the client's words",
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Next year, maybe",
        },
        confirm(),
        {
            content: "The offer is declined",
            trigger: ".o_form_view .o_field_widget[name=decline_note]:contains('Next year')",
        },
    ],
});
