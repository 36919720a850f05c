import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { foldDigits, readJalali } from "./jalali";

const { DateTime } = luxon;

/** The inputs that a date picker of Odoo reads. */
const INPUTS = [
    ".o_field_date input",
    ".o_field_datetime input",
    ".o_field_daterange input",
    ".o_field_remaining_days input",
    "input.o_datetime_input",
].join(",");
const LEAVING = ["Enter", "Tab"];
/** What no format of dates reads: the picker puts the last value back. */
const NO_DATE = "–";

function translate(text) {
    const typed = readJalali(text);
    if (!typed) {
        return foldDigits(text);
    }
    if (!typed.date) {
        return NO_DATE;
    }
    return DateTime.fromObject(typed.date).toFormat(localization.dateFormat) + typed.rest;
}

function convert(input) {
    if (!input?.matches?.(INPUTS)) {
        return;
    }
    const text = translate(input.value);
    if (text !== input.value) {
        input.value = text;
        // A value that a script has set tells of no change by itself.
        input.dispatchEvent(new Event("change", { bubbles: true }));
    }
}

/**
 * For Persian users dates can be typed in the Persian calendar, as 1405/08/01: before Odoo's picker
 * reads them, they become dates of its own calendar.
 */
export const persianDatesService = {
    dependencies: ["localization"],
    start() {
        if (!localization.code?.startsWith("fa")) {
            return;
        }
        const isLeaving = (event) => event.type !== "keydown" || LEAVING.includes(event.key);
        const onLeave = (event) => isLeaving(event) && convert(document.activeElement);
        // Before the picker's own listeners, and before a click elsewhere closes it.
        window.addEventListener("keydown", onLeave, { capture: true });
        window.addEventListener("pointerdown", onLeave, { capture: true });
        window.addEventListener("change", (event) => convert(event.target), { capture: true });
    },
};

registry.category("services").add("deal_persian_dates", persianDatesService);
