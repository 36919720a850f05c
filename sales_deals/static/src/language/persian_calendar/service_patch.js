import { datetimePickerService } from "@web/core/datetime/datetimepicker_service";
import { parseDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { formatNumeric, yearOf } from "./days";
import { foldDigits, readJalali } from "./jalali";

const { DateTime } = luxon;

const NATIVE = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
/** What no format of dates reads: the picker puts the last value back. */
const NO_DATE = "–";
const LEAVING = ["Enter", "Escape", "Tab"];
const converted = new WeakSet();
/** Inputs that somebody types into: until they are left, their text is what was typed. */
const typing = new WeakSet();

function stopTyping(event) {
    if (event.type !== "keydown" || LEAVING.includes(event.key)) {
        typing.delete(document.activeElement);
        typing.delete(event.target);
    }
}

// Before Odoo's own listeners, the first of which may close the picker.
for (const type of ["blur", "change", "keydown", "pointerdown"]) {
    window.addEventListener(type, stopTyping, { capture: true });
}

/** A text that Odoo writes into the input of a picker, in the Persian calendar. */
function toPersian(text, formats) {
    for (const format of formats) {
        const date = DateTime.fromFormat(text, format);
        // Texts by a script may be in the Persian calendar already.
        if (date.isValid && date.year >= 1600) {
            const time = text.includes(":") ? ` ${date.toFormat(localization.timeFormat)}` : "";
            return formatNumeric(date) + time;
        }
    }
    return text;
}

/** A text of the input as Odoo reads it: a day of its own calendar. */
function toOdoo(text) {
    const typed = readJalali(text, yearOf(DateTime.local()));
    if (!typed) {
        return foldDigits(text);
    }
    if (!typed.date) {
        return NO_DATE;
    }
    return DateTime.fromObject(typed.date).toFormat(localization.dateFormat) + typed.rest;
}

function isRead(text, formats) {
    try {
        return !text || formats.some((format) => parseDateTime(text, { format }));
    } catch {
        return false;
    }
}

/**
 * Let an input show and take days of the Persian calendar.
 *
 * Odoo's picker goes on writing and reading those of its own: its property is what differs.
 *
 * @param {(text: string) => void} tell called with what is no day
 */
function convert(input, formats, tell) {
    if (!(input instanceof HTMLInputElement) || converted.has(input)) {
        return;
    }
    converted.add(input);
    let told = "";
    Object.defineProperty(input, "value", {
        configurable: true,
        get() {
            const text = NATIVE.get.call(this);
            if (typing.has(this)) {
                return text;
            }
            const read = toOdoo(text);
            if (text !== told && !isRead(read, formats)) {
                told = text;
                tell(text);
            }
            return read;
        },
        set(text) {
            told = "";
            NATIVE.set.call(this, toPersian(text, formats));
        },
    });
    input.addEventListener("input", () => typing.add(input));
    // What it shows already.
    input.value = NATIVE.get.call(input);
}

patch(datetimePickerService, {
    start(env) {
        const service = super.start(...arguments);
        const tell = (text) =>
            env.services.notification.add(_t("“%s” is not a day of the calendar.", text), {
                type: "warning",
            });

        function create(params = {}) {
            const formats = params.format
                ? [params.format]
                : [localization.dateTimeFormat, localization.dateFormat];
            // A format without days, as of months, stays as it is.
            if (!formats.every((format) => format.includes("d"))) {
                return service.create(params);
            }
            const getInputs = () => {
                const inputs = params.getInputs?.() ?? [params.target, null];
                inputs.forEach((input) => convert(input, formats, tell));
                return inputs;
            };
            const isGiven = params.getInputs || params.target instanceof HTMLElement;
            const own = Object.assign(Object.create(params), isGiven ? { getInputs } : {});
            return service.create(own);
        }

        return { ...service, create };
    },
});
