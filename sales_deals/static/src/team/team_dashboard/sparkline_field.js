import { shortMoney } from "@sales_deals/language/money/money";
import { _t } from "@web/core/l10n/translation";
import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const WIDTH = 240;
const HEIGHT = 36;
const MARGIN = 3;

/** A small curve of a list of amounts; time runs in the direction in which the user reads. */
export class SparklineField extends Component {
    static template = "sales_deals.SparklineField";
    static props = {
        ...standardFieldProps,
        currencyField: { type: String, optional: true },
    };

    width = WIDTH;
    height = HEIGHT;

    get values() {
        return this.props.record.data[this.props.name] || [];
    }

    get points() {
        const { values } = this;
        const top = Math.max(...values, 0) || 1;
        const step = (WIDTH - 2 * MARGIN) / Math.max(values.length - 1, 1);
        return values.map((value, index) => {
            const x = MARGIN + index * step;
            return {
                x: localization.direction === "rtl" ? WIDTH - x : x,
                y: HEIGHT - MARGIN - (value / top) * (HEIGHT - 2 * MARGIN),
            };
        });
    }

    get last() {
        return this.points.at(-1);
    }

    get line() {
        return this.points.map(({ x, y }) => `${x},${y}`).join(" ");
    }

    get area() {
        const { points } = this;
        const bottom = HEIGHT - MARGIN;
        return `${points[0].x},${bottom} ${this.line} ${points.at(-1).x},${bottom}`;
    }

    get total() {
        return this.format(this.values.reduce((sum, value) => sum + value, 0));
    }

    /** What a screen reader says, and what is shown while the pointer rests on the curve. */
    get label() {
        return _t("Won in each of the last %(count)s weeks, the oldest first: %(amounts)s", {
            count: this.values.length,
            amounts: this.values.map((value) => this.format(value)).join("; "),
        });
    }

    format(value) {
        const currency = this.props.record.data[this.props.currencyField];
        return shortMoney(value, { currencyId: currency?.id });
    }
}

registry.category("fields").add("deal_sparkline", {
    component: SparklineField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ currencyField: options.currency_field }),
});
