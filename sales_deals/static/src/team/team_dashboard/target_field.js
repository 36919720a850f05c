import { shortMoney } from "@sales_deals/language/money/money";
import { formatPercent } from "@sales_deals/language/percent/percent";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** How much of a target is reached: the bar shows what the figures beside it say. */
export class TargetField extends Component {
    static template = "sales_deals.TargetField";
    static props = {
        ...standardFieldProps,
        currencyField: { type: String, optional: true },
        targetField: { type: String },
    };

    get reached() {
        return this.props.record.data[this.props.name] || 0;
    }

    get target() {
        return this.props.record.data[this.props.targetField] || 0;
    }

    get reachedPercent() {
        return Math.round(Math.min(Math.max(this.reached / this.target, 0), 1) * 100);
    }

    get label() {
        return _t("%(percent)s of the target invoiced and paid this month", {
            percent: formatPercent(this.reached / this.target, { digits: [16, 0] }),
        });
    }

    format(value) {
        const currency = this.props.record.data[this.props.currencyField];
        return shortMoney(value, { currencyId: currency?.id });
    }
}

registry.category("fields").add("deal_target", {
    component: TargetField,
    supportedTypes: ["monetary", "float"],
    extractProps: ({ options }) => ({
        currencyField: options.currency_field,
        targetField: options.target_field,
    }),
});
