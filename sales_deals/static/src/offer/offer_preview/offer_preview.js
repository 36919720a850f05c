import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** How long a choice is left alone before it is saved and shown: several follow each other. */
const DELAY = 400;

/**
 * What the client will see of an offer that is not sent yet, below its fields.
 *
 * The page is drawn by the server, of what is stored: a choice is saved to be seen.
 */
export class OfferPreview extends Component {
    static template = "sales_deals.OfferPreview";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState({ turn: 0 });
        this.saveSoon = useDebounced(() => this.props.record.save(), DELAY);
        useRecordObserver((record) => {
            const { data, dirty } = record;
            if (dirty && record.resId) {
                this.saveSoon();
            } else if (data) {
                this.state.turn++;
            }
        });
    }

    get url() {
        const { resId } = this.props.record;
        return resId && `/offer/${resId}/preview/page?turn=${this.state.turn}`;
    }
}

registry.category("view_widgets").add("deal_offer_preview", { component: OfferPreview });
