import { Component, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Why a message that is being read is not to be sent any more. What happens meanwhile, such as a
 * reply, is shown at once; what was typed stays.
 */
export class CadenceObstacle extends Component {
    static template = "sales_deals.CadenceObstacle";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.news = useService("deal_news");
        this.live = useState({ text: null });
        useEffect(
            (dealId) => {
                this.live.text = null;
                return dealId && this.news.watch(dealId, () => this.look());
            },
            () => [this.props.record.data.lead_id?.id],
        );
    }

    get text() {
        return this.live.text ?? this.props.record.data[this.props.name];
    }

    async look() {
        const { resId, resModel } = this.props.record;
        const [read] = await this.orm.silent.read(resModel, [resId], [this.props.name]);
        // Another message may stand here by now.
        if (read && resId === this.props.record.resId) {
            this.live.text = read[this.props.name] || "";
        }
    }
}

registry.category("fields").add("deal_cadence_obstacle", {
    component: CadenceObstacle,
    supportedTypes: ["char"],
});
