import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatMoney } from "@sales_deals/language/money/money";
import { formatFloat } from "@web/views/fields/formatters";
import { formatRatio } from "../ratio_field/ratio_field";

/** A deal's variants side by side: products as rows, variants as columns, totals at the foot. */
export class CompareDialog extends Component {
    static template = "sales_deals.CompareDialog";
    static components = { Dialog };
    static props = { close: Function, leadId: Number, onOpen: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ variants: [], rows: [], options: [] });
        onWillStart(async () => {
            const table = await this.orm.call("deal.variant", "get_comparison", [
                this.props.leadId,
            ]);
            Object.assign(this.state, table);
        });
    }

    get figures() {
        const figures = [
            { name: "amount_untaxed", label: _t("Net") },
            { name: "amount_total", label: _t("Gross") },
        ];
        if (this.state.variants.some((variant) => "profit" in variant.totals)) {
            figures.push(
                { name: "profit", label: _t("Profit") },
                { name: "margin", label: _t("Margin"), isRatio: true },
            );
        }
        return figures;
    }

    formatFigure(figure, variant) {
        const value = variant.totals[figure.name];
        return figure.isRatio ? formatRatio(value) : this.money(value, variant);
    }

    money(value, variant) {
        return formatMoney(value, { currencyId: variant.totals.currency_id });
    }

    quantity(value) {
        return formatFloat(value, { trailingZeros: false });
    }

    async onOpen(variantId) {
        this.props.close();
        await this.props.onOpen(variantId);
    }
}
