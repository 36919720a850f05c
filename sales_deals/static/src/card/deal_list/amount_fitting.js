import { ColumnFitting } from "@sales_deals/calculation/tab/column_fitting";
import { user } from "@web/core/user";

/** The records of a list, and of its groups that are open. */
function getRecords(list) {
    return list.isGrouped ? list.groups.flatMap((group) => getRecords(group.list)) : list.records;
}

/** What groups show of a column, whether they are open or not. */
function getAggregates(list, name) {
    return list.isGrouped
        ? list.groups.flatMap((group) => [
              group.aggregates[name],
              ...getAggregates(group.list, name),
          ])
        : [];
}

/** Makes columns of amounts as wide as their amounts and their sum with its currency. */
export class AmountFitting extends ColumnFitting {
    own = new WeakMap();

    getOptions({ options }) {
        return options;
    }

    /**
     * @param {Object} column of the list
     * @param {Object} field that it shows
     * @param {Object} list the model's root
     * @returns {Object} the column, whose sums are formatted by its widget, too
     */
    fitAmounts(column, field, list) {
        const amounts = getRecords(list).map((record) => record.data[column.name]);
        const values = [...amounts, ...getAggregates(list, column.name)].filter(Number.isFinite);
        values.push(amounts.filter(Number.isFinite).reduce((sum, value) => sum + value, 0));
        const currency = column.options.currency_field || field.currency_field || "currency_id";
        const [record] = getRecords(list);
        const data = record?.data[currency]
            ? record.data
            : { [currency]: user.activeCompany.currency_id };
        return this.fit(this.getOwn(column), field, values, { data, isBold: true, signs: 0 });
    }

    /** The same column for the same one: what is drawn from it stays. */
    getOwn(column) {
        if (!this.own.has(column)) {
            this.own.set(column, { ...column, widget: "deal_money" });
        }
        return this.own.get(column);
    }
}
