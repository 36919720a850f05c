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
        ...type("1405/12/30", "Tab"),
        {
            content: "There is no such day: the last one is back",
            trigger: `${FIELD}:contains(آذر)`,
        },
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
