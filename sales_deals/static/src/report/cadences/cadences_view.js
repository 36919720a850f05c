import { PictureRenderer, pictureView } from "@sales_deals/report/picture/picture_view";
import { formatPoints } from "@sales_deals/report/picture/points";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Steps of cadences with the share of messages that were answered, and their texts by turns. */
export class CadencesRenderer extends PictureRenderer {
    static template = "sales_deals.Cadences";

    get tooFewTitle() {
        return _t("Nothing is said below %s messages.", this.data.min_messages);
    }

    get stopCount() {
        return this.data.stops.reduce((sum, stop) => sum + stop.count, 0);
    }

    sentLabel(count) {
        return _t("sent: %s", this.count(count));
    }

    place(row) {
        const step = row.place ? _t("Step %s", this.count(row.place)) : "";
        return [row.cadence, step].filter(Boolean).join(" · ");
    }

    /** The lines of a step: its two texts by turns, else all its messages. */
    lines(row) {
        return row.turns ? row.turns.texts : [{ ...row, turn: "", name: "" }];
    }

    turnLabel(line) {
        return { first: _t("First text"), second: _t("Second text") }[line.turn] || "";
    }

    isBetter(row, line) {
        const { difference, may_be_chance } = row.turns || {};
        if (!difference || may_be_chance) {
            return false;
        }
        return line.turn === (difference > 0 ? "second" : "first");
    }

    better(row) {
        const { texts, difference } = row.turns;
        return texts[difference > 0 ? 1 : 0].name;
    }

    points(row) {
        return formatPoints(Math.abs(row.turns.difference));
    }

    barClass(row, line) {
        return this.isBetter(row, line) ? "bg-success" : row.turns ? "" : "bg-info";
    }

    open(row, extra = []) {
        this.openRows(row.name, [["step_id", "=", row.id], ["sent_count", "=", 1], ...extra]);
    }

    openLine(row, line, extra = []) {
        this.open(row, line.turn ? [["turn", "=", line.turn], ...extra] : extra);
    }

    openStops(stop) {
        this.openRows(stop.name, [["stop_reason", "=", stop.reason]]);
    }
}

registry.category("views").add("deal_cadences", pictureView(CadencesRenderer));
