import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import {
    deserializeDate,
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatMoney } from "@sales_deals/language/money/money";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** How a deal's value, stage and decision date changed: asked for where it is shown. */
export class DealHistory extends Component {
    static template = "sales_deals.DealHistory";
    static props = {
        dealId: { type: [Number, Boolean], optional: true },
        // Another one: the deal may have changed.
        version: { type: Number, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ changes: [] });
        onWillStart(() => this.load(this.props.dealId));
        onWillUpdateProps((next) => this.load(next.dealId));
    }

    async load(dealId) {
        this.state.changes = dealId
            ? await this.orm.call("crm.lead", "get_deal_history", [[dealId]])
            : [];
    }

    formatMoment(moment) {
        return toLocaleDateTimeString(deserializeDateTime(moment));
    }

    format(change, value) {
        if (change.type === "monetary") {
            return formatMoney(value, { currencyId: change.currency_id });
        }
        if (change.type === "date") {
            return value ? toLocaleDateString(deserializeDate(value)) : "–";
        }
        return value || "–";
    }
}

export class DealHistoryDialog extends Component {
    static template = "sales_deals.DealHistoryDialog";
    static components = { Dialog, DealHistory };
    static props = { dealId: Number, close: Function };
}

export class DealHistoryWidget extends Component {
    static template = "sales_deals.DealHistoryWidget";
    static components = { DealHistory };
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState({ version: 0 });
        useRecordObserver((record) => {
            const { data, dirty } = record;
            if (data && !dirty) {
                this.state.version += 1;
            }
        });
    }
}

registry.category("view_widgets").add("deal_history", { component: DealHistoryWidget });
