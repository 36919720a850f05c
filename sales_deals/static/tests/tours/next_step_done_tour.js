import { addTour } from "./add_tour";

const offer = ".o_notification.o_deal_next_steps_offer";
const noDialog = "body:not(:has(.modal))";

/** Say in the dialogue that nobody has answered, and schedule the call that is offered then. */
const answer = [
    {
        content: "Nobody has answered",
        trigger: ".modal .o_field_widget[name=outcome_id] .o_selection_badge:eq(1)",
        run: "click",
    },
    {
        content: "It is done",
        trigger: ".modal button[name=action_apply]",
        run: "click",
    },
    {
        content: "What follows is offered; a click schedules it",
        trigger: `${noDialog} ${offer} button:has(.fa-phone)`,
        run: "click",
    },
    {
        content: "The e-mail is still offered; do without",
        trigger: `${offer}:has(.fa-envelope):not(:has(.fa-phone)) .o_notification_close`,
        run: "click",
    },
    {
        content: "Nothing covers the page",
        trigger: `body:not(:has(${offer}))`,
    },
];

// Nothing is found by its text but what the test has named: the tour runs in any language.
addTour("next_step_done_tour", {
    steps: () => [
        {
            content: "Open the menu of activities",
            trigger: ".o_menu_systray .o-dropdown:has(.fa-clock-o)",
            run: "click",
        },
        {
            content: "See all of them",
            trigger: ".o-mail-ActivityMenu div[name=activityGroups] > span:last-of-type",
            run: "click",
        },
        {
            content: "Mark the first call as done, in the list",
            trigger: ".o_list_view .o_data_row:contains('First call') button[name=action_done]",
            run: "click",
        },
        ...answer,
        {
            content: "It is gone from the list; show the cards",
            trigger: ".o_list_view:not(:contains('First call'))",
        },
        {
            content: "Show the cards",
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "Mark the second call as done, on its card",
            trigger: ".o_kanban_record:contains('Second call') button[name=action_done]",
            run: "click",
        },
        ...answer,
        {
            content: "Show the calendar",
            trigger: ".o_switch_view.o_calendar",
            run: "click",
        },
        {
            content: "Open the third call",
            trigger: ".o_calendar_view .fc-event:contains('Third call')",
            run: "click",
        },
        {
            content: "Mark it as done",
            trigger: ".o_cw_popover .o_deal_activity_done",
            run: "click",
        },
        ...answer,
        {
            content: "It is gone from the calendar",
            trigger: ".o_calendar_view:not(:has(.fc-event:contains('Third call')))",
        },
    ],
});
