import { formatPercent } from "@sales_deals/language/percent/percent";
import { registry } from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

/** Odoo's bar, with its figure as percentages of ours are written. */
export class PercentBarField extends ProgressBarField {
    static template = "sales_deals.PercentBarField";

    get percent() {
        return formatPercent(this.currentValue / 100, { digits: [16, 0] });
    }
}

export const percentBarField = { ...progressBarField, component: PercentBarField };

registry.category("fields").add("deal_percent_bar", percentBarField);
