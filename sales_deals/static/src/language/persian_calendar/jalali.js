/**
 * Days of the Persian calendar, and how people type them.
 *
 * Leap years repeat every 33 years: eight groups of four years, the first of which is a leap year,
 * and one more year without (as in models/report/jalali.py).
 */

const DAY = 24 * 60 * 60 * 1000;
const FIRST_YEAR = 880;
const FIRST_DAY = Date.UTC(1501, 2, 21);
const [YEAR, GROUP, CYCLE] = [365, 1461, 12053];
/** The first six months have 31 days, the others 30. */
const FIRST_HALF = 186;

/** No date of a deal lies in these years of the other calendar. */
const FIRST_TYPED = 1200;
const LAST_TYPED = 1599;
/** A year of two digits is at most so many years to come, else one that has passed. */
const TO_COME = 30;

export const MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];
const TIME = String.raw`(?:[\s،,]+(?:ساعت\s+)?(\d{1,2}:\d{2}(?::\d{2})?))?\s*$`;
const SEPARATOR = String.raw`\s*[/.\-]\s*`;
const TEXTS = [
    [`^(\\d{4}|\\d{2})${SEPARATOR}(\\d{1,2})${SEPARATOR}(\\d{1,2})${TIME}`, [1, 2, 3]],
    [`^(\\d{1,2})${SEPARATOR}(\\d{1,2})${SEPARATOR}(\\d{4})${TIME}`, [3, 2, 1]],
    [`^(\\d{4}|\\d{2})(\\d{2})(\\d{2})${TIME}`, [1, 2, 3]],
    [`^(\\d{1,2})\\s*([\\u0621-\\u06cc]+?)(?:\\s*ماه)?(?:\\s*(\\d{4}|\\d{2}))?${TIME}`, [3, 2, 1]],
].map(([pattern, groups]) => [new RegExp(pattern), groups]);
const PERSIAN_YEAR = /(?<!\d)1[2-5]\d\d(?!\d)/;

/** A text with its Persian and Arabic digits in ASCII. */
export function foldDigits(text) {
    return text
        .replace(/[۰-۹]/g, (digit) => digit.charCodeAt(0) - 0x06f0)
        .replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x0660);
}

/** A text as it is read: one notation of letters and digits, without marks and signs of direction. */
function fold(text) {
    return foldDigits(text)
        .replace(/[\u064b-\u0652\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "")
        .replace(/[يى]/g, "ی")
        .replace(/ك/g, "ک")
        .replace(/[آأإ]/g, "ا")
        .replace(/[／⁄]/g, "/")
        .replace(/\s+/g, " ")
        .trim();
}

const FOLDED_MONTHS = new Map(MONTHS.map((name, index) => [fold(name), index + 1]));
FOLDED_MONTHS.set("امرداد", 5);

function daysBefore(year) {
    const passed = year - FIRST_YEAR;
    const [cycles, inCycle] = [Math.floor(passed / 33), passed % 33];
    const inGroup = inCycle % 4;
    const leapDay = inGroup ? 1 : 0;
    return cycles * CYCLE + Math.floor(inCycle / 4) * GROUP + inGroup * YEAR + leapDay;
}

export function daysInMonth(year, month) {
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
    if (!(month >= 1 && month <= 12) || day < 1 || day > daysInMonth(year, month)) {
        return null;
    }
    const months = month < 8 ? (month - 1) * 31 : FIRST_HALF + (month - 7) * 30;
    const date = new Date(FIRST_DAY + (daysBefore(year) + months + day - 1) * DAY);
    return {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
    };
}

/**
 * A day of the other calendar in the Persian one.
 *
 * @param {{ year: number, month: number, day: number }} date as luxon has it
 * @returns {{ year: number, month: number, day: number }}
 */
export function fromGregorian(date) {
    const since = (Date.UTC(date.year, date.month - 1, date.day) - FIRST_DAY) / DAY;
    // Right, or one too much on the last days of a year.
    let year = FIRST_YEAR + Math.floor(since / (CYCLE / 33)) + 1;
    while (daysBefore(year) > since) {
        year--;
    }
    const inYear = since - daysBefore(year);
    const inHalf = inYear < FIRST_HALF ? inYear : inYear - FIRST_HALF;
    const length = inYear < FIRST_HALF ? 31 : 30;
    return {
        year,
        month: Math.floor(inHalf / length) + (inYear < FIRST_HALF ? 1 : 7),
        day: (inHalf % length) + 1,
    };
}

function readYear(text, thisYear) {
    if (!text) {
        return thisYear;
    }
    if (text.length === 4) {
        return Number(text);
    }
    const year = thisYear - (thisYear % 100) + Number(text);
    return year > thisYear + TO_COME ? year - 100 : year;
}

/**
 * What was typed into a date field, if it is meant as a day of the Persian calendar.
 *
 * @param {string} text such as 1405/08/01, 05-8-1, 14050801 or «۱ آبان ۱۴۰۵», in digits of any of the
 *  three scripts, and the time of day
 * @param {number} thisYear the year of the Persian calendar: of days without a year
 * @returns {{ date: Object | null, rest: string } | null} the day in the other calendar (null where
 *  the Persian one has no such day) and the time that follows it; null for any other text
 */
export function readJalali(text, thisYear) {
    const folded = fold(text);
    for (const [pattern, groups] of TEXTS) {
        const found = pattern.exec(folded);
        if (!found) {
            continue;
        }
        const [year, month, day] = groups.map((group) => found[group]);
        const number = readYear(year, thisYear);
        if (number >= FIRST_TYPED && number <= LAST_TYPED) {
            const monthNumber = FOLDED_MONTHS.get(month) ?? Number(month);
            const date = toGregorian(number, monthNumber, Number(day));
            return { date, rest: found[4] ? ` ${found[4]}` : "" };
        }
    }
    return PERSIAN_YEAR.test(folded) ? { date: null, rest: "" } : null;
}
