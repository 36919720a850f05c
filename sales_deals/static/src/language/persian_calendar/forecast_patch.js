import { FillTemporalPeriod, GRANULARITY_TABLE } from "@crm/views/fill_temporal_service";
import { patch } from "@web/core/utils/patch";
import { MONTHS_OF, plusMonths, startOf } from "./days";
import { PersianMoment } from "./persian_moment";

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

    expand() {
        if (!units.includes(this.granularity)) {
            return super.expand();
        }
        this.setEnd(plusMonths(this.end, MONTHS_OF[this.granularity]));
    },
});
