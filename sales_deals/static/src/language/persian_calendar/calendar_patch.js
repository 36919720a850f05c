import { patch } from "@web/core/utils/patch";
import { session } from "@web/session";
import { CalendarCommonPopover } from "@web/views/calendar/calendar_common/calendar_common_popover";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarYearPopover } from "@web/views/calendar/calendar_year/calendar_year_popover";
import { CalendarYearRenderer } from "@web/views/calendar/calendar_year/calendar_year_renderer";
import { monthName, MONTHS_OF, plusMonths, startOf, startOfYear, weekNumber, yearOf } from "./days";
import { fromGregorian, MONTHS } from "./jalali";

const { DateTime } = luxon;

/** Scales that have other days than those of Odoo's calendar. */
const SCALES = ["month", "year"];

const isPersian = (scale) => SCALES.includes(scale);
const dayOf = (date) => String(fromGregorian(date).day);
const nameMonth = (date) => `${monthName(date)} ${yearOf(date)}`;
const nameDays = (start, end) => `${start.toFormat("DDD")} - ${end.toFormat("DDD")}`;

/** FullCalendar's view of a month, from the first of a Persian month to its last day. */
function makeMonths() {
    class PersianMonths extends FullCalendar.DayGrid.Internal.TableDateProfileGenerator {
        buildCurrentRangeInfo(marker) {
            const info = super.buildCurrentRangeInfo(...arguments);
            const start = startOf(DateTime.fromJSDate(marker, { zone: "utc" }), "month");
            const range = { start: start.toJSDate(), end: plusMonths(start, 1).toJSDate() };
            return { ...info, range };
        }
    }
    const month = {
        type: "dayGrid",
        duration: { months: 1 },
        dateProfileGeneratorClass: PersianMonths,
    };
    // After the plugin whose view it replaces.
    const deps = [FullCalendar.DayGrid.default];
    return FullCalendar.createPlugin({ name: "persian", deps, views: { dayGridMonth: month } });
}

/** Odoo's marks of a day, and that nobody works on it. */
function markDay(classes, { date }) {
    const isOff = session.deal_days_off.includes(DateTime.fromJSDate(date).weekday);
    return isOff ? [...classes, "o_deal_holiday"] : classes;
}

/** Options of FullCalendar by the Persian calendar; its library is loaded after this is called. */
function getOptions(options) {
    return {
        ...options,
        dayCellContent: ({ date, dayNumberText }) =>
            dayNumberText && dayOf(DateTime.fromJSDate(date)),
        // Digits as in the fields of days.
        locale: `${options.locale}-u-nu-latn`,
        weekNumberCalculation: (date) => weekNumber(DateTime.fromJSDate(date)),
        get plugins() {
            return [makeMonths()];
        },
    };
}

patch(CalendarModel.prototype, {
    computeRange() {
        const range = super.computeRange();
        const { scale, date, firstDayOfWeek } = this.meta;
        if (!isPersian(scale)) {
            return range;
        }
        let start = startOf(date, scale);
        let end = plusMonths(start, MONTHS_OF[scale]).minus({ day: 1 }).endOf("day");
        if (scale === "month" && this.monthOverflow) {
            start = start.minus({ day: (start.weekday - firstDayOfWeek + 7) % 7 });
            end = start.plus({ week: 6, day: -1 }).endOf("day");
        }
        return { start, end };
    },
});

patch(CalendarController.prototype, {
    get today() {
        return dayOf(DateTime.now());
    },

    get currentYear() {
        return String(yearOf(this.date));
    },

    get currentMonth() {
        return nameMonth(this.date);
    },

    get currentWeek() {
        return String(weekNumber(this.model.rangeStart));
    },

    get dayHeader() {
        return `${dayOf(this.date)} ${nameMonth(this.date)}`;
    },

    get weekHeader() {
        const { rangeStart, rangeEnd } = this.model;
        if (yearOf(rangeStart) !== yearOf(rangeEnd)) {
            return `${nameMonth(rangeStart)} - ${nameMonth(rangeEnd)}`;
        }
        const isOneMonth = monthName(rangeStart) === monthName(rangeEnd);
        return isOneMonth
            ? nameMonth(rangeStart)
            : `${monthName(rangeStart)} - ${nameMonth(rangeEnd)}`;
    },

    /** Of week and month on a phone. */
    get currentDate() {
        const { scale } = this.model.meta;
        if (!this.env.isSmall || !["week", "month"].includes(scale)) {
            return super.currentDate;
        }
        return ` - ${scale === "week" ? this.weekHeader : this.currentMonth}`;
    },

    async setDate(move) {
        const { scale, date } = this.model;
        if (!isPersian(scale) || move === "today") {
            return super.setDate(move);
        }
        const months = MONTHS_OF[scale] * (move === "next" ? 1 : -1);
        await this.model.load({ date: plusMonths(date, months) });
    },
});

patch(CalendarCommonRenderer.prototype, {
    get options() {
        return getOptions(super.options);
    },

    getDayCellClassNames(info) {
        return markDay(super.getDayCellClassNames(info), info);
    },

    headerTemplateProps(date) {
        const zone = this.props.model.scale === "month" ? { zone: "UTC" } : {};
        return {
            ...super.headerTemplateProps(date),
            day: dayOf(DateTime.fromJSDate(date, zone)),
        };
    },
});

patch(CalendarYearRenderer.prototype, {
    get months() {
        return MONTHS;
    },

    set months(_names) {
        // Odoo's own, which this calendar does without.
    },

    getDayCellClassNames(info) {
        return markDay(super.getDayCellClassNames(info), info);
    },

    getDateWithMonth(month) {
        return plusMonths(startOfYear(this.props.model.date), MONTHS.indexOf(month)).toISO();
    },

    getOptionsForMonth(month) {
        const initialDate = this.getDateWithMonth(month);
        const title = nameMonth(DateTime.fromISO(initialDate));
        return getOptions({ ...this.options, initialDate, titleFormat: () => title });
    },
});

patch(CalendarCommonPopover.prototype, {
    computeDateTimeAndDuration() {
        super.computeDateTimeAndDuration();
        const { start, end } = this.props.record;
        if (this.date && !start.hasSame(end, "day")) {
            this.date = nameDays(start, end);
        }
    },
});

patch(CalendarYearPopover.prototype, {
    groupRecords() {
        return super.groupRecords().map((group) => {
            const { start, end } = group;
            return start.hasSame(end, "day") ? group : { ...group, title: nameDays(start, end) };
        });
    },
});
