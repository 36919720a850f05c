import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Says above a form, while it is typed, that there are deals like this one. */
export class DuplicateHint extends Component {
    static template = "sales_deals.DuplicateHint";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get hint() {
        return this.props.record.data[this.props.name];
    }

    open(deal) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            res_id: deal.id,
            views: [[false, "form"]],
            // What is being typed stays where it is.
            target: this.props.record.resId ? "current" : "new",
        });
    }
}

registry.category("fields").add("deal_duplicate_hint", {
    component: DuplicateHint,
    supportedTypes: ["json"],
    extractProps: () => ({}),
});
