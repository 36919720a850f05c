import { PictureRenderer, pictureView } from "@sales_deals/report/picture/picture_view";
import { formatPoints } from "@sales_deals/report/picture/points";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Practices with the win rates of the deals that have them and of those that do not. */
export class PracticesRenderer extends PictureRenderer {
    static template = "sales_deals.Practices";

    get withLabel() {
        return _t("With");
    }

    get withoutLabel() {
        return _t("Without");
    }

    get tooFewTitle() {
        return _t("Nothing is said below %s closed deals on each side.", this.data.min_deals);
    }

    closedLabel(count) {
        return _t("closed: %s", this.count(count));
    }

    points(value) {
        return formatPoints(value);
    }

    place(row) {
        return [row.process, row.stage].filter(Boolean).join(" · ");
    }

    /** What a practice makes out: "success", "danger", or nothing that is known. */
    effect(row) {
        if (row.may_be_chance) {
            return "secondary";
        }
        return row.difference > 0 ? "success" : "danger";
    }

    differenceClass(row) {
        return row.may_be_chance ? "text-muted" : `text-${this.effect(row)}`;
    }

    barClass(row) {
        return `bg-${this.effect(row)}`;
    }

    open(row, extra = []) {
        this.openRows(row.name, [["practice_id", "=", row.id], ...extra]);
    }

    openClosed(row, isFulfilled) {
        this.open(row, [
            ["has_fulfilled", "=", isFulfilled],
            ["state", "in", ["won", "lost"]],
        ]);
    }

    openFulfilled(row) {
        this.open(row, [["has_fulfilled", "=", true]]);
    }

    openPassed(row) {
        this.open(row, [["is_passed", "=", true]]);
    }
}

registry.category("views").add("deal_practices", pictureView(PracticesRenderer));
