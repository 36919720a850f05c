import { registry } from "@web/core/registry";

const BEGIN = ".o_deal_start li[data-step=process]";

/** The pipeline of Odoo, which is the app's first screen, and the deals show what is missing. */
registry.category("web_tour.tours").add("deal_start_tour", {
    steps: () => [
        {
            content: "The list stands above the pipeline; what needs more rights is no link",
            trigger: `.o_kanban_view:has(${BEGIN} button):has(li[data-step=mail_server] > span)`,
        },
        {
            content: "A step leads to its place",
            trigger: `${BEGIN} button`,
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains(Sales Processes)",
        },
        {
            content: "Go back by the path",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Don't show it again",
            trigger: ".o_deal_start .o_deal_start_close",
            run: "click",
        },
        {
            content: "It is gone",
            trigger: ".o_kanban_view:not(:has(.o_deal_start))",
        },
    ],
});
