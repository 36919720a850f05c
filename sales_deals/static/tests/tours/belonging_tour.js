import { addTour } from "./add_tour";

/** From the badge in the pipeline to the deal that a client's mail is about. */
const steps = () => [
    {
        content: "The card of what the mail has made has a badge; open it",
        trigger: ".o_kanban_record:has(.o_deal_asks_belonging .badge):contains('Which colour')",
        run: "click",
    },
    {
        content: "The form asks, and nothing else is said about deals like it",
        trigger:
            ".o_form_view:not(:has(.o_deal_duplicate_hint)) " +
            ".o_deal_belonging_deal:contains('Forty windows')",
    },
    {
        content: "It belongs to the open deal",
        trigger: ".o_deal_belonging_deal:contains('Forty windows') button",
        run: "click",
    },
    {
        content: "This deal is shown",
        trigger: ".o_field_widget[name=name] textarea:value(Forty windows)",
    },
    {
        content: "That was a mistake",
        trigger: ".o_notification:contains('Forty windows') .o_notification_buttons button",
        run: "click",
    },
    {
        content: "The mail asks again",
        trigger:
            ".o_form_view:has(.o_field_widget[name=name] textarea:value(Which colour)) " +
            ".o_deal_belonging_deal:contains('Forty windows') button",
        run: "click",
    },
    {
        content: "And belongs to the open deal after all",
        trigger: ".o_field_widget[name=name] textarea:value(Forty windows)",
    },
    {
        content: "Back in the pipeline",
        trigger: ".o_back_button, .breadcrumb-item a",
        run: "click",
    },
    {
        content: "Another mail is about something new; open it",
        trigger: ".o_kanban_record:has(.o_deal_asks_belonging):contains('A garage')",
        run: "click",
    },
    {
        content: "Say so",
        trigger: ".o_deal_is_new",
        run: "click",
    },
    {
        content: "It is asked no more",
        trigger: ".o_form_view:not(:has(.o_deal_belonging)) .o_deal_number",
    },
];

addTour("belonging_tour", { steps });
