import { fromGregorian, MONTHS, toGregorian } from "./jalali";

export const SATURDAY = 6;

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

/** The names of quarters: people say seasons. */
export const SEASONS = ["بهار", "تابستان", "پاییز", "زمستان"];

/** How many months a period has. */
export const MONTHS_OF = { month: 1, quarter: 3, year: 12 };

/** The first day of the month, quarter or year of a day. */
export function startOf(date, unit) {
    const count = countMonths(fromGregorian(date));
    return atMonth(date, count - (count % MONTHS_OF[unit]));
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

/** The first day of the week of a day. */
export function startOfWeek(date) {
    return date.startOf("day").minus({ day: (date.weekday - SATURDAY + 7) % 7 });
}

/** The week of the year that a day is in; the first one has the first of Farvardin. */
export function weekNumber(date) {
    const last = startOfWeek(date).plus({ day: 6 });
    const first = startOfWeek(startOfYear(last));
    return Math.floor(Math.round(last.diff(first, "days").days) / 7) + 1;
}

/** A day as it is typed: 1405/08/01. */
export function formatNumeric(date) {
    const { year, month, day } = fromGregorian(date);
    const pad = (number) => String(number).padStart(2, "0");
    return `${year}/${pad(month)}/${pad(day)}`;
}
