import { MONTHS_OF, monthName, plusMonths, startOf } from "./days";
import { fromGregorian } from "./jalali";

/**
 * A moment in the Persian calendar, as far as Odoo's filters of days ask luxon: which month and year
 * it has, those before and after it, and where a month, quarter or year begins and ends.
 */
export class PersianMoment {
    /** @param {luxon.DateTime} date */
    constructor(date) {
        this.date = date;
        Object.assign(this, fromGregorian(date));
    }

    get quarter() {
        return Math.ceil(this.month / MONTHS_OF.quarter);
    }

    set({ year = this.year, month = this.month }) {
        return this.plus({ years: year - this.year, months: month - this.month });
    }

    plus({ years = 0, months = 0 }) {
        return new PersianMoment(plusMonths(this.date, years * MONTHS_OF.year + months));
    }

    startOf(unit) {
        return startOf(this.date, unit);
    }

    endOf(unit) {
        const next = plusMonths(this.startOf(unit), MONTHS_OF[unit]);
        return next.minus({ millisecond: 1 });
    }

    toFormat(format) {
        return format === "MMMM" ? monthName(this.date) : String(this.year);
    }
}
