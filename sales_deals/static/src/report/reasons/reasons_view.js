import { PictureRenderer, pictureView } from "@sales_deals/report/picture/picture_view";
import { registry } from "@web/core/registry";

/** Lost reasons as bars, each with its share of all losses. */
export class ReasonsRenderer extends PictureRenderer {
    static template = "sales_deals.Reasons";

    /** The longest bar takes the whole width. */
    width(row) {
        return (100 * row.count) / this.data.rows[0].count;
    }

    open(row) {
        this.openRows(row.name, [["reason_id", "=", row.id]]);
    }
}

registry.category("views").add("deal_reasons", pictureView(ReasonsRenderer));
