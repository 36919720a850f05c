import { fromGregorian, MONTHS, toGregorian } from "./jalali";

/** Luxon's days by the Persian calendar; their time of day and zone stay. */

/** The month of a day, counted from the beginning of the calendar. */
function countMonths({ year, month }) {
    return year * 12 + month - 1;
}

/** A luxon date on the first day of a month, which is counted as by {@link countMonths}. */
function atMonth(date, count) {
    return date.set(toGregorian(Math.floor(count / 12), (count % 12) + 1, 1)).startOf("day");
}

export function startOfMonth(date) {
    return atMonth(date, countMonths(fromGregorian(date)));
}

/** The first day of the month so many months later. */
export function plusMonths(date, months) {
    return atMonth(date, countMonths(fromGregorian(date)) + months);
}

export function startOfYear(date, year = fromGregorian(date).year) {
    return atMonth(date, year * 12);
}

export function yearOf(date) {
    return fromGregorian(date).year;
}

export function monthName(date) {
    return MONTHS[fromGregorian(date).month - 1];
}

/** A day as it is typed: 1405/08/01. */
export function formatNumeric(date) {
    const { year, month, day } = fromGregorian(date);
    const pad = (number) => String(number).padStart(2, "0");
    return `${year}/${pad(month)}/${pad(day)}`;
}
