import { Component } from "@odoo/owl";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { formatMoney } from "@sales_deals/language/money/money";
import { registry } from "@web/core/registry";
import { formatDate, formatDateTime, formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const FORMATTERS = {
    boolean: (value) => (value ? _t("Yes") : _t("No")),
    date: (value) => formatDate(deserializeDate(value)),
    datetime: (value) => formatDateTime(deserializeDateTime(value), { showSeconds: false }),
    float: (value, row) => formatFloat(value, { digits: row.digits, trailingZeros: false }),
    integer: (value) => formatFloat(value, { digits: [16, 0] }),
    monetary: (value, row, i) => formatMoney(value, { currencyId: row.currencies[i] }),
};

/**
 * Deals that will be merged, side by side: fields that differ as rows, deals as columns. The value
 * that wins is marked; a click, or the keys of a radio button, choose another one.
 *
 * Which value wins is the server's answer, so that what is shown is what will be written.
 */
export class MergeChoices extends Component {
    static template = "sales_deals.MergeChoices";
    static props = { ...standardFieldProps };

    get comparison() {
        return this.props.record.data.deal_comparison || { deals: [], groups: [], united: [] };
    }

    get united() {
        return formatList(this.comparison.united);
    }

    created(deal) {
        return formatDate(deserializeDateTime(deal.created));
    }

    format(row, i) {
        const value = row.cells[i];
        const isEmpty = value === "" || value === null;
        const format = FORMATTERS[row.type];
        return isEmpty || !format ? `${value ?? ""}` : format(value, row, i);
    }

    /** What a screen reader says of a radio button: the field, the value and whose it is. */
    describe(group, deal, i) {
        const [row] = group.rows;
        const value = this.format(row, i) || _t("empty");
        return `${row.label}: ${value} (${deal.number} ${deal.name})`;
    }

    async choose(group, deal) {
        if (this.props.readonly || group.winner === deal.id) {
            return;
        }
        const chosen = { ...this.props.record.data[this.props.name], [group.name]: deal.id };
        await this.props.record.update({ [this.props.name]: chosen });
    }
}

registry.category("fields").add("deal_merge_choices", {
    component: MergeChoices,
    displayName: _t("Values of Deals to Merge"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "deal_comparison", type: "json", readonly: true }],
});
