import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { MONTHS_OF, plusMonths, startOf } from "./days";

const { DateTime } = luxon;

const TERM = /^([=+-])(\d+)([dwmy])$/;
const DAYS_OF = { d: 1, w: 7 };
const UNITS = { m: "month", y: "year" };

function moveBy(date, count, unit) {
    return unit in UNITS
        ? plusMonths(date, count * MONTHS_OF[UNITS[unit]])
        : date.plus({ day: count * DAYS_OF[unit] });
}

/**
 * A day that a domain tells from today by the beginning of a month or year, in the Persian calendar.
 *
 * @param {string} text such as "today =1d -1m": the first day of the month before
 * @returns {luxon.DateTime | null} null where no month begins, or for any other text
 */
export function readFromToday(text) {
    const [today, ...terms] = text.split(/\s+/);
    if (today !== "today" || !terms.includes("=1d")) {
        return null;
    }
    let date = DateTime.local().startOf("day");
    for (const term of terms) {
        const [, sign, digits, unit] = TERM.exec(term) || [];
        if (sign === "=" && ["=1d", "=1m"].includes(term)) {
            date = startOf(date, term === "=1d" ? "month" : "year");
        } else if (sign && sign !== "=") {
            date = moveBy(date, Number(`${sign}${digits}`), unit);
        } else {
            return null;
        }
    }
    return date;
}

/**
 * A domain whose months and years from today are those of the Persian calendar.
 *
 * @param {Array} domain a list
 * @param {Object} fields of the model, by name
 */
export function inPersianCalendar(domain, fields) {
    return domain.map((leaf) => {
        const [name, operator, value] = Array.isArray(leaf) ? leaf : [];
        const date = typeof value === "string" && readFromToday(value);
        if (!date || !["date", "datetime"].includes(fields[name]?.type)) {
            return leaf;
        }
        const serialize = fields[name].type === "date" ? serializeDate : serializeDateTime;
        return [name, operator, serialize(date)];
    });
}
