import { addTour } from "./add_tour";

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

// Nothing is found by its text but what the test has named: the tour runs in any language.
addTour("deal_loss_tour", {
    steps: () => [
        {
            content: "Lose the deal",
            trigger: ".o_form_statusbar button[data-hotkey='l']",
            run: "click",
        },
        {
            content: "Without a reason",
            trigger: ".modal:not(:has([name=deal_competitor_partner_id])) footer .btn-primary",
            run: "click",
        },
        {
            content: "A reason is asked for",
            trigger: ".modal .o_field_widget[name=lost_reason_id].o_field_invalid",
        },
        ...choose("lost_reason_id", "Rival reason"),
        {
            content: "The reason says when to choose it",
            trigger:
                ".modal .o_field_widget[name=deal_reason_description]:contains('Somebody else')",
        },
        ...choose("deal_competitor_partner_id", "Rival Ltd"),
        {
            content: "Enter his price",
            trigger: ".modal .o_field_widget[name=deal_competitor_price] input",
            run: "edit 450",
        },
        {
            content: "Confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "The deal is lost, and its loss counted",
            trigger: ".o_form_view .o_field_widget[name=deal_loss_count]:contains('1')",
        },
        {
            content: "Restore it",
            trigger: ".o_form_statusbar button[name=action_restore]",
            run: "click",
        },
        {
            content: "It can be lost again",
            trigger: ".o_form_statusbar button[data-hotkey='l']",
        },
        {
            content: "The loss stays on record",
            trigger: "button[name=action_deal_view_losses]",
            run: "click",
        },
        {
            content: "With its reason and the competitor",
            trigger: ".o_list_view .o_data_row:contains('Rival reason'):contains('Rival Ltd')",
        },
    ],
});
