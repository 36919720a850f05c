import { PictureRenderer, pictureView } from "@sales_deals/report/picture/picture_view";
import { registry } from "@web/core/registry";

/** Months as columns of what was won and what is expected, with a line at the teams' target. */
export class ForecastRenderer extends PictureRenderer {
    static template = "sales_deals.Forecast";

    get top() {
        const levels = this.data.rows.map((row) => Math.max(this.sum(row), row.target));
        return Math.max(...levels) || 1;
    }

    sum(row) {
        return row.won_value + row.weighted_value;
    }

    height(value) {
        return (100 * Math.max(value, 0)) / this.top;
    }

    open(row) {
        this.openRows(row.name, row.domain);
    }
}

registry.category("views").add("deal_forecast", pictureView(ForecastRenderer));
