import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { isInRange, today } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { session } from "@web/session";
import {
    monthName,
    plusMonths,
    startOfMonth,
    startOfWeek,
    startOfYear,
    weekNumber,
    yearOf,
} from "./days";
import { fromGregorian } from "./jalali";

const { Info } = luxon;

const WEEKS = 6;
/** Years and decades before and after those that a panel is about. */
const MARGIN = 1;
const COUNT = 10;

const range = (from, to) => Array.from({ length: to - from }, (_, index) => index + from);
const floor = (year, step) => Math.floor(year / step) * step;

function makeItem(start, end, label, limits, values = {}) {
    const dates = [start, end.minus({ millisecond: 1 })];
    return {
        id: start.toISODate(),
        includesToday: isInRange(today(), dates),
        isOutOfRange: false,
        isValid: isInRange(dates, [limits.minDate, limits.maxDate]),
        label: String(label),
        range: dates,
        ...values,
    };
}

function makeDay(day, month, limits) {
    const item = makeItem(day, day.plus({ day: 1 }), fromGregorian(day).day, limits);
    const classes = [limits.dayCellClass?.(day) || ""];
    if (session.deal_days_off.includes(day.weekday)) {
        classes.push("o_deal_holiday");
    }
    return {
        ...item,
        isOutOfRange: !isInRange(day, month),
        // Undefined where nothing limits the days, as with Odoo's.
        isValid: item.isValid && (limits.isDateValid ? limits.isDateValid(day) : true),
        extraClass: classes.join(" ").trim(),
    };
}

function makeWeek(start, month, limits) {
    const days = range(0, 7).map((number) => start.plus({ day: number }));
    return { number: weekNumber(start), days: days.map((day) => makeDay(day, month, limits)) };
}

function nameDays(weeks, showWeekNumbers) {
    const names = weeks[0].days.map(({ range: [day] }) => [
        day.weekdayShort,
        day.weekdayLong,
        Info.weekdays("narrow", { locale: day.locale })[day.weekday - 1],
    ]);
    return showWeekNumbers ? [["", "", ""], ...names] : names;
}

function makeYears(date, limits, step) {
    const first = floor(yearOf(date), step * COUNT);
    return range(-MARGIN, COUNT + MARGIN).map((index) => {
        const year = first + index * step;
        const dates = [startOfYear(date, year), startOfYear(date, year + step)];
        const isOutOfRange = index < 0 || index >= COUNT;
        return makeItem(...dates, year, limits, { isOutOfRange });
    });
}

/** What a panel shows, and how many months the next one lies ahead. */
const LEVELS = {
    days: {
        months: 1,
        getTitle: (date) => `${monthName(date)} ${yearOf(date)}`,
        getItems(date, limits) {
            const first = startOfMonth(date);
            const month = [first, plusMonths(first, 1).minus({ millisecond: 1 })];
            const begin = startOfWeek(first);
            const weeks = range(0, WEEKS).map((number) =>
                makeWeek(begin.plus({ week: number }), month, limits),
            );
            const number = fromGregorian(first).month;
            const daysOfWeek = nameDays(weeks, limits.showWeekNumbers);
            return [{ id: "__month__0", number, daysOfWeek, weeks }];
        },
    },
    months: {
        months: 12,
        getTitle: (date) => String(yearOf(date)),
        getItems(date, limits) {
            const first = startOfYear(date);
            return range(0, 12).map((number) => {
                const month = plusMonths(first, number);
                return makeItem(month, plusMonths(month, 1), monthName(month), limits);
            });
        },
    },
    years: {
        months: 12 * COUNT,
        getTitle(date) {
            const first = floor(yearOf(date), COUNT);
            return `${first - MARGIN} - ${first + COUNT}`;
        },
        getItems: (date, limits) => makeYears(date, limits, 1),
    },
    decades: {
        months: 12 * COUNT * COUNT,
        getTitle(date) {
            const first = floor(yearOf(date), COUNT * COUNT);
            return `${first - COUNT} - ${first + COUNT * COUNT}`;
        },
        getItems: (date, limits) => makeYears(date, limits, COUNT),
    },
};

/** Odoo's picker by months of the Persian calendar, with weeks from Saturday. */
patch(DateTimePicker.prototype, {
    get activePrecisionLevel() {
        return { ...super.activePrecisionLevel, ...LEVELS[this.state.precision] };
    },

    adjustFocus(values, focusedDateIndex) {
        const focused = this.shouldAdjustFocusDate ? null : this.state.focusDate;
        super.adjustFocus(...arguments);
        if (!focused) {
            const other = values[focusedDateIndex === 1 ? 0 : 1];
            const date = values[focusedDateIndex] || other || today();
            this.state.focusDate = this.clamp(startOfMonth(date));
        }
    },

    next() {
        const { focusDate } = this.state;
        super.next(...arguments);
        this._goTo(focusDate, this.activePrecisionLevel.months);
    },

    previous() {
        const { focusDate } = this.state;
        super.previous(...arguments);
        this._goTo(focusDate, -this.activePrecisionLevel.months);
    },

    _goTo(date, months) {
        this.state.focusDate = this.clamp(plusMonths(date, months));
    },
});
