import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useOpenDeal } from "../../state/open_deal/open_deal";

/** Says above a form, while it is typed, that there are deals like this one. */
export class DuplicateHint extends Component {
    static template = "sales_deals.DuplicateHint";
    static props = { ...standardFieldProps };

    setup() {
        this.openDeal = useOpenDeal();
    }

    get hint() {
        return this.props.record.data[this.props.name];
    }

    /** What is being typed stays where it is. */
    open(deal) {
        const target = this.props.record.resId ? "current" : "new";
        return this.openDeal(deal.id, { target });
    }
}

registry.category("fields").add("deal_duplicate_hint", {
    component: DuplicateHint,
    supportedTypes: ["json"],
    extractProps: () => ({}),
});
