import { formatMoney, shortMoney, shortNumber } from "@sales_deals/language/money/money";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { sortBy } from "@web/core/utils/arrays";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";

/** Graphs of deals have large figures short and in words, and amounts in the unit that is read. */
export class AmountGraphRenderer extends GraphRenderer {
    get isMoney() {
        const { measure, measures } = this.model.metaData;
        return measures[measure]?.type === "monetary";
    }

    /** The currency of all that is drawn: Odoo converts what has several to the company's. */
    get currencyId() {
        const ids = new Set(
            this.model.data.datasets.flatMap(({ currencyIds }) => currencyIds || []),
        );
        const [first] = ids;
        return ids.size === 1 && first ? first : user.activeCompany.currency_id;
    }

    formatValue(value, allIntegers, formatType) {
        if (!formatType && this.isMoney) {
            return shortMoney(value, { currencyId: this.currencyId });
        }
        return !formatType && Math.abs(value) >= 1000
            ? shortNumber(value)
            : super.formatValue(...arguments);
    }

    getTooltipItems(data, metaData, tooltipModel) {
        const items = super.getTooltipItems(...arguments);
        const points = sortBy(tooltipModel.dataPoints, "raw", "desc");
        return items.map((item, place) => {
            const { datasetIndex, dataIndex } = points[place];
            const dataset = data.datasets[datasetIndex];
            const currencyId = dataset?.currencyIds?.[dataIndex];
            const value = dataset?.data[dataIndex];
            return currencyId ? { ...item, value: formatMoney(value, { currencyId }) } : item;
        });
    }
}

export class AmountPivotRenderer extends PivotRenderer {
    getFormattedValue(cell) {
        const shown = super.getFormattedValue(cell);
        if (this.model.metaData.measures[cell.measure].type !== "monetary") {
            return shown;
        }
        const [first, ...others] = cell.currencyIds || [];
        const currencyId = others.length ? user.activeCompany.currency_id : first;
        return { ...shown, value: formatMoney(cell.value, { currencyId }) };
    }
}

registry
    .category("views")
    .add("deal_graph", { ...graphView, Renderer: AmountGraphRenderer })
    .add("deal_pivot", { ...pivotView, Renderer: AmountPivotRenderer });
