/**
 * Days of the Persian calendar as people type them.
 *
 * Leap years repeat every 33 years: eight groups of four years, the first of which is a leap year,
 * and one more year without (as in models/report/jalali.py).
 */

const DAY = 24 * 60 * 60 * 1000;
const FIRST_YEAR = 880;
const FIRST_DAY = Date.UTC(1501, 2, 21);
/** No date of a deal lies in these years of the other calendar. */
const FIRST_TYPED = 1200;
const LAST_TYPED = 1599;
const TYPED = /^\s*(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)(.*)$/s;

/** A text with its Persian and Arabic digits in ASCII. */
export function foldDigits(text) {
    return text
        .replace(/[۰-۹]/g, (digit) => digit.charCodeAt(0) - 0x06f0)
        .replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x0660);
}

function daysBefore(year) {
    const passed = year - FIRST_YEAR;
    const [cycles, inCycle] = [Math.floor(passed / 33), passed % 33];
    const inGroup = inCycle % 4;
    const leapDay = inGroup ? 1 : 0;
    return cycles * 12053 + Math.floor(inCycle / 4) * 1461 + inGroup * 365 + leapDay;
}

function daysInMonth(year, month) {
    if (month < 12) {
        return month < 7 ? 31 : 30;
    }
    return daysBefore(year + 1) - daysBefore(year) - 336;
}

/**
 * A day of the Persian calendar in the other one.
 *
 * @returns {{ year: number, month: number, day: number } | null} null where there is no such day
 */
export function toGregorian(year, month, day) {
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
        return null;
    }
    const months = month < 8 ? (month - 1) * 31 : 186 + (month - 7) * 30;
    const date = new Date(FIRST_DAY + (daysBefore(year) + months + day - 1) * DAY);
    return {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
    };
}

/**
 * What was typed into a date field, if it begins with a day of the Persian calendar.
 *
 * @param {string} text such as 1405/08/01, in digits of any of the three scripts
 * @returns {{ date: Object | null, rest: string } | null} the day in the other calendar (null where
 *  the Persian one has no such day) and what follows it; null for any other text
 */
export function readJalali(text) {
    const found = TYPED.exec(foldDigits(text));
    if (!found) {
        return null;
    }
    const [year, month, day] = [found[1], found[3], found[4]].map(Number);
    if (year < FIRST_TYPED || year > LAST_TYPED) {
        return null;
    }
    return { date: toGregorian(year, month, day), rest: found[5] };
}
