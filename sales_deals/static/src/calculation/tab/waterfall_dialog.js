import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMoney } from "@sales_deals/language/money/money";

const LABELS = {
    list_price: _t("List price"),
    pricelist: _t("Price list"),
    discount: _t("Discount"),
    price_unit: _t("Unit price"),
    tax: _t("Included tax"),
    cost: _t("Cost"),
    profit: _t("Profit"),
};

/** How the price of one unit comes about: levels and the changes between them, as bars. */
export class WaterfallDialog extends Component {
    static template = "sales_deals.WaterfallDialog";
    static components = { Dialog };
    static props = { close: Function, lineId: Number };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ name: "", steps: [] });
        onWillStart(async () => {
            const waterfall = await this.orm.call("deal.variant.line", "get_waterfall", [
                this.props.lineId,
            ]);
            this.currencyId = waterfall.currency_id;
            this.state.name = waterfall.name;
            this.state.steps = this.place(waterfall.steps || []);
        });
    }

    /** Steps with label, text, and the place of their bar in percent of the widest level. */
    place(steps) {
        let level = 0;
        const placed = steps.map((step) => {
            const from = step.is_total ? 0 : level;
            const to = step.is_total ? step.amount : level + step.amount;
            level = to;
            return { ...step, start: Math.min(from, to), end: Math.max(from, to) };
        });
        const lowest = Math.min(0, ...placed.map((step) => step.start));
        const width = Math.max(0, ...placed.map((step) => step.end)) - lowest || 1;
        return placed.map((step) => ({
            ...step,
            label: step.key === "discount" && step.amount > 0 ? _t("Surcharge") : LABELS[step.key],
            text: formatMoney(step.amount, { currencyId: this.currencyId }),
            bar: {
                margin: (100 * (step.start - lowest)) / width,
                width: (100 * (step.end - step.start)) / width,
            },
        }));
    }

    barClass(step) {
        if (step.is_total) {
            return step.amount < 0 ? "bg-danger" : "bg-primary";
        }
        return step.amount < 0 ? "bg-warning" : "bg-success";
    }
}

/** The button on a line is a server action's; it opens the dialogue over the deal. */
function showWaterfall(env, action) {
    env.services.dialog.add(WaterfallDialog, { lineId: action.params.line_id });
}

registry.category("actions").add("deal_waterfall", showWaterfall);
