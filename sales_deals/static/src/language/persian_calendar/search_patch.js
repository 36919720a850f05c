import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";
import { QUARTER_OPTIONS, QUARTERS } from "@web/search/utils/dates";
import { SEASONS } from "./days";
import { inPersianCalendar } from "./from_today";
import { PersianMoment } from "./persian_moment";

const moments = new WeakMap();

/** Filters of days by months, quarters and years of the Persian calendar. */
patch(SearchModel.prototype, {
    get referenceMoment() {
        return moments.get(this);
    },

    set referenceMoment(date) {
        moments.set(this, new PersianMoment(date));
    },

    /** What is kept as a favourite goes on from the day on which it is used. */
    _getDomain(params = {}) {
        const domain = super._getDomain(params);
        return params.raw ? domain : inPersianCalendar(domain, this.searchViewFields);
    },

    /** The month stands before its year, as people say it. */
    _getDateFilterDomain(dateFilter, generatorIds, key) {
        const found = super._getDateFilterDomain(...arguments);
        return key === "description" ? found.replace(/(\d{4}) ([^/]+)/g, "$2 $1") : found;
    },
});

for (const { setParam, id } of Object.values(QUARTER_OPTIONS)) {
    const description = SEASONS[setParam.quarter - 1];
    patch(QUARTER_OPTIONS[id], { description });
    patch(QUARTERS[setParam.quarter], { description });
}
