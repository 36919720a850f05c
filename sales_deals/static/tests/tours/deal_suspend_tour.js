import { addTour } from "./add_tour";

/** In the window: a day in the middle of the next month. */
export const chooseDay = [
    {
        content: "Choose until when",
        trigger: ".modal .o_field_widget[name=until] input",
        run: "click",
    },
    {
        content: "In the next month",
        trigger: ".o_datetime_picker .o_next",
        run: "click",
    },
    {
        content: "On a day in its middle",
        trigger: ".o_datetime_picker .o_date_item_cell:not(.o_out_of_range):eq(14)",
        run: "click",
    },
];

addTour("deal_suspend_tour", {
    steps: () => [
        {
            content: "Suspend the deal",
            trigger: ".o_form_statusbar .o_deal_suspend",
            run: "click",
        },
        ...chooseDay,
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Budget in spring",
        },
        {
            content: "Confirm",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "The deal says that it rests, and why",
            trigger: ".o_form_view .o_deal_suspended:contains('Budget in spring')",
        },
        {
            content: "Go to the list of deals",
            trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb a",
            run: "click",
        },
        {
            content: "Show the cards",
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "The card says that it rests; open it",
            trigger: ".o_kanban_record:has(.o_deal_suspended .badge):contains('Tour deal')",
            run: "click",
        },
        {
            content: "Take it up again",
            trigger: ".o_form_statusbar button[name=action_deal_resume]",
            run: "click",
        },
        {
            content: "It can be suspended again",
            trigger: ".o_form_statusbar .o_deal_suspend",
        },
        {
            content: "Nothing says that it rests",
            trigger: ".o_form_view:not(:has(.o_deal_suspended))",
        },
    ],
});
