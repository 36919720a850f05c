import { addTour } from "./add_tour";
import { stepUtils } from "@web_tour/tour_utils";

const banner = ".o_deal_next_steps";
const noBanner = `.o_form_view:not(:has(${banner}))`;
const offer = ".o_notification.o_deal_next_steps_offer";
const card = ".o_kanban_record:contains('Forgotten windows')";
const idle = `${card} .o_deal_without_next_step`;

/* global luxon */

/** A deal's call is done with its outcome, and what follows is scheduled by a click: on the form,
 * from the pipeline, and found again among what is done. Nothing is looked for by its text, so
 * that users of each language walk the same way. */
const steps = () => [
    {
        content: "Mark the call as done",
        trigger: ".o-mail-Activity .o-mail-Activity-markDone",
        run: "click",
    },
    {
        content: "Nobody has answered: one click says so",
        trigger: ".o-mail-ActivityMarkAsDone .o_deal_outcomes button:nth-of-type(2)",
        run: "click",
    },
    {
        content: "The day is in the calendar of the user's language",
        trigger: `${banner} button:has(.fa-phone)`,
        run({ anchor }) {
            const language = luxon.Settings.defaultLocale;
            const tomorrow = luxon.DateTime.now().plus({ days: 1 }).toJSDate();
            const month = new Intl.DateTimeFormat(language, { month: "short" }).format(tomorrow);
            if (!anchor.textContent.includes(month)) {
                throw new Error(`"${anchor.textContent}" does not name the month "${month}"`);
            }
        },
    },
    {
        content: "The form offers to call again; a click schedules it",
        trigger: `${banner} button:has(.fa-phone)`,
        run: "click",
    },
    {
        content: "It is planned",
        trigger: ".o-mail-Activity:contains('Call again')",
    },
    {
        content: "An e-mail is offered too; do without",
        trigger: `${banner}:has(.fa-envelope):not(:has(.fa-phone)) .o_deal_next_steps_dismiss`,
        run: "click",
    },
    {
        content: "The form is as it was",
        trigger: noBanner,
    },
    stepUtils.showAppsMenuItem(),
    {
        content: "Open CRM",
        trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
        run: "click",
    },
    {
        content: "Open the activities of the deal on its card",
        trigger: `${card}:not(:has(.o_deal_without_next_step)) .o-mail-ActivityButton`,
        run: "click",
    },
    {
        content: "Mark the call as done",
        trigger: ".o-mail-ActivityListPopoverItem-markAsDone",
        run: "click",
    },
    {
        content: "This time he was there",
        trigger: ".o-mail-ActivityListPopoverItem .o_deal_outcomes button:nth-of-type(1)",
        run: "click",
    },
    {
        content: "Nothing is planned now, which the card says",
        trigger: idle,
    },
    {
        content: "A notification offers an e-mail; a click schedules it",
        trigger: `${offer} button:has(.fa-envelope)`,
        run: "click",
    },
    {
        content: "The card knows of it, and what else was offered is still there",
        trigger: `${card}:not(:has(.o_deal_without_next_step))`,
    },
    {
        content: "Do without the meeting",
        trigger: `${offer}:not(:has(.fa-envelope)) .o_notification_close`,
        run: "click",
    },
    {
        content: "Open the menu of activities",
        trigger: ".o_menu_systray .o-dropdown:has(.fa-clock-o)",
        run: "click",
    },
    {
        content: "See what is done",
        trigger: ".o-mail-ActivityMenu .o_deal_done_activities",
        run: "click",
    },
    {
        content: "Both calls are there with date, outcome and deal",
        trigger:
            ".o_data_row:eq(1):has(.o_data_cell[name=date_done]:not(:empty))" +
            ":has(.o_data_cell[name=deal_outcome_id]:not(:empty)):contains('Forgotten windows')",
    },
];

addTour("next_step_tour", { steps });
