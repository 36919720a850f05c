import { addTour } from "./add_tour";

const fact = (name) => `.o_deal_panel .o_deal_fact[data-fact=${name}]`;
const openTab = (name) => ({
    content: `Open the tab ${name}`,
    trigger: `.o_notebook .nav-link[name=${name}]`,
    run: "click",
});
const addLine = (field) => ({
    content: `Add to ${field}`,
    trigger: `.o_field_widget[name=${field}] .o_field_x2many_list_row_add a`,
    run: "click",
});
const save = () => [
    { content: "Save", trigger: ".o_form_button_save", run: "click" },
    { content: "It is saved", trigger: ".o_form_saved" },
];

// Nothing is found by its text but what the test has named: the tour runs in any language.
addTour("deal_panel_tour", {
    steps: () => [
        {
            content: "The form tells the number",
            trigger: ".o_form_view .o_deal_number:contains('A-')",
        },
        {
            content: "And the customer",
            trigger: ".o_form_view .o_field_widget[name=partner_id] input:value(Panel Client)",
        },
        {
            content: "The panel repeats neither",
            trigger: ".o_deal_panel:not(:contains('A-')):not(:contains('Panel Client'))",
        },
        {
            content: "Nothing is planned, as is usual for a deal that was made today",
            trigger: `${fact("activity")} button.btn-secondary[data-action=schedule]`,
        },
        openTab("lead"),
        addLine("deal_contact_ids"),
        {
            content: "Look for a contact",
            trigger:
                ".o_field_widget[name=deal_contact_ids] .o_field_widget[name=partner_id] input",
            run: "edit Panel Anna",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Panel Anna')",
            run: "click",
        },
        {
            content: "Who is the primary contact",
            trigger:
                ".o_field_widget[name=deal_contact_ids] .o_selected_row [name=is_primary] input",
            run: "click",
        },
        ...save(),
        {
            content: "The panel shows who it is",
            trigger: `${fact("contacts")}:has(.fa-star) a:contains('Panel Anna')`,
        },
        openTab("competitors"),
        addLine("deal_competitor_ids"),
        {
            content: "Enter a name",
            trigger: ".o_field_widget[name=deal_competitor_ids] .o_field_widget[name=name] input",
            run: "edit Panel Rival",
        },
        {
            content: "Enter a price",
            trigger: ".o_field_widget[name=deal_competitor_ids] .o_field_widget[name=price] input",
            run: "edit 450",
        },
        ...save(),
        {
            content: "The panel shows whom the deal competes with",
            trigger: `${fact("competitors")}:contains('450') bdi:contains('Panel Rival')`,
        },
        {
            content: "The decision was put off once: look how",
            trigger: `${fact("decision")} button:has(.text-bg-warning)`,
            run: "click",
        },
        {
            content: "The history marks it",
            trigger: ".modal .o_deal_history .o_deal_slip .text-bg-warning",
        },
        { content: "Close", trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "The history is in the details, too",
            trigger: "body:not(:has(.modal)) .o_notebook .nav-link[name=details]",
            run: "click",
        },
        { content: "There", trigger: ".o_notebook .o_deal_history .o_deal_slip" },
        {
            content: "Show only the mails that came",
            trigger: ".o_deal_chatter_filters button[data-filter=received]",
            run: "click",
        },
        {
            content: "It is there, the note is not",
            trigger:
                ".o_deal_chatter_filters:contains('client@x.example'):not(:contains('Between us'))",
        },
        {
            content: "Odoo's list is out of sight",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Thread:visible))",
        },
        {
            content: "Show all again",
            trigger: ".o_deal_chatter_filters button[data-filter=received].active",
            run: "click",
        },
        { content: "There is the note", trigger: ".o-mail-Thread:visible:contains('Between us')" },
    ],
});
