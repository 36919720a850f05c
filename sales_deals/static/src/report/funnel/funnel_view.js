import { PictureRenderer, pictureView } from "@sales_deals/report/picture/picture_view";
import { registry } from "@web/core/registry";

/** The stages of each process as a funnel: who reached them, and what became of them. */
export class FunnelRenderer extends PictureRenderer {
    static template = "sales_deals.Funnel";

    open(section, row, stageIds = row.stage_ids, extra = []) {
        this.openRows(row.name, [
            ["deal_process_id", "=", section.id],
            ["stage_id", "in", stageIds],
            ...extra,
        ]);
    }

    openHere(section, row) {
        this.open(section, row, [row.id], [["state", "!=", "lost"]]);
    }

    openLost(section, row) {
        this.open(section, row, [row.id], [["state", "=", "lost"]]);
    }
}

registry.category("views").add("deal_funnel", pictureView(FunnelRenderer));
