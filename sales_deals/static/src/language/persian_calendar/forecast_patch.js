import { FillTemporalPeriod, GRANULARITY_TABLE } from "@crm/views/fill_temporal_service";
import { ForecastSearchModel } from "@crm/views/forecast_search_model";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { MONTHS_OF, plusMonths, startOf } from "./days";
import { PersianMoment } from "./persian_moment";

/** The last day of a column, as Odoo counts it, is at most so far from the next one's first. */
const DRIFT = { day: 10 };
const units = Object.keys(MONTHS_OF);

for (const unit of units) {
    const { cycle } = GRANULARITY_TABLE[unit];
    patch(GRANULARITY_TABLE[unit], {
        startOf: (date) => startOf(date, unit),
        cyclePos: (date) => (cycle === 1 ? 1 : new PersianMoment(date)[unit]),
    });
}

/** The columns of Odoo's forecast by months, quarters and years of the Persian calendar. */
patch(FillTemporalPeriod.prototype, {
    _computeEnd() {
        super._computeEnd();
        if (units.includes(this.granularity)) {
            const months = Math.round(this.end.diff(this.start, "months").months);
            this.end = plusMonths(this.start, months);
        }
    },

    /** Odoo's columns end some days before or after the next period of this calendar begins. */
    setEnd(end) {
        const isPersian = units.includes(this.granularity);
        super.setEnd(isPersian ? startOf(end.plus(DRIFT), this.granularity) : end);
    },

    expand() {
        if (!units.includes(this.granularity)) {
            return super.expand();
        }
        this.setEnd(plusMonths(this.end, MONTHS_OF[this.granularity]));
    },
});

/** Deals to come are those from the first day of the first column on. */
patch(ForecastSearchModel.prototype, {
    _getForecastStart(forecastField) {
        const isKnown = Boolean(this.forecastStart);
        const start = super._getForecastStart(forecastField);
        const spec = this.groupBy.find((name) => name.includes(forecastField));
        const unit = spec ? spec.split(":")[1] || "month" : this.groupBy.length ? "" : "month";
        if (isKnown || !units.includes(unit)) {
            return start;
        }
        const isDate = this.searchViewFields[forecastField].type === "date";
        const first = startOf(luxon.DateTime.now(), unit);
        this.forecastStart = isDate ? serializeDate(first) : serializeDateTime(first);
        return this.forecastStart;
    },
});
