import { addTour } from "./add_tour";

const FIELD = ".o_field_widget[name=date_deadline]";

/** Type into the date that is being edited, and leave it by a key. */
function type(text, key) {
    return [
        {
            content: "Edit the day of the expected decision",
            trigger: `${FIELD} input, ${FIELD} button`,
            run: "click",
        },
        {
            content: `Type ${text}`,
            trigger: `${FIELD} input`,
            async run({ edit, press }) {
                await edit(text, { confirm: false });
                await press(key);
            },
        },
    ];
}

/** Choose the last day of Azar 1405 in the picker. */
function choose() {
    const picker = ".o_datetime_picker";
    return [
        {
            content: "Open the picker",
            trigger: `${FIELD} input, ${FIELD} button`,
            run: "click",
        },
        {
            content: "The input shows the day of the Persian calendar",
            trigger: `${FIELD} input`,
            run() {
                const { get } = Object.getOwnPropertyDescriptor(
                    HTMLInputElement.prototype,
                    "value",
                );
                if (get.call(this.anchor) !== "1405/11/04") {
                    throw new Error(`The input shows ${get.call(this.anchor)}.`);
                }
            },
        },
        {
            content: "It shows the month of the Persian calendar; see the year",
            trigger: `${picker} .o_zoom_out:contains(بهمن 1405)`,
            run: "click",
        },
        {
            content: "Choose Azar",
            trigger: `${picker} .o_date_item_cell:contains(آذر)`,
            run: "click",
        },
        {
            content: "Azar has thirty days; go to Dey and back",
            trigger: `${picker} .o_zoom_out:contains(آذر 1405)`,
        },
        { content: "Next month", trigger: `${picker} .o_next`, run: "click" },
        { content: "It is Dey", trigger: `${picker} .o_zoom_out:contains(دی 1405)` },
        { content: "Previous month", trigger: `${picker} .o_previous`, run: "click" },
        {
            content: "Choose the thirtieth",
            trigger: `${picker}:has(.o_zoom_out:contains(آذر)) .o_date_item_cell:not(.o_out_of_range):contains(30)`,
            run: "click",
        },
        {
            content: "It is the last of Azar",
            trigger: `${FIELD}:contains(30 آذر)`,
        },
    ];
}

addTour("persian_date_tour", {
    steps: () => [
        ...type("1405/08/01", "Tab"),
        {
            content: "It is the first of Aban",
            trigger: `${FIELD}:contains(آبان)`,
        },
        ...type("۱۴۰۵/۹/۲", "Enter"),
        {
            content: "It is the second of Azar",
            trigger: `${FIELD}:contains(آذر)`,
        },
        ...type("05/10/03", "Tab"),
        {
            content: "A year of two digits is one of this century",
            trigger: `${FIELD}:contains(3 دی)`,
        },
        ...type("۴ بهمن ۱۴۰۵", "Tab"),
        {
            content: "A day is typed as it is shown",
            trigger: `${FIELD}:contains(4 بهمن)`,
        },
        ...type("1405/12/30", "Tab"),
        {
            content: "There is no such day, which is told",
            trigger: ".o_notification:contains(1405/12/30)",
        },
        {
            content: "The last one is back",
            trigger: `${FIELD}:contains(بهمن)`,
        },
        ...choose(),
        {
            content: "Edit it again",
            trigger: `${FIELD} button, ${FIELD} input`,
            run: "click",
        },
        {
            content: "Type a day",
            trigger: `${FIELD} input`,
            async run({ edit }) {
                await edit("1405/12/29", { confirm: false });
            },
        },
        {
            content: "Click elsewhere",
            trigger: ".o_form_view .o_deal_number",
            run: "click",
        },
        {
            content: "It is the last day of the year",
            trigger: `${FIELD}:contains(اسفند)`,
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        { content: "Saved", trigger: ".o_form_saved" },
        {
            content: "The change below reads in the same calendar",
            trigger: ".o-mail-Message-tracking:contains(29):contains(اسفند)",
        },
    ],
});
