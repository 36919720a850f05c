import { addTour } from "./add_tour";

const first = ".o_form_statusbar .o_statusbar_buttons > *:first-child";
const newOffer = `${first} button[name=action_deal_new_offer].btn-primary`;
const newQuotation = ".o_form_statusbar button[name=action_sale_quotations_new]";

// Nothing is found by its text but what the test has named: the tour runs in any language.
addTour("offer_begin_tour", {
    steps: () => [
        { content: "The offer comes first", trigger: newOffer, run: "click" },
        {
            content: "The customer is asked for, with what the deal knows",
            trigger: ".modal .o_field_widget[name=partner_name] input:value(Tour Doors)",
        },
        {
            content: "Go on",
            trigger: ".modal footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "What the client will see is there at once",
            trigger: ".o_offer_preview :iframe .variant",
        },
        {
            content: "With the customer",
            trigger: ".o_offer_preview :iframe body:contains(Tour Doors)",
        },
        {
            content: "Look for another template",
            trigger: ".o_field_widget[name=template_id] input",
            run: "edit Tour Template",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Tour Template')",
            run: "click",
        },
        {
            content: "It is saved, and shown",
            trigger: ".o_offer_preview :iframe html.compact",
        },
        {
            content: "Send it",
            trigger: ".o_form_statusbar button[name=action_send].btn-primary",
            run: "click",
        },
        {
            content: "To the new customer",
            trigger: ".modal .o_mail_composer_form, .modal .o_form_view:contains(Tour Person)",
        },
        {
            content: "The message goes out",
            trigger: ".modal footer button[name=action_send_mail]",
            run: "click",
        },
        {
            content: "The offer is sent",
            trigger: ".o_form_view .o_field_widget[name=page_url]",
        },
    ],
});

addTour("quotation_again_tour", {
    steps: () => [
        { content: "Make a quotation", trigger: newQuotation, run: "click" },
        {
            content: "There is an order already",
            trigger: ".modal .o_field_widget[name=question]",
        },
        {
            content: "Make another one all the same",
            trigger: ".modal footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "It is a quotation",
            trigger: ".o_form_view .o_field_widget[name=order_line]",
        },
    ],
});
